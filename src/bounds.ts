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
  searchTerms: {
    value: 100,
    unit: 'terms',
    of: 'different phone search terms of a user or API key, within a tenant and 24 hours',
    beyond: '429',
  },
  failedLogInAddresses: {
    value: 10,
    unit: 'addresses',
    of: 'addresses with an audit entry of their own for failed log-ins, per tenant and minute',
    beyond: 'the others share one entry',
  },
  auditSealEntries: {
    value: 500,
    unit: 'entries',
    of: 'audit entries that one seal covers',
    beyond: 'the next seal',
  },
  auditVerifySeals: {
    value: 50,
    unit: 'seals',
    of: 'seals that one request to verify the audit log checks',
    beyond: 'the answer says where to go on',
  },
  auditVerifyEntries: {
    value: 1_000,
    unit: 'entries',
    of: 'entries that one request to verify the audit log reads',
    beyond: 'the answer says where to go on',
  },
} as const satisfies Record<string, Bound>;
