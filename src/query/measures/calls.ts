import type { Measure } from './measure.ts';

export const CALL_MEASURES = {
  total_calls: { unit: 'count', description: 'Ended calls.', over: { calls: 1 } },
  completed_calls: { unit: 'count', description: 'Calls that were completed.', over: { calls_completed: 1 } },
  missed_calls: {
    unit: 'count',
    description: 'Calls that nobody answered, or that the customer left before an answer.',
    over: { calls_missed: 1 },
  },
  cancelled_calls: {
    unit: 'count',
    description: 'Calls that were cancelled or failed.',
    over: { calls_cancelled: 1 },
  },
  completion_rate: {
    unit: 'rate',
    description: 'Share of ended calls that were completed.',
    over: { calls_completed: 1 },
    under: { calls: 1 },
  },
  total_duration: {
    unit: 'seconds',
    description: 'Handle time of completed calls, summed.',
    over: { call_seconds: 1 },
  },
  avg_duration: {
    unit: 'seconds',
    description: 'Mean handle time of completed calls that have one.',
    over: { call_seconds: 1 },
    under: { calls_timed: 1 },
  },
  avg_wait_time: {
    unit: 'seconds',
    description: 'Mean wait of completed calls that have one.',
    over: { call_wait_seconds: 1 },
    under: { calls_waited: 1 },
  },
  call_avg_rating: {
    unit: 'rating',
    description: 'Mean rating of calls, by when it was given.',
    over: { call_rating_sum: 1 },
    under: { call_ratings: 1 },
  },
  call_satisfaction_rate: {
    unit: 'rate',
    description: 'Share of ratings of calls that are 4 or 5.',
    over: { call_ratings_positive: 1 },
    under: { call_ratings: 1 },
  },
  total_customers: {
    unit: 'count',
    description: 'Distinct customers among the calls.',
    over: { distinct_customers: 1 },
  },
  new_customers: {
    unit: 'count',
    description: 'Customers whose first ever call started in the period.',
    over: { new_customers: 1 },
  },
  failed_calls: {
    unit: 'count',
    description: 'Calls that were not completed.',
    over: { calls: 1, calls_completed: -1 },
  },
  first_call_resolution_rate: {
    unit: 'rate',
    description: 'Share of ended calls that were resolved at first contact.',
    over: { calls_first_contact_resolved: 1 },
    under: { calls: 1 },
  },
  resolved_calls: {
    unit: 'count',
    description: 'Calls resolved at first contact.',
    over: { calls_first_contact_resolved: 1 },
  },
  tickets_created: { unit: 'count', description: 'Calls that led to a ticket.', over: { calls_ticketed: 1 } },
  escalation_count: {
    unit: 'count',
    description: 'Calls that were escalated.',
    over: { calls_escalated: 1 },
  },
  avg_resolution_time: {
    unit: 'seconds',
    description: 'Mean time from start to resolution, else to the end, of calls resolved at first contact.',
    over: { call_resolution_seconds: 1 },
    under: { calls_resolution_timed: 1 },
  },
  tokens_per_call: {
    unit: 'mean',
    description: 'Language-model tokens, in and out, per call that used any.',
    over: { call_tokens: 1 },
    under: { calls_with_llm: 1 },
  },
  llm_requests: { unit: 'count', description: 'Requests to language models.', over: { llm_requests: 1 } },
  llm_input_tokens: {
    unit: 'count',
    description: 'Tokens sent to language models.',
    over: { llm_input_tokens: 1 },
  },
  llm_output_tokens: {
    unit: 'count',
    description: 'Tokens that language models answered.',
    over: { llm_output_tokens: 1 },
  },
  llm_latency: {
    unit: 'milliseconds',
    description: 'Mean latency of a request.',
    over: { llm_latency_ms: 1 },
    under: { llm_requests: 1 },
  },
  llm_errors: { unit: 'count', description: 'Requests that failed.', over: { llm_errors: 1 } },
} as const satisfies Record<string, Measure>;
