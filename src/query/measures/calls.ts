import type { Measure } from './measure.ts';

export const CALL_MEASURES = {
  total_calls: { unit: 'count', description: 'Ended calls.', numerator: { calls: 1 } },
  completed_calls: {
    unit: 'count',
    description: 'Calls that were completed.',
    numerator: { calls_completed: 1 },
  },
  missed_calls: {
    unit: 'count',
    description: 'Calls that nobody answered, or that the customer left before an answer.',
    numerator: { calls_missed: 1 },
  },
  cancelled_calls: {
    unit: 'count',
    description: 'Calls that were cancelled or failed.',
    numerator: { calls_cancelled: 1 },
  },
  completion_rate: {
    unit: 'rate',
    description: 'Share of ended calls that were completed.',
    numerator: { calls_completed: 1 },
    denominator: { calls: 1 },
  },
  total_duration: {
    unit: 'seconds',
    description: 'Handle time of completed calls, summed.',
    numerator: { call_seconds: 1 },
  },
  avg_duration: {
    unit: 'seconds',
    description: 'Mean handle time of completed calls that have one.',
    numerator: { call_seconds: 1 },
    denominator: { calls_timed: 1 },
  },
  avg_wait_time: {
    unit: 'seconds',
    description: 'Mean wait of completed calls that have one.',
    numerator: { call_wait_seconds: 1 },
    denominator: { calls_waited: 1 },
  },
  call_avg_rating: {
    unit: 'rating',
    description: 'Mean rating of calls, by when it was given.',
    numerator: { call_rating_sum: 1 },
    denominator: { call_ratings: 1 },
  },
  call_satisfaction_rate: {
    unit: 'rate',
    description: 'Share of ratings of calls that are 4 or 5.',
    numerator: { call_ratings_positive: 1 },
    denominator: { call_ratings: 1 },
  },
  total_customers: {
    unit: 'count',
    description: 'Distinct customers among the calls.',
    numerator: { distinct_customers: 1 },
  },
  new_customers: {
    unit: 'count',
    description: 'Customers whose first ever call started in the period.',
    numerator: { new_customers: 1 },
  },
  failed_calls: {
    unit: 'count',
    description: 'Calls that were not completed.',
    numerator: { calls: 1, calls_completed: -1 },
  },
  first_call_resolution_rate: {
    unit: 'rate',
    description: 'Share of ended calls that were resolved at first contact.',
    numerator: { calls_first_contact_resolved: 1 },
    denominator: { calls: 1 },
  },
  resolved_calls: {
    unit: 'count',
    description: 'Calls resolved at first contact.',
    numerator: { calls_first_contact_resolved: 1 },
  },
  tickets_created: {
    unit: 'count',
    description: 'Calls that led to a ticket.',
    numerator: { calls_ticketed: 1 },
  },
  escalation_count: {
    unit: 'count',
    description: 'Calls that were escalated.',
    numerator: { calls_escalated: 1 },
  },
  avg_resolution_time: {
    unit: 'seconds',
    description: 'Mean time from start to resolution, else to the end, of calls resolved at first contact.',
    numerator: { call_resolution_seconds: 1 },
    denominator: { calls_resolution_timed: 1 },
  },
  tokens_per_call: {
    unit: 'mean',
    description: 'Language-model tokens, in and out, per call that used any.',
    numerator: { call_tokens: 1 },
    denominator: { calls_with_llm: 1 },
  },
  llm_requests: {
    unit: 'count',
    description: 'Requests to language models.',
    numerator: { llm_requests: 1 },
  },
  llm_input_tokens: {
    unit: 'count',
    description: 'Tokens sent to language models.',
    numerator: { llm_input_tokens: 1 },
  },
  llm_output_tokens: {
    unit: 'count',
    description: 'Tokens that language models answered.',
    numerator: { llm_output_tokens: 1 },
  },
  llm_latency: {
    unit: 'milliseconds',
    description: 'Mean latency of a request.',
    numerator: { llm_latency_ms: 1 },
    denominator: { llm_requests: 1 },
  },
  llm_errors: { unit: 'count', description: 'Requests that failed.', numerator: { llm_errors: 1 } },
} as const satisfies Record<string, Measure>;
