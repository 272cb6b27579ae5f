import { areShiftEntries, areStateEntries } from '../facts/agent-day.ts';
import type { AgentDayImage } from '../facts/agent-time.ts';
import {
  type CounterImage,
  eventsOf,
  type FactEvent,
  type InteractionImage,
  type StoredInteractionImage,
} from '../facts/event.ts';
import { isStoredInstant } from '../records/instant.ts';
import { interactionFields } from '../records/interaction-fields.ts';
import { wholeBody } from '../records/stored-body.ts';
import { holdsFields } from '../records/walk-fields.ts';
import { dayOfDate } from '../time/dates.ts';

/** An image of the change log, parsed. */
export type Image = StoredInteractionImage | CounterImage | AgentDayImage;

/** Decodes the events of the text of an image; null gives none. See `eventsIn`. */
export function eventsOfImage(image: string | null): FactEvent[] {
  return image === null ? [] : eventsIn(JSON.parse(image) as Image);
}

/**
 * Decodes the events of an image. Throws an Error if it is not a valid image: figures may only be
 * computed from integers and instants within bounds, or a sum could never be corrected.
 */
export function eventsIn(read: Image): FactEvent[] {
  if ('a' in read) {
    checkAgentDay(read);
    return eventsOf(read);
  }
  if (!('i' in read)) {
    checkCounter(read);
    return eventsOf(read);
  }
  const whole: InteractionImage = { ...read, i: wholeBody(read.i) };
  checkInteraction(whole);
  return eventsOf(whole);
}

function checkInteraction({ i, p, q, x, y, e, r }: InteractionImage): void {
  if (!holdsFields(interactionFields, i)) throw new Error('no interaction');
  checkInstants(...[p, q, x, y].filter((at) => at !== null && at !== undefined));
  for (const { rating, responded_at, sent_at, agent_id, team_id } of e) {
    checkInstants(...given([responded_at, sent_at]));
    checkNumbers(rating === null ? [] : [rating]);
    checkTexts(given([agent_id, team_id]));
  }
  for (const { score, created_at } of r) {
    checkInstants(created_at);
    checkNumbers(given([score]));
  }
}

function checkAgentDay({ a, d, s, h, c }: AgentDayImage): void {
  checkTexts([a]);
  checkNumbers([d]);
  const states = [...s, ...(c?.s ? [c.s] : [])];
  if (!areStateEntries(states) || !areShiftEntries([...h, ...(c?.h ?? [])])) throw new Error('no agent day');
}

function checkCounter({ type, date, dimension_id, body }: CounterImage): void {
  checkTexts([type, dimension_id]);
  checkNumbers(Object.values(body));
  const day = dayOfDate(date);
  if (day === undefined) throw new Error('no date');
  checkInstants(day * 86_400);
}

function given<Value>(values: readonly (Value | undefined)[]): Value[] {
  return values.filter((value) => value !== undefined);
}

function checkInstants(...instants: readonly unknown[]): void {
  if (!instants.every(isStoredInstant)) throw new Error('no instant');
}

function checkNumbers(values: readonly unknown[]): void {
  if (!values.every(Number.isSafeInteger)) throw new Error('no whole number');
}

function checkTexts(values: readonly unknown[]): void {
  if (!values.every((value) => typeof value === 'string')) throw new Error('no text');
}
