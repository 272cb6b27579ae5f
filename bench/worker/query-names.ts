/** Kinds of queries that are compared with one SQL query over the facts. */
export const QUERY_NAMES = [
  'total',
  'by day',
  'by weekday and hour',
  'by agent',
  'by agent and channel',
  'of two agents by day',
  'all but a channel by outcome',
  'percentile by agent',
  'distinct customers',
  'service level',
] as const;
export type QueryName = (typeof QUERY_NAMES)[number];
