import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import type { FieldError } from '../errors.ts';
import { accepting } from '../messages.ts';
import { group, INSTANT, NUMBER, TEXT } from './field-forms.ts';
import { optional, required } from './field-table.ts';
import { id, instant, MAX_SPAN_SECONDS, whole } from './fields.ts';

/** What became of a leg. Somebody answered it if it is answered or conferenced, or transferred with an answered_at. */
const DISPOSITIONS = [
  'answered',
  'no_answer',
  'rejected',
  'abandoned',
  'transferred',
  'conferenced',
] as const;

const ANSWERED: readonly string[] = ['answered', 'transferred', 'conferenced'];
const seconds = whole(0, MAX_SPAN_SECONDS, 'seconds').nullish();
const reference = id().nullish();

/** One leg of an interaction, such as a call as it rang at one agent. Instants in seconds UTC. */
export const leg = group({
  id: optional(TEXT, reference.describe('Unique within the interaction.')),
  agent_id: optional(TEXT, reference),
  team_id: optional(TEXT, reference),
  department_id: optional(TEXT, reference),
  queue_id: optional(TEXT, reference),
  started_at: required(
    INSTANT,
    instant().describe('When it was offered. Not before that of the interaction.'),
  ),
  answered_at: optional(
    INSTANT,
    instant().nullish().describe('`started_at` if left out of a leg that is answered or conferenced.'),
  ),
  ended_at: optional(INSTANT, instant().nullish()),
  hold_seconds: optional(NUMBER, seconds),
  wrap_seconds: optional(NUMBER, seconds),
  disposition: required(
    TEXT,
    z
      .enum(DISPOSITIONS)
      .describe(
        'no_answer, rejected: nobody took it there; abandoned: the customer left there; transferred: passed on, after an answer if there is an answered_at; conferenced: joined others.',
      ),
  ),
});
export type SentLeg = z.output<typeof leg.sent>;
export type Leg = Parameters<typeof leg.form.show>[0];

/** The legs of an interaction, as they are sent. */
export const sentLegs = z
  .array(leg.sent, { error: accepting(`an array of at most ${BOUNDS.legs.value} objects, one per leg`) })
  .max(BOUNDS.legs.value)
  .nullish();

/** What is wrong with legs whose fields are each valid, as a list of errors. `startedAt`: of the interaction, seconds UTC. */
export function legErrors(legs: readonly SentLeg[], startedAt: number): FieldError[] {
  const ids = new Set<string>();
  return legs.flatMap((each, index) => {
    const errors: FieldError[] = [];
    const add = (field: string, message: string) => errors.push({ path: `legs.${index}.${field}`, message });
    const { id: name, started_at, answered_at, ended_at, disposition } = each;
    if (typeof name === 'string') {
      if (ids.has(name)) add('id', 'Must differ from the ids of the legs before it.');
      ids.add(name);
    }
    if (started_at < startedAt) add('started_at', 'Must be at or after started_at of the interaction.');
    if (typeof answered_at === 'number') {
      if (answered_at < started_at) add('answered_at', 'Must be at or after started_at of the leg.');
      if (!ANSWERED.includes(disposition))
        add('answered_at', `Accepted only if the disposition is one of ${ANSWERED.join(', ')}.`);
    }
    if (typeof ended_at === 'number' && ended_at < (answered_at ?? started_at))
      add('ended_at', 'Must be at or after started_at and answered_at of the leg.');
    return errors;
  });
}

/** Legs as they are stored: in the order of their starts, answered ones with the moment of the answer. */
export function keptLegs(legs: readonly SentLeg[]): Leg[] {
  return legs
    .map((each) => {
      const isAnswered = each.disposition === 'answered' || each.disposition === 'conferenced';
      return leg.form.keep({
        ...each,
        answered_at: each.answered_at ?? (isAnswered ? each.started_at : null),
      }) as Leg;
    })
    .sort((one, other) => one.started_at - other.started_at);
}

/**
 * The leg that stands for the whole interaction: the last answered one of its own agent, else the last answered one,
 * else the last. What happens only once in an interaction, such as its cost, counts where this leg was.
 */
export function primaryLeg(legs: readonly Leg[], agentId: string | undefined): Leg | undefined {
  const answered = legs.filter(({ answered_at }) => answered_at !== undefined);
  return answered.findLast(({ agent_id }) => agent_id === agentId) ?? answered.at(-1) ?? legs.at(-1);
}

/** The sum of a duration over legs, in seconds, at most the longest that is stored; undefined if no leg has it. */
export function sumOfLegs(legs: readonly Leg[], field: 'hold_seconds' | 'wrap_seconds'): number | undefined {
  const values = legs.flatMap((each) => each[field] ?? []);
  if (values.length === 0) return undefined;
  return Math.min(
    MAX_SPAN_SECONDS,
    values.reduce((sum, value) => sum + value, 0),
  );
}
