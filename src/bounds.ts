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
  recordBytes: {
    value: 81_920,
    unit: 'bytes',
    of: 'a record as it is kept: its transcript, and all else as JSON',
    beyond: 'the record is rejected',
  },
  count: {
    value: 1_000_000_000,
    unit: 'of anything',
    of: 'a count; in `llm_usage` the sum over all rows of a record',
    beyond: 'the record is rejected',
  },
  costDollars: {
    value: 2_000,
    unit: 'dollars',
    of: 'each cost of an interaction, so that those of a million add up exactly',
    beyond: 'the record is rejected',
  },
  usageRows: {
    value: 100,
    unit: 'rows',
    of: 'the `llm_usage` of an interaction',
    beyond: 'the record is rejected',
  },
  providersPerRecord: {
    value: 20,
    unit: 'different providers',
    of: 'the `llm_usage` of an interaction',
    beyond: 'the record is rejected',
  },
  ratingsPerInteraction: {
    value: 200,
    unit: 'evaluations, and as many quality reviews',
    of: 'one interaction',
    beyond: 'a further one is rejected; deletions make room',
  },
  dimensionRecords: {
    value: 50_000,
    unit: 'records',
    of: 'a type of dimension (agents, teams, …), deleted ones included',
    beyond: 'a new one is rejected; changes and deletions pass',
  },
  dimensionBytes: {
    value: 8_000_000,
    unit: 'bytes of JSON',
    of: 'all records of a type of dimension',
    beyond: 'a record that adds to them is rejected; deactivations and deletions pass',
  },
  dimensionPartBytes: {
    value: 262_144,
    unit: 'bytes',
    of: 'a stored part of the records of a type of dimension',
    beyond: 'it is split',
  },
  listedErrors: {
    value: 20,
    unit: 'errors',
    of: 'the error list of an answer, or of one record',
    beyond: 'the rest is counted in `detail`',
  },
} as const satisfies Record<string, Bound>;
