import type { Occurrence } from '../facts/occurrence.ts';
import type { Evaluation, Interaction, LlmUsage, QualityReview } from '../facts/types.ts';
import { isBreached, isTracked } from './deadlines.ts';

/**
 * A leaf is a subtractable integer that rollups keep: a count or a sum. Ratios are finished from leaves
 * after summing. A leaf's meaning never changes: a new meaning takes a new name, and rollups that lack a
 * leaf are rebuilt.
 */
export interface Leaf {
  readonly name: string;
  /** Also kept in 15-minute slots, for series and hours in any zone. */
  readonly slotted: boolean;
  /** Attributed to a calendar date rather than to an instant. */
  readonly dated: boolean;
  /** The only facts that it counts. */
  readonly source: Occurrence['source'];
  readonly value: (occurrence: Occurrence) => number;
}

const PLAIN = { slotted: true, dated: false };
const UNSLOTTED = { slotted: false, dated: false };
const DATED = { slotted: false, dated: true };

function ofInteraction(
  value: (interaction: Interaction, occurrence: Occurrence & { source: 'interaction' }) => number,
) {
  return (occurrence: Occurrence) =>
    occurrence.source === 'interaction' ? value(occurrence.interaction, occurrence) : 0;
}

function ofCall(value: (call: Interaction, occurrence: Occurrence & { source: 'interaction' }) => number) {
  return ofInteraction((interaction, occurrence) =>
    interaction.kind === 'call' && interaction.status !== 'open' ? value(interaction, occurrence) : 0,
  );
}

function ofLlm(value: (usage: LlmUsage) => number) {
  return ofCall((call) => (call.llm_usage ?? []).reduce((sum, usage) => sum + value(usage), 0));
}

function ofEnded(value: (interaction: Interaction) => number) {
  return ofInteraction((interaction) => (interaction.status !== 'open' ? value(interaction) : 0));
}

function ofConversation(value: (conversation: Interaction) => number) {
  return ofInteraction((interaction) => (interaction.kind === 'conversation' ? value(interaction) : 0));
}

function ofEvaluation(value: (evaluation: Evaluation, interaction: Interaction) => number) {
  return (occurrence: Occurrence) =>
    occurrence.source === 'evaluation' ? value(occurrence.evaluation, occurrence.interaction) : 0;
}

function ofCallRating(value: (rating: number) => number) {
  return ofEvaluation(({ rating }, interaction) =>
    rating !== null && interaction.kind === 'call' && interaction.status !== 'open' ? value(rating) : 0,
  );
}

function ofReview(value: (review: QualityReview, interaction: Interaction) => number) {
  return (occurrence: Occurrence) =>
    occurrence.source === 'quality_review' ? value(occurrence.review, occurrence.interaction) : 0;
}

function ofCompletedReview(value: (review: QualityReview, interaction: Interaction) => number) {
  return ofReview((review, interaction) => (review.status === 'completed' ? value(review, interaction) : 0));
}

function ofCounter(name: string) {
  return (occurrence: Occurrence) => (occurrence.source === 'counter' ? (occurrence.counter[name] ?? 0) : 0);
}

const is = (condition: boolean): number => (condition ? 1 : 0);
const isCompleted = (interaction: Interaction): boolean => interaction.status === 'completed';
const isMissed = ({ status }: Interaction): boolean => status === 'missed' || status === 'abandoned';
const isFailed = ({ status }: Interaction): boolean => status === 'cancelled' || status === 'failed';
const resolvedAt = (interaction: Interaction): number | undefined =>
  interaction.resolved_at ?? interaction.ended_at;

const INTERACTION_VALUES = {
  calls: ofCall(() => 1),
  calls_completed: ofCall((call) => is(isCompleted(call))),
  calls_missed: ofCall((call) => is(isMissed(call))),
  calls_cancelled: ofCall((call) => is(isFailed(call))),
  /** Handle time of completed calls, seconds, and how many of them have one. */
  call_seconds: ofCall((call) => (isCompleted(call) ? (call.duration_seconds ?? 0) : 0)),
  calls_timed: ofCall((call) => is(isCompleted(call) && call.duration_seconds !== undefined)),
  /** Wait of completed calls, seconds, and how many of them have one. */
  call_wait_seconds: ofCall((call) => (isCompleted(call) ? (call.wait_seconds ?? 0) : 0)),
  calls_waited: ofCall((call) => is(isCompleted(call) && call.wait_seconds !== undefined)),
  calls_first_contact_resolved: ofCall((call) => is(call.first_contact_resolved)),
  calls_ticketed: ofCall((call) => is(call.outcome === 'ticket_created')),
  calls_escalated: ofCall((call) => is(call.outcome === 'escalated')),
  call_resolution_seconds: ofCall((call) =>
    call.first_contact_resolved ? (resolvedAt(call) ?? call.started_at) - call.started_at : 0,
  ),
  calls_resolution_timed: ofCall((call) => is(call.first_contact_resolved && resolvedAt(call) !== undefined)),
  call_tokens: ofCall((call) =>
    (call.llm_usage ?? []).reduce((sum, usage) => sum + usage.input_tokens + usage.output_tokens, 0),
  ),
  calls_with_llm: ofCall((call) => is((call.llm_usage ?? []).length > 0)),
  /** The customer's first ever ended call. */
  new_customers: ofCall((call, { previous }) => is(call.customer_id !== undefined && previous === undefined)),

  ended: ofEnded(() => 1),
  ended_seconds: ofEnded((interaction) => interaction.duration_seconds ?? 0),
  ended_completed: ofEnded((interaction) => is(isCompleted(interaction))),
  ended_failed: ofEnded((interaction) => is(isFailed(interaction))),
  ended_abandoned: ofEnded((interaction) => is(isMissed(interaction))),
  ended_transferred: ofEnded((interaction) => is(interaction.transferred)),
  ended_resolved: ofEnded((interaction) => is(interaction.outcome === 'resolved')),
  /** Millionths of a dollar. */
  cost_llm: ofEnded((interaction) => interaction.cost?.llm ?? 0),
  cost_tts: ofEnded((interaction) => interaction.cost?.tts ?? 0),
  cost_stt: ofEnded((interaction) => interaction.cost?.stt ?? 0),
  cost_telephony: ofEnded((interaction) => interaction.cost?.telephony ?? 0),
  /** Ten-thousandths. */
  sentiment_score: ofEnded((interaction) => interaction.sentiment?.score ?? 0),
  sentiment_scored: ofEnded((interaction) => is(interaction.sentiment?.score !== undefined)),
  sentiment_positive: ofEnded((interaction) => is(interaction.sentiment?.label === 'positive')),
  sentiment_neutral: ofEnded((interaction) => is(interaction.sentiment?.label === 'neutral')),
  sentiment_negative: ofEnded((interaction) => is(interaction.sentiment?.label === 'negative')),

  conversations: ofConversation(() => 1),
  conversations_ai_resolved: ofConversation((it) =>
    is(it.resolved_at !== undefined && it.resolved_by === 'ai'),
  ),
  conversations_human_resolved: ofConversation((it) =>
    is(it.resolved_at !== undefined && it.resolved_by !== 'ai'),
  ),
  conversations_escalated: ofConversation((it) => is(it.outcome === 'escalated')),
  first_response_seconds: ofConversation((it) => (it.first_response_at ?? it.started_at) - it.started_at),
  first_responses: ofConversation((it) => is(it.first_response_at !== undefined)),
  resolution_seconds: ofConversation((it) => (it.resolved_at ?? it.started_at) - it.started_at),

  /** SLA targets by the facts alone; what the clock has breached since comes from the deadlines. */
  sla_first_tracked: ofConversation((it) => is(isTracked(it, 'first'))),
  sla_first_breached: ofConversation((it) => is(isBreached(it, 'first'))),
  sla_resolution_tracked: ofConversation((it) => is(isTracked(it, 'resolution'))),
  sla_resolution_breached: ofConversation((it) => is(isBreached(it, 'resolution'))),
  sla_tracked: ofConversation((it) => is(isTracked(it, 'any'))),
  sla_breached: ofConversation((it) => is(isBreached(it, 'any'))),
} satisfies Record<string, (occurrence: Occurrence) => number>;

const EVALUATION_VALUES = {
  call_ratings: ofCallRating(() => 1),
  call_rating_sum: ofCallRating((rating) => rating),
  call_ratings_positive: ofCallRating((rating) => is(rating >= 4)),
  evaluations: ofEvaluation(() => 1),
  rated_1: ofEvaluation(({ rating }) => is(rating === 1)),
  rated_2: ofEvaluation(({ rating }) => is(rating === 2)),
  rated_3: ofEvaluation(({ rating }) => is(rating === 3)),
  rated_4: ofEvaluation(({ rating }) => is(rating === 4)),
  rated_5: ofEvaluation(({ rating }) => is(rating === 5)),
  rated_commented: ofEvaluation(({ rating, has_comment }) => is(rating !== null && has_comment)),
  csat_responses: ofEvaluation((_, interaction) => is(interaction.kind === 'conversation')),
  csat_1: ofEvaluation(({ rating }, { kind }) => is(rating === 1 && kind === 'conversation')),
  csat_2: ofEvaluation(({ rating }, { kind }) => is(rating === 2 && kind === 'conversation')),
  csat_3: ofEvaluation(({ rating }, { kind }) => is(rating === 3 && kind === 'conversation')),
  csat_4: ofEvaluation(({ rating }, { kind }) => is(rating === 4 && kind === 'conversation')),
  csat_5: ofEvaluation(({ rating }, { kind }) => is(rating === 5 && kind === 'conversation')),
} satisfies Record<string, (occurrence: Occurrence) => number>;

const REVIEW_VALUES = {
  reviews: ofReview(() => 1),
  reviews_completed: ofCompletedReview(() => 1),
  /** Ten-thousandths. */
  review_score: ofCompletedReview((review) => review.score ?? 0),
  reviews_positive: ofCompletedReview((review) => is(review.sentiment === 'positive')),
  reviews_neutral: ofCompletedReview((review) => is(review.sentiment === 'neutral')),
  reviews_negative: ofCompletedReview((review) => is(review.sentiment === 'negative')),
  review_seconds: ofCompletedReview((_, interaction) => interaction.duration_seconds ?? 0),
  reviews_timed: ofCompletedReview((_, interaction) => is(interaction.duration_seconds !== undefined)),
} satisfies Record<string, (occurrence: Occurrence) => number>;

const UNSLOTTED_VALUES = {
  llm_requests: ofLlm((usage) => usage.requests),
  llm_input_tokens: ofLlm((usage) => usage.input_tokens),
  llm_output_tokens: ofLlm((usage) => usage.output_tokens),
  llm_latency_ms: ofLlm((usage) => usage.latency_ms),
  llm_errors: ofLlm((usage) => usage.errors),
  email_conversations: ofConversation((it) => is(it.channel === 'email')),
  messages_inbound: ofConversation((it) => it.messages?.inbound ?? 0),
  messages_outbound: ofConversation((it) => it.messages?.outbound ?? 0),
  /** Resolved by AI with an article. */
  conversations_deflected: ofConversation((it) =>
    is(it.resolved_at !== undefined && it.resolved_by === 'ai' && it.article_id !== undefined),
  ),
} satisfies Record<string, (occurrence: Occurrence) => number>;

const DATED_VALUES = {
  article_views: ofCounter('views'),
  article_helpful: ofCounter('helpful'),
  article_not_helpful: ofCounter('not_helpful'),
  email_bounced: ofCounter('bounced_contacts'),
  email_complained: ofCounter('complained_contacts'),
} satisfies Record<string, (occurrence: Occurrence) => number>;

export type LeafName =
  | keyof typeof INTERACTION_VALUES
  | keyof typeof EVALUATION_VALUES
  | keyof typeof REVIEW_VALUES
  | keyof typeof UNSLOTTED_VALUES
  | keyof typeof DATED_VALUES;

function leavesOf(
  values: Record<string, Leaf['value']>,
  kind: Pick<Leaf, 'slotted' | 'dated' | 'source'>,
): Leaf[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, ...kind }));
}

/** Every leaf; its place in this list is its index in a cell's vectors, in memory only. */
export const LEAVES: readonly Leaf[] = [
  ...leavesOf(INTERACTION_VALUES, { ...PLAIN, source: 'interaction' }),
  ...leavesOf(EVALUATION_VALUES, { ...PLAIN, source: 'evaluation' }),
  ...leavesOf(REVIEW_VALUES, { ...PLAIN, source: 'quality_review' }),
  ...leavesOf(UNSLOTTED_VALUES, { ...UNSLOTTED, source: 'interaction' }),
  ...leavesOf(DATED_VALUES, { ...DATED, source: 'counter' }),
];

const INDEX = new Map(LEAVES.map(({ name }, index) => [name, index]));

/** A leaf's index in a cell's vectors, or undefined for a name that is no leaf (any more). */
export function leafIndex(name: string): number | undefined {
  return INDEX.get(name);
}
