/**
 * What each folder of src may import, lowest first: only rows above its own, so that no two folders can import each
 * other. Everything else is refused, and a folder without a row may import nothing. A row is a folder or a file
 * of src, and so is what it may import.
 */
export const LAYERS = {
  'bounds.ts': [],
  'errors.ts': [],
  'error-list.ts': ['bounds.ts', 'errors.ts'],
  'accepted.ts': [],
  'messages.ts': ['accepted.ts'],
  'json-text.ts': ['bounds.ts'],
  time: ['bounds.ts', 'error-list.ts'],
  phones: [],
  db: [],

  'privacy/redact': ['bounds.ts'],
  'field-errors.ts': ['bounds.ts', 'error-list.ts', 'errors.ts', 'messages.ts', 'privacy/redact'],
  'privacy/sealing': ['privacy/redact'],
  'log.ts': ['bounds.ts', 'privacy/redact'],
  'rate-limits': ['errors.ts', 'log.ts'],
  'live/calls.ts': [],
  'env.ts': ['bounds.ts', 'live/calls.ts', 'rate-limits'],
  audit: ['bounds.ts', 'db', 'log.ts'],
  usage: ['bounds.ts', 'db', 'errors.ts', 'rate-limits', 'time'],
  idempotency: ['bounds.ts', 'db', 'errors.ts', 'privacy/sealing'],

  records: [
    ...['bounds.ts', 'error-list.ts', 'errors.ts', 'field-errors.ts', 'json-text.ts', 'messages.ts', 'time'],
    ...['phones', 'privacy/redact', 'privacy/sealing'],
  ],
  facts: ['db', 'errors.ts', 'privacy/sealing', 'records'],
  rollups: ['bounds.ts', 'db', 'facts', 'log.ts', 'records', 'time'],
  query: ['db', 'errors.ts', 'facts', 'records', 'rollups', 'time'],
  catalogue: [
    ...['audit', 'bounds.ts', 'db', 'error-list.ts', 'errors.ts', 'field-errors.ts'],
    ...['query', 'records', 'rollups', 'time'],
  ],
  behind: [
    ...['bounds.ts', 'db', 'error-list.ts', 'errors.ts', 'facts', 'privacy/sealing', 'query'],
    ...['rollups', 'time'],
  ],

  'service-levels': [
    ...['audit', 'bounds.ts', 'db', 'error-list.ts', 'errors.ts', 'query', 'rollups', 'time'],
  ],

  dashboards: ['audit', 'bounds.ts', 'db', 'errors.ts'],

  tenants: [
    ...['audit', 'bounds.ts', 'db', 'error-list.ts', 'errors.ts', 'phones', 'records', 'rollups'],
    ...['time', 'usage'],
  ],
  auth: ['audit', 'bounds.ts', 'db', 'env.ts', 'errors.ts', 'tenants'],

  'service-context.ts': ['auth', 'db', 'env.ts', 'privacy/sealing', 'tenants'],

  delivery: [
    ...[
      'audit',
      'auth',
      'bounds.ts',
      'db',
      'env.ts',
      'error-list.ts',
      'errors.ts',
      'log.ts',
      'privacy/sealing',
    ],
    ...['service-context.ts', 'time'],
  ],

  'query-language': [
    ...[
      'behind',
      'bounds.ts',
      'catalogue',
      'db/meter.ts',
      'error-list.ts',
      'errors.ts',
      'field-errors.ts',
      'messages.ts',
    ],
    ...['privacy/sealing', 'query', 'records', 'rollups', 'service-context.ts', 'service-levels', 'time'],
  ],

  live: [
    ...['auth', 'bounds.ts', 'db', 'env.ts', 'error-list.ts', 'errors.ts', 'live/calls.ts', 'log.ts'],
    ...['privacy/sealing', 'query-language', 'rollups', 'service-context.ts', 'tenants', 'time'],
  ],

  staffing: ['error-list.ts', 'query', 'time'],

  'privacy/retention.ts': ['bounds.ts', 'db', 'facts', 'records'],
  'privacy/erasure': ['audit', 'db', 'privacy/retention.ts', 'privacy/sealing', 'records'],
  'privacy/rotation': [
    'audit',
    'db',
    'errors.ts',
    'facts',
    'privacy/sealing',
    'records',
    'service-context.ts',
  ],
  ingest: [
    ...['audit', 'bounds.ts', 'db', 'delivery', 'error-list.ts', 'errors.ts', 'facts', 'log.ts'],
    ...['privacy/erasure', 'privacy/sealing', 'records', 'rollups', 'service-context.ts', 'usage'],
  ],
  ratings: [
    ...['audit', 'db', 'errors.ts', 'facts', 'ingest', 'privacy/redact', 'privacy/sealing'],
    ...['query', 'records', 'service-context.ts', 'time'],
  ],
  search: [
    ...[
      'audit',
      'bounds.ts',
      'db',
      'error-list.ts',
      'errors.ts',
      'log.ts',
      'phones',
      'privacy/redact',
      'privacy/sealing',
    ],
    ...['query', 'rate-limits', 'records', 'service-context.ts', 'time'],
  ],
  exports: [
    ...['audit', 'catalogue', 'db', 'delivery', 'env.ts', 'errors.ts', 'facts', 'log.ts'],
    ...['privacy/erasure', 'privacy/redact', 'privacy/sealing'],
    ...['query', 'query-language', 'records', 'rollups', 'service-context.ts', 'tenants', 'time', 'usage'],
  ],
  maintenance: [
    ...['audit', 'db', 'delivery', 'env.ts', 'exports', 'idempotency', 'log.ts', 'privacy/retention.ts'],
    ...['rollups', 'service-context.ts', 'time', 'usage'],
  ],

  // Routes know no SQL: of the database they see the stores and the meter only.
  http: [
    ...['audit', 'auth', 'bounds.ts', 'delivery', 'env.ts', 'error-list.ts', 'errors.ts', 'idempotency'],
    'json-text.ts',
    ...['field-errors.ts', 'messages.ts'],
    ...['db/gated-store.ts', 'db/meter.ts', 'db/tenant-store.ts'],
    ...['log.ts', 'rate-limits', 'rollups/state.ts', 'service-context.ts', 'tenants', 'usage'],
  ],
  api: [
    ...[
      'audit',
      'auth',
      'behind',
      'bounds.ts',
      'catalogue',
      'dashboards',
      'db/tenant-store.ts',
      'delivery',
      'error-list.ts',
      'errors.ts',
      'exports',
      'facts',
      'http',
      'ingest',
      'live',
    ],
    ...[
      'log.ts',
      'messages.ts',
      'phones',
      'privacy/redact',
      'privacy/rotation',
      'query',
      'query-language',
      'rate-limits',
    ],
    ...[
      'ratings',
      'records',
      'rollups',
      'search',
      'service-context.ts',
      'service-levels',
      'staffing',
      'tenants',
      'time',
      'usage',
    ],
  ],
  'app.ts': ['auth', 'env.ts', 'http', 'log.ts', 'rate-limits'],
  'worker.ts': [
    ...['api', 'app.ts', 'db/data-version.ts', 'delivery', 'env.ts', 'exports', 'live', 'maintenance'],
    'rate-limits',
  ],
};

/** Who in src may import a package. Domain code knows no HTTP: only the edge has hono, and what reads addresses. */
export const PACKAGES = {
  hono: ['http', 'app.ts', 'auth/ip-ranges.ts', 'rate-limits/address.ts'],
  '@hono/zod-validator': ['http'],
  'drizzle-orm': ['db', 'maintenance'],
  zod: [
    ...['accepted.ts', 'api', 'exports', 'field-errors.ts', 'http', 'messages.ts', 'privacy/redact'],
    ...['query', 'query-language', 'records'],
  ],
  jose: ['auth'],
  oauth4webapi: ['auth'],
  'libphonenumber-js': ['phones'],
  uuid: ['audit'],
  standardwebhooks: ['delivery'],
  '@libpdf/core': ['exports/pdf'],
  '@expo-google-fonts/noto-sans': ['exports/pdf'],
};

/** Who may open what is sealed. Everybody else is given it masked, by privacy/sealing/shown-personal.ts. */
export const OPENERS = [
  ...['delivery', 'exports/sections/tenant', 'idempotency', 'ingest'],
  ...['privacy/rotation', 'privacy/sealing', 'search'],
];
