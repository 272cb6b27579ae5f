import { type Random, randomFrom } from '../../scripts/demo/random.ts';
import { type Contact, callRecord, conversationRecord, stamp } from './contacts.ts';
import { type RawRecord, ZONE_OFFSET_SECONDS } from './organisation.ts';

const DAY_SECONDS = 86_400;
/** As a share of the calls per day. */
const PER_CALL = { conversations: 0.15, evaluations: 0.08, reviews: 0.05 };
const CUSTOMERS_PER_DAILY_CALL = 12;
/** Above 1: few customers call often, most call rarely. */
const LOYALTY = 1.6;
const SOME_PHONES = 10;
const HOURS = [2, 1, 1, 1, 1, 2, 6, 20, 55, 85, 95, 88, 60, 65, 85, 90, 78, 60, 40, 25, 15, 10, 6, 4].map(
  (weight, hour) => [hour, weight] as const,
);

export interface ReferenceDay {
  /** Number of the local day. */
  day: number;
  calls: number;
  /** Which customers have a phone number: all, or one in ten. */
  phones: 'all' | 'some';
}

/** First second (UTC) of a local day of the reference tenant. */
export function startOf(day: number): number {
  return day * DAY_SECONDS - ZONE_OFFSET_SECONDS;
}

/** Number of facts of a reference day with `calls` calls. */
export function factsOf(calls: number): number {
  const { conversations, evaluations, reviews } = PER_CALL;
  const shares = [conversations, evaluations, reviews];
  return calls + shares.reduce((sum, share) => sum + Math.round(calls * share), 0);
}

/**
 * The facts of a day ordered by start, each interaction followed by its evaluation and review; the same for the same
 * arguments. All of them count on that local day.
 */
export function* referenceDay({ day, calls, phones }: ReferenceDay): Generator<RawRecord> {
  const random = randomFrom(`reference ${calls} ${day}`);
  const conversations = Math.round(calls * PER_CALL.conversations);
  const total = calls + conversations;
  const starts = startsOf(day, total, random);
  const isConversation = evenly(conversations, total);
  const isEvaluated = evenly(Math.round(calls * PER_CALL.evaluations), total);
  const isReviewed = evenly(Math.round(calls * PER_CALL.reviews), total);
  for (const [index, at] of starts.entries()) {
    const id = `i-${day}-${String(index).padStart(6, '0')}`;
    const contact = { id, at, customer: someCustomer(calls, phones, random), random };
    yield isConversation(index) ? conversationRecord(contact) : callRecord(contact);
    const later = Math.min(at + random.whole(60, 5_400), startOf(day + 1) - 1);
    if (isEvaluated(index)) yield evaluation(id, later, random);
    if (isReviewed(index)) yield review(id, later, random);
  }
}

function startsOf(day: number, count: number, random: Random): number[] {
  const begin = startOf(day);
  return Array.from(
    { length: count },
    () => begin + random.weighted(HOURS) * 3_600 + random.whole(0, 3_599),
  ).sort((a, b) => a - b);
}

/** Selects `wanted` of `total` indices, evenly spread. */
function evenly(wanted: number, total: number): (index: number) => boolean {
  return (index) => Math.floor(((index + 1) * wanted) / total) > Math.floor((index * wanted) / total);
}

function someCustomer(calls: number, phones: 'all' | 'some', random: Random): Contact['customer'] {
  const number = Math.floor(calls * CUSTOMERS_PER_DAILY_CALL * random.next() ** LOYALTY);
  const hasPhone = phones === 'all' || number % SOME_PHONES === 0;
  return {
    id: `customer-${number}`,
    ...(hasPhone && { phone: `+5511${900_000_000 + number * 7}` }),
  };
}

function evaluation(interactionId: string, at: number, random: Random): RawRecord {
  return {
    type: 'evaluation',
    id: `e-${interactionId}`,
    interaction_id: interactionId,
    rating: random.chance(0.05) ? null : random.whole(1, 5),
    ...(random.chance(0.3) && { comment: 'A comment of a usual length on how the call went.' }),
    responded_at: stamp(at),
  };
}

function review(interactionId: string, at: number, random: Random): RawRecord {
  const isCompleted = random.chance(0.9);
  return {
    type: 'quality_review',
    id: `q-${interactionId}`,
    interaction_id: interactionId,
    status: isCompleted ? 'completed' : 'pending',
    ...(isCompleted && {
      score: random.whole(0, 100) / 10,
      sentiment: random.pick(['positive', 'neutral', 'negative']),
    }),
    created_at: stamp(at),
  };
}
