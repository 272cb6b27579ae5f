/**
 * Every bound on what a caller can send, store or query, declared once: the code enforces these numbers and
 * docs/limits.md lists them. Rate limits are in rate-limits/limits.ts.
 */

export interface Bound {
  /** The largest accepted value, or the smallest if `kind` is `least`. */
  readonly value: number;
  readonly unit: string;
  readonly of: string;
  /** What happens beyond the bound: a status with its reason, or where the excess is counted instead. */
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
  bodyDepth: { value: 32, unit: 'levels', of: 'nested JSON', beyond: '400, before it is parsed' },
  erasureMemoryDays: {
    value: 90,
    unit: 'days',
    of: 'how long an erasure is remembered for records that come late',
    beyond: 'a record that was never stored is taken for a new customer',
  },
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
    of: 'the error list of a refused request',
    beyond: 'the rest is counted in `detail`',
  },
  sessionSeconds: {
    value: 86_400,
    unit: 'seconds',
    of: 'the time from `iat` to `exp` of a session; less if SESSION_MAX_SECONDS says so',
    beyond: '401',
  },
  subjectCharacters: {
    value: 255,
    unit: 'characters',
    of: 'the `sub` and the `jti` of a session',
    beyond: '401',
  },
  rememberedRevocations: {
    value: 100,
    unit: 'revocations',
    of: 'the revoked sessions of a tenant that are read at once',
    beyond: 'each session is looked up by itself',
  },
  apiKeysPerTenant: {
    value: 50,
    unit: 'keys',
    of: 'the API keys of a tenant that have not expired',
    beyond: '409',
  },
  keyOverlapDays: {
    value: 30,
    unit: 'days',
    of: 'the time that a rotated API key goes on working',
    beyond: '400',
  },
  ipRangesPerKey: {
    value: 20,
    unit: 'ranges',
    of: 'the addresses that an API key may be used from',
    beyond: '400',
  },
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
  listedWarnings: {
    value: 100,
    unit: 'records',
    of: 'the `warnings` of an ingest answer',
    beyond: '`warned` counts the rest',
  },
  rejectionBytes: {
    value: 16_384,
    unit: 'bytes',
    of: 'the reasons in an ingest answer, beside as many as the request has',
    beyond: 'further rejected records are listed without reasons',
  },
  removalDays: {
    value: 7,
    kind: 'least',
    unit: 'days',
    of: 'the wait between the removal of a tenant and its deletion',
    beyond: 'it can be restored until then',
  },
  idempotencyKeyCharacters: {
    value: 255,
    unit: 'visible ASCII characters',
    of: '`Idempotency-Key`',
    beyond: '400',
  },
  idempotencyHours: {
    value: 24,
    unit: 'hours',
    of: 'the time for which an `Idempotency-Key` is remembered',
    beyond: 'the request is a new one',
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
  labelCharacters: {
    value: 200,
    unit: 'characters',
    of: 'a topic, category or subject',
    beyond: 'cut; rejected with `strict=true`',
  },
  maskedCharacters: {
    value: 65_536,
    unit: 'characters',
    of: 'a free text that is masked piece by piece',
    beyond: 'the whole text shows as `****`',
  },
  loggedErrorCharacters: {
    value: 4_096,
    unit: 'characters',
    of: 'the text of an unexpected error in a log line',
    beyond: 'cut',
  },
  recordsLimit: {
    value: 1_000,
    unit: 'records',
    of: 'a page of the records behind a figure',
    beyond: '400',
  },
  recordsRead: {
    value: 1_000,
    unit: 'records',
    of: 'what a page of the records behind a figure reads beside those that it lists',
    beyond: 'the page is shorter, and `after` leads on',
  },
  cellTokenSeconds: {
    value: 3_600,
    unit: 'seconds',
    of: 'the time for which a link to the records behind a figure is valid',
    beyond: '410',
  },
} as const satisfies Record<string, Bound>;
