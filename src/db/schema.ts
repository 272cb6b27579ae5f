import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * The tables as the migrations create them; a test compares the two. Queries and row types derive from here. Instants
 * are whole seconds UTC. Columns named body, base, current or ids and the encoded columns of rollups contain JSON. Binary
 * columns are read and written as hexadecimal text (src/db/binary.ts).
 */

export const tenants = sqliteTable('tenants', {
  tenant: text().notNull().primaryKey(),
  name: text().notNull(),
  time_zone: text().notNull(),
  profile: text().notNull(),
  country_code: text(),
  retention_days: integer().notNull(),
  public_evaluations: integer().notNull(),
  created_at: integer().notNull(),
  quotas: text().notNull().default('{}'),
  status: text().notNull().default('active'),
  status_changed_at: integer().notNull().default(0),
  removal_requested_at: integer(),
  removal_requested_by: text(),
  removal_due_at: integer(),
  country: text(),
});

export const apiKeys = sqliteTable(
  'api_keys',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    secret_hash: text().notNull(),
    scopes: text().notNull(),
    created_at: integer().notNull(),
    expires_at: integer(),
    last_used_at: integer(),
    allowed_ips: text().notNull().default('[]'),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

export const sessionRevocations = sqliteTable(
  'session_revocations',
  {
    tenant: text().notNull(),
    kind: text().notNull(),
    name: text().notNull(),
    up_to: integer().notNull(),
    kept_until: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.kind, table.name] })],
);

const interactions = sqliteTable(
  'interactions',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    digest: blob().notNull(),
    removed: integer().notNull(),
    started_at: integer(),
    is_call: integer().notNull(),
    customer_id: text(),
    department_id: text(),
    arrival: text(),
    phone_last4: blob(),
    phone_hash: blob(),
    body: text(),
    personal: blob(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

const transcripts = sqliteTable(
  'transcripts',
  { tenant: text().notNull(), interaction_id: text().notNull(), body: blob().notNull() },
  (table) => [primaryKey({ columns: [table.tenant, table.interaction_id] })],
);

const evaluations = sqliteTable(
  'evaluations',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    interaction_id: text().notNull(),
    version: integer().notNull(),
    digest: blob().notNull(),
    removed: integer().notNull(),
    attached: integer().notNull(),
    rating: integer(),
    responded_at: integer(),
    body: text(),
    personal: blob(),
    rates_conversation: integer().notNull().default(0),
    agent_id: text(),
    team_id: text(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

const qualityReviews = sqliteTable(
  'quality_reviews',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    interaction_id: text().notNull(),
    version: integer().notNull(),
    digest: blob().notNull(),
    removed: integer().notNull(),
    attached: integer().notNull(),
    created_at: integer(),
    body: text(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

const dailyCounters = sqliteTable(
  'daily_counters',
  {
    tenant: text().notNull(),
    type: text().notNull(),
    date: text().notNull(),
    dimension_id: text().notNull(),
    version: integer().notNull(),
    digest: blob().notNull(),
    removed: integer().notNull(),
    body: text(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.type, table.date, table.dimension_id] })],
);

const dimensions = sqliteTable(
  'dimensions',
  {
    tenant: text().notNull(),
    type: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    digest: blob().notNull(),
    removed: integer().notNull(),
    body: text(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.type, table.id] })],
);

export const dimensionPacks = sqliteTable(
  'dimension_packs',
  {
    tenant: text().notNull(),
    type: text().notNull(),
    from_id: text().notNull(),
    records: integer().notNull(),
    body: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.type, table.from_id] })],
);

export const changes = sqliteTable(
  'changes',
  {
    tenant: text().notNull(),
    kind: text().notNull(),
    id: text().notNull(),
    stamp: text().notNull(),
    changed_at: integer().notNull(),
    base: text(),
    current: text(),
    ids: text(),
    records: integer().notNull().default(1),
    quarantined_at: integer(),
    quarantine_reason: text(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.kind, table.id] })],
);

const rollups = sqliteTable(
  'rollups',
  {
    tenant: text().notNull(),
    generation: integer().notNull(),
    dimension: text().notNull(),
    member: text().notNull(),
    day: integer().notNull(),
    base_measures: text().notNull(),
    customers: text().notNull(),
    agents: text().notNull(),
    agent_ratings: text().notNull(),
    review_campaigns: text().notNull().default('[]'),
    review_call_centers: text().notNull().default('[]'),
    review_agents: text().notNull().default('[]'),
    ended_channels: text().notNull().default('[]'),
    ended_outcomes: text().notNull().default('[]'),
    ended_agents: text().notNull().default('[]'),
    intents: text().notNull().default('[]'),
    conversation_channels: text().notNull().default('[]'),
    conversation_agents: text().notNull().default('[]'),
    conversation_teams: text().notNull().default('[]'),
    priorities: text().notNull().default('[]'),
    csat_agents: text().notNull().default('[]'),
    topics: text().notNull().default('[]'),
    email_channels: text().notNull().default('[]'),
    articles: text().notNull().default('[]'),
    call_outcomes: text().notNull().default('[]'),
    call_categories: text().notNull().default('[]'),
    providers: text().notNull().default('[]'),
    durations: text().notNull().default('[]'),
    resolutions: text().notNull().default('[]'),
    deadlines: text().notNull().default('[]'),
    call_intervals: text().notNull().default('{}'),
    evaluation_intervals: text().notNull().default('{}'),
    ended_intervals: text().notNull().default('{}'),
    conversation_intervals: text().notNull().default('{}'),
    review_intervals: text().notNull().default('{}'),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.generation, table.dimension, table.member, table.day] }),
  ],
);

export const rollupState = sqliteTable('rollup_state', {
  tenant: text().notNull().primaryKey(),
  generation: integer().notNull(),
  time_zone: text().notNull(),
  layout: text().notNull().default(''),
  version: integer().notNull(),
  building_generation: integer(),
  building_time_zone: text(),
  building_layout: text(),
  building_from_day: integer(),
  last_refreshed_at: integer(),
  last_reconciled_at: integer(),
  reconcile_differences: integer().notNull(),
});

export const auditLog = sqliteTable(
  'audit_log',
  {
    tenant: text().notNull(),
    at: integer().notNull(),
    id: text().notNull(),
    action: text().notNull(),
    actor_kind: text().notNull(),
    actor_id: text().notNull(),
    actor_role: text(),
    subject: text(),
    details: text().notNull(),
    request_id: text(),
    address_hash: text(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.at, table.id] })],
);

export const auditSeals = sqliteTable(
  'audit_seals',
  {
    tenant: text().notNull(),
    seq: integer().notNull(),
    from_at: integer().notNull(),
    from_id: text().notNull(),
    to_at: integer().notNull(),
    to_id: text().notNull(),
    entries: integer().notNull(),
    hash: text().notNull(),
    mac: text().notNull(),
    sealed_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.seq] })],
);

const auditRepeats = sqliteTable(
  'audit_repeats',
  {
    tenant: text().notNull(),
    at: integer().notNull(),
    id: text().notNull(),
    times: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.at, table.id] })],
);

export const exportJobs = sqliteTable(
  'export_jobs',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    kind: text().notNull(),
    format: text().notNull(),
    spec: text().notNull(),
    from_date: text().notNull(),
    to_date: text().notNull(),
    time_zone: text().notNull(),
    period_start: integer().notNull(),
    period_end: integer().notNull(),
    status: text().notNull(),
    created_at: integer().notNull(),
    expires_at: integer().notNull(),
    completed_at: integer(),
    fence: integer().notNull(),
    lease_until: integer().notNull(),
    attempts: integer().notNull(),
    state: text(),
    rows_expected: integer(),
    rows_written: integer().notNull(),
    bytes: integer(),
    checksum: text(),
    error: text(),
    has_file: integer().notNull(),
    holds: text().notNull().default('interactions'),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

export const erasures = sqliteTable(
  'erasures',
  {
    tenant: text().notNull(),
    customer_hash: text().notNull(),
    erased_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.customer_hash, table.erased_at] })],
);

export const retentionProgress = sqliteTable('retention_progress', {
  tenant: text().notNull().primaryKey(),
  retention_days: integer().notNull(),
  started_at: integer().notNull(),
  interaction_id: text().notNull(),
});

export const retentionSetAside = sqliteTable(
  'retention_set_aside',
  {
    tenant: text().notNull(),
    interaction_id: text().notNull(),
    set_aside_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.interaction_id] })],
);

const maintenanceRuns = sqliteTable(
  'maintenance_runs',
  { tenant: text().notNull(), task: text().notNull(), completed_at: integer().notNull() },
  (table) => [primaryKey({ columns: [table.tenant, table.task] })],
);

export const removedTenants = sqliteTable('removed_tenants', {
  tenant: text().notNull().primaryKey(),
  requested_at: integer().notNull(),
  requested_by: text().notNull(),
  started_at: integer().notNull(),
  removed_at: integer(),
  counts: text().notNull(),
});

export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    fingerprint: text().notNull(),
    creation_id: text().notNull(),
    holder: text().notNull(),
    lease_until: integer().notNull(),
    created_at: integer().notNull(),
    answer: text(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

const usageDays = sqliteTable(
  'usage_days',
  {
    tenant: text().notNull(),
    day: integer().notNull(),
    records: integer().notNull(),
    stored_records: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.day] })],
);

export const storageMeasures = sqliteTable('storage_measures', {
  tenant: text().notNull().primaryKey(),
  measured_at: integer().notNull(),
  bytes: integer().notNull(),
  kinds: text().notNull(),
});

/** Every table of the database. Each has `tenant` as the first column of its key. */
export const SCHEMA = [
  tenants,
  apiKeys,
  sessionRevocations,
  interactions,
  transcripts,
  evaluations,
  qualityReviews,
  dailyCounters,
  dimensions,
  dimensionPacks,
  changes,
  rollups,
  rollupState,
  auditLog,
  auditSeals,
  auditRepeats,
  exportJobs,
  erasures,
  retentionProgress,
  retentionSetAside,
  maintenanceRuns,
  removedTenants,
  idempotencyKeys,
  usageDays,
  storageMeasures,
] as const;
