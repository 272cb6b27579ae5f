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
  quotaRequestsPerMinute: {
    value: 30_000,
    unit: 'requests',
    of: 'the quota `requests_per_minute` of a tenant',
    beyond: '400',
  },
  quota: {
    value: 1_000_000_000,
    unit: 'records',
    of: 'any other quota of a tenant that counts',
    beyond: '400',
  },
  quotaBytes: {
    value: 1_000_000_000_000,
    unit: 'bytes',
    of: 'the quota `stored_bytes` of a tenant',
    beyond: '400',
  },
  recordsPerDay: {
    value: 1_000_000,
    unit: 'records',
    of: 'what ingest creates or updates per tenant and UTC day, unless its quota says otherwise',
    beyond: '429 until the next UTC day',
  },
  exportsPerDay: {
    value: 1_000,
    unit: 'exports',
    of: 'what a tenant starts per UTC day, unless its quota says otherwise',
    beyond: '429 until the next UTC day',
  },
  storedRecords: {
    value: 5_000_000,
    unit: 'records',
    of: 'what a tenant stores, unless its quota says otherwise',
    beyond: '403 for a request that creates more; updates and deletions pass',
  },
  storedBytes: {
    value: 5_000_000_000,
    unit: 'bytes',
    of: 'what a tenant stores as measured at night, unless its quota says otherwise',
    beyond: '403 for a request that creates more; updates and deletions pass',
  },
  massDeletion: {
    value: 100,
    unit: 'deletions',
    of: 'an ingest request',
    beyond: 'they are done, and logged as `mass_deletion`',
  },
} as const satisfies Record<string, Bound>;
