export type { components, operations, paths } from './api.ts';
export { Callmeter, type CallmeterOptions, type RequestOptions } from './client.ts';
export type { IngestOptions, IngestProgress, IngestSummary, RejectedRecord } from './ingest.ts';
export type { LiveFailure, LiveFigures, LiveOptions } from './live.ts';
export { type Problem, ProblemError } from './problem.ts';
export type { EntryOf, ListPath, Query, QueryResult, QueryRow, SentRecord } from './types.ts';
