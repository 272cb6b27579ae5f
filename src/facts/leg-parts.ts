import type { Interaction } from '../records/types.ts';
import type { CountedLeg, CountedLegs, LegDimension } from './counted-legs.ts';
import type { FactEvent } from './event.ts';

type InteractionEvent = FactEvent & { source: 'interaction' };

/**
 * What an interaction counts for each member that its legs name: the interaction as it was at that member's legs. A part
 * of all legs is the interaction itself, and parts of parts are the same in any order of the dimensions.
 */
export function legParts(
  name: LegDimension,
  event: InteractionEvent & { legs: CountedLegs },
): [member: string | null, part: FactEvent][] {
  const { legs } = event.legs;
  const members = new Set(legs.map((leg) => leg.members[name]).filter((member) => member !== undefined));
  return [...members].map((member) => {
    const own = legs.filter((leg) => leg.members[name] === member);
    return [member, own.length === legs.length ? event : partOf(event, own)];
  });
}

function partOf(event: InteractionEvent, legs: readonly CountedLeg[]): FactEvent {
  return { ...event, interaction: atLegs(event.interaction, legs), legs: { legs, isWhole: false } };
}

/**
 * An interaction as it was at some of its legs: whether it was answered there, how long it waited and was handled there.
 * Costs, messages and SLA targets are only where the primary leg is, because they belong to the interaction once.
 */
function atLegs(interaction: Interaction, legs: readonly CountedLeg[]): Interaction {
  const { cost, llm_usage, messages, sla, ...rest } = interaction;
  const once = {
    ...(cost && { cost }),
    ...(llm_usage && { llm_usage }),
    ...(messages && { messages }),
    ...(sla && { sla }),
  };
  const kept = withoutOwn(rest);
  const answers = legs.flatMap(({ answered_at }) => answered_at ?? []);
  const start = Math.min(...legs.map(({ started_at }) => started_at));
  const answer = answers.length > 0 ? Math.min(...answers) : undefined;
  const ends = legs.flatMap(({ ended_at }) => ended_at ?? []);
  const waitedUntil = answer ?? (ends.length > 0 ? Math.max(...ends) : undefined);
  const handled = legs.flatMap(({ answered_at, ended_at }) =>
    answered_at === undefined || ended_at === undefined ? [] : [ended_at - answered_at],
  );
  return {
    ...kept,
    status: statusAt(interaction.status, legs),
    ...(answer !== undefined && { answered_at: answer }),
    ...(handled.length > 0 && { duration_seconds: sum(handled) }),
    ...(waitedUntil !== undefined && { wait_seconds: waitedUntil - start }),
    hold_seconds: sum(legs.map(({ hold_seconds }) => hold_seconds)),
    wrap_seconds: sum(legs.map(({ wrap_seconds }) => wrap_seconds)),
    transferred: legs.some(({ disposition }) => disposition === 'transferred'),
    ...(legs.some(({ isPrimary }) => isPrimary) && once),
  };
}

/** An interaction without what each of its legs has for itself. */
function withoutOwn({
  answered_at: _answer,
  queued_at: _queued,
  duration_seconds: _duration,
  wait_seconds: _wait,
  ring_seconds: _ring,
  holds: _holds,
  ...kept
}: Interaction): Interaction {
  return kept;
}

function statusAt(status: Interaction['status'], legs: readonly CountedLeg[]): Interaction['status'] {
  if (status === 'open' || status === 'cancelled' || status === 'failed') return status;
  if (legs.some(({ answered_at }) => answered_at !== undefined)) return 'completed';
  const is = (wanted: string): boolean => legs.some(({ disposition }) => disposition === wanted);
  if (is('abandoned')) return 'abandoned';
  return is('transferred') ? 'overflowed' : 'missed';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
