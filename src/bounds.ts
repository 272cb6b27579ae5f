/**
 * Every bound on what a caller can send, store or ask for, declared once: code enforces these numbers and
 * docs/limits.md lists them. Limits of requests per time are in limits/limits.ts.
 */

/** One bound. */
export interface Bound {
  /** The largest value that is accepted; the smallest for a bound whose `kind` is `least`. */
  readonly value: number;
  readonly unit: string;
  readonly of: string;
  /** What happens beyond it: a refusal with its reason, or where it is counted instead. */
  readonly beyond: string;
  readonly kind?: 'least';
}

export const BOUNDS = {
  firstYear: { value: 1970, kind: 'least', unit: 'year', of: 'a date or instant', beyond: '400' },
  lastYear: { value: 2100, unit: 'year', of: 'a date or instant', beyond: '400' },
  periodDays: { value: 1_096, unit: 'days', of: 'the period of a read', beyond: '400' },
  requestRecords: { value: 1_000, unit: 'records', of: 'an ingest request', beyond: '413' },
  ingestBytes: { value: 4 * 1024 * 1024, unit: 'bytes', of: 'the body of an ingest request', beyond: '413' },
  bodyBytes: { value: 65_536, unit: 'bytes', of: 'the body of any other request', beyond: '413' },
  bodyDepth: { value: 32, unit: 'levels', of: 'nested JSON', beyond: '400' },
  listedErrors: {
    value: 20,
    unit: 'errors',
    of: 'the error list of an answer, or of one record',
    beyond: 'the rest is counted in `detail`',
  },
  pendingChanges: {
    value: 2_500,
    unit: 'changes',
    of: 'changes of one tenant that are not in the aggregates yet',
    beyond: 'taken in before the request is answered; 503 if that takes too long. Deletions pass',
  },
  pendingBytes: {
    value: 8_000_000,
    unit: 'bytes',
    of: 'the same changes',
    beyond: 'taken in before the request is answered; 503 if that takes too long. Deletions pass',
  },
  tableMembers: {
    value: 5_000,
    unit: 'names',
    of: 'a list in the aggregates (agents, topics, providers, …) per day and filter',
    beyond: 'the smallest are counted together under `other`',
  },
  rollupRowBytes: {
    value: 1_000_000,
    unit: 'bytes',
    of: 'the aggregates per day and filter',
    beyond: 'the smallest names of the longest list are counted together under `other`',
  },
  deadlineBytes: {
    value: 400_000,
    unit: 'bytes',
    of: 'the undecided SLA deadlines of conversations that started on one day',
    beyond: 'kept to the minute, then to 15 minutes, to the hour, without teams, and then to days',
  },
} as const satisfies Record<string, Bound>;
