import type { Interaction } from '../../records/types.ts';
import {
  type BaseMeasureRule,
  type BaseMeasureRules,
  is,
  isCompleted,
  isFailed,
  isMissed,
  ofCall,
  ofEvaluation,
} from './rules.ts';

const resolvedAt = (call: Interaction): number | undefined => call.resolved_at ?? call.ended_at;

function ofCallRating(value: (rating: number) => number): BaseMeasureRule {
  return ofEvaluation(({ rating }, interaction) =>
    rating !== null && interaction.kind === 'call' && interaction.status !== 'open' ? value(rating) : 0,
  );
}

/** Base measures of ended calls, and of their ratings at the time these were given. */
export const CALL_BASE_MEASURES = {
  calls: ofCall(() => 1),
  calls_completed: ofCall((call) => is(isCompleted(call))),
  calls_missed: ofCall((call) => is(isMissed(call))),
  calls_cancelled: ofCall((call) => is(isFailed(call))),
  /** Duration of completed calls in seconds, and how many of them have one. */
  call_seconds: ofCall((call) => (isCompleted(call) ? (call.duration_seconds ?? 0) : 0)),
  calls_timed: ofCall((call) => is(isCompleted(call) && call.duration_seconds !== undefined)),
  /** Wait of completed calls in seconds, and how many of them have one. */
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
  /** The first ended call of a customer. */
  new_customers: ofCall((call, { previous }) => is(call.customer_id !== undefined && previous === undefined)),
  call_ratings: ofCallRating(() => 1),
  call_rating_sum: ofCallRating((rating) => rating),
  call_ratings_positive: ofCallRating((rating) => is(rating >= 4)),
} satisfies BaseMeasureRules;
