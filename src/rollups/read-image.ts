import { BOUNDS } from '../bounds.ts';
import { type CounterImage, eventsOf, type FactEvent, type InteractionImage } from '../facts/event.ts';
import { dayOfDate } from '../time/dates.ts';

const FIRST_SECOND = Date.UTC(BOUNDS.firstYear.value, 0, 1) / 1_000;
const END = Date.UTC(BOUNDS.lastYear.value + 1, 0, 1) / 1_000;

/**
 * Decodes the events of an image of the change log; null gives none. Throws an Error if the text is not a valid image:
 * figures may only be computed from integers and instants within bounds, or a sum could never be corrected.
 */
export function eventsOfImage(image: string | null): FactEvent[] {
  if (image === null) return [];
  const read = JSON.parse(image) as InteractionImage | CounterImage;
  if ('i' in read) checkInteraction(read);
  else checkCounter(read);
  return eventsOf(read);
}

function checkInteraction({ i, p, q, e, r }: InteractionImage): void {
  const { answered_at, ended_at, first_response_at, resolved_at, duration_seconds, wait_seconds } = i;
  checkInstants(i.started_at, ...[p, q].filter((at) => at !== null));
  checkInstants(...given([answered_at, ended_at, first_response_at, resolved_at]));
  checkNumbers(given([duration_seconds, wait_seconds, i.sentiment?.score]));
  for (const group of [i.sla, i.cost, i.messages]) checkNumbers(given(Object.values(group ?? {})));
  for (const { provider, ...usage } of i.llm_usage ?? []) {
    checkTexts([provider]);
    checkNumbers(Object.values(usage));
  }
  checkTexts([i.kind, i.channel, i.status, i.outcome]);
  checkTexts(given([i.agent_id, i.team_id, i.department_id, i.campaign_id, i.call_center_id, i.topic]));
  checkTexts(given([i.engagement_id, i.email_channel_id, i.category, i.intent, i.priority, i.customer_id]));
  for (const { rating, responded_at } of e) {
    checkInstants(responded_at);
    checkNumbers(rating === null ? [] : [rating]);
  }
  for (const { score, created_at } of r) {
    checkInstants(created_at);
    checkNumbers(given([score]));
  }
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
  checkNumbers(instants);
  if (!(instants as number[]).every((at) => at >= FIRST_SECOND && at < END)) throw new Error('no instant');
}

function checkNumbers(values: readonly unknown[]): void {
  if (!values.every(Number.isSafeInteger)) throw new Error('no whole number');
}

function checkTexts(values: readonly unknown[]): void {
  if (!values.every((value) => typeof value === 'string')) throw new Error('no text');
}
