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
  cachedZones: {
    value: 32,
    unit: 'time zones',
    of: 'what an isolate remembers',
    beyond: 'the least recently used is dropped',
  },
  cachedZoneNames: {
    value: 256,
    unit: 'spellings',
    of: 'names of time zones that an isolate remembers',
    beyond: 'the least recently used is dropped',
  },
  cachedZoneDays: {
    value: 4_000,
    unit: 'days',
    of: 'one remembered time zone',
    beyond: 'its days are computed again',
  },
  periodDays: { value: 1_096, unit: 'days', of: 'the period of a read', beyond: '400' },
  requestRecords: { value: 1_000, unit: 'records', of: 'an ingest request', beyond: '413' },
  ingestBytes: { value: 4 * 1024 * 1024, unit: 'bytes', of: 'the body of an ingest request', beyond: '413' },
  bodyBytes: { value: 65_536, unit: 'bytes', of: 'the body of any other request', beyond: '413' },
  bodyDepth: { value: 32, unit: 'levels', of: 'nested JSON', beyond: '400, before it is parsed' },
  ingestValues: {
    value: 400_000,
    unit: 'values',
    of: 'the JSON of an ingest request',
    beyond: '413, before it is parsed',
  },
  bodyValues: {
    value: 10_000,
    unit: 'values',
    of: 'the JSON of any other request',
    beyond: '413, before it is parsed',
  },
  listedErrors: {
    value: 20,
    unit: 'errors',
    of: 'the error list of a refused request',
    beyond: 'the rest is counted in `detail`',
  },
  errorBytes: {
    value: 16_384,
    unit: 'bytes',
    of: 'the error list of a refused request',
    beyond: 'the rest is counted in `detail`',
  },
  errorDetail: { value: 2_000, unit: 'characters', of: '`detail` of a refusal', beyond: 'cut' },
  errorPath: { value: 128, unit: 'characters', of: '`path` of an error', beyond: 'cut' },
  errorMessage: { value: 2_000, unit: 'characters', of: '`message` of an error', beyond: 'cut' },
  recordErrors: {
    value: 20,
    unit: 'errors',
    of: 'one rejected record in an ingest answer',
    beyond: 'the rest is left out',
  },
  rejectionBytes: {
    value: 16_384,
    unit: 'bytes',
    of: 'the reasons in an ingest answer, beside as many as the request has',
    beyond: 'further rejected records are listed without reasons',
  },
} as const satisfies Record<string, Bound>;
