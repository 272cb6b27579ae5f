import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  agentDays,
  changes,
  dailyCounters,
  dimensionPacks,
  dimensions,
  evaluations,
  interactions,
  qualityReviews,
  rollupState,
  rollups,
  shiftPlaces,
  transcripts,
} from './record-tables.ts';

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
  calendars: text().notNull().default('{}'),
  attributes: text().notNull().default('[]'),
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

export { changes, dimensionPacks, rollupState };

export const metrics = sqliteTable(
  'metrics',
  {
    tenant: text().notNull(),
    name: text().notNull(),
    body: text().notNull(),
    changed_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.name] })],
);

export const dashboards = sqliteTable(
  'dashboards',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    tiles: text().notNull(),
    version: integer().notNull(),
    owner: text().notNull(),
    created_at: integer().notNull(),
    changed_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

export const serviceLevelPolicies = sqliteTable(
  'service_level_policies',
  {
    tenant: text().notNull(),
    scope: text().notNull(),
    member: text().notNull(),
    effective_at: integer().notNull(),
    id: text().notNull(),
    effective_from: text().notNull(),
    body: text().notNull(),
    created_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.scope, table.member, table.effective_at] })],
);

export const serviceLevelFreezes = sqliteTable(
  'service_level_freezes',
  {
    tenant: text().notNull(),
    closed_before: integer().notNull(),
    through: text().notNull(),
    frozen_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.closed_before] })],
);

const outboxEvents = sqliteTable(
  'outbox_events',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    type: text().notNull(),
    at: integer().notNull(),
    data: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

const outboxDeliveries = sqliteTable(
  'outbox_deliveries',
  {
    tenant: text().notNull(),
    kind: text().notNull(),
    target: text().notNull(),
    event: text().notNull(),
    status: text().notNull(),
    attempts: integer().notNull(),
    next_at: integer(),
    attempted_at: integer(),
    code: integer(),
    answer: text(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.kind, table.target, table.event] })],
);

export const webhooks = sqliteTable(
  'webhooks',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    url: text().notNull(),
    events: text().notNull(),
    description: text().notNull(),
    status: text().notNull(),
    disabled_reason: text(),
    secret: text().notNull(),
    previous_secret: text(),
    previous_until: integer(),
    failing_since: integer(),
    skipped: integer().notNull(),
    created_at: integer().notNull(),
    changed_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

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
  agentDays,
  shiftPlaces,
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
  metrics,
  dashboards,
  serviceLevelPolicies,
  serviceLevelFreezes,
  outboxEvents,
  outboxDeliveries,
  webhooks,
] as const;
