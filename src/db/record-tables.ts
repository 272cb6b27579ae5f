import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The tables of facts, dimensions and rollups; see src/db/schema.ts. */

export const interactions = sqliteTable(
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
    closed_late: integer(),
    reopened_at: integer(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

export const transcripts = sqliteTable(
  'transcripts',
  { tenant: text().notNull(), interaction_id: text().notNull(), body: blob().notNull() },
  (table) => [primaryKey({ columns: [table.tenant, table.interaction_id] })],
);

export const evaluations = sqliteTable(
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
    sent_at: integer(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

export const qualityReviews = sqliteTable(
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

export const dailyCounters = sqliteTable(
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

export const agentDays = sqliteTable(
  'agent_days',
  {
    tenant: text().notNull(),
    day: integer().notNull(),
    agent_id: text().notNull(),
    revision: integer().notNull(),
    states: text().notNull(),
    shifts: text().notNull(),
    carried: text(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.day, table.agent_id] })],
);

export const shiftPlaces = sqliteTable(
  'shift_places',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    agent_id: text().notNull(),
    day: integer().notNull(),
    version: integer().notNull(),
    removed: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

export const dimensions = sqliteTable(
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

export const rollups = sqliteTable(
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
    detail_intervals: text().notNull().default('[]'),
    breakdown_intervals: text().notNull().default('{}'),
    waits: text().notNull().default('[]'),
    first_responses: text().notNull().default('[]'),
    review_members: text().notNull().default('[]'),
    channel_outcomes: text().notNull().default('[]'),
    channel_intents: text().notNull().default('[]'),
    histogram_intervals: text().notNull().default('{}'),
    cell_histograms: text().notNull().default('{}'),
    customer_intervals: text().notNull().default('[]'),
    service_intervals: text().notNull().default('[]'),
    queues: text().notNull().default('[]'),
    queue_agents: text().notNull().default('[]'),
    queue_teams: text().notNull().default('[]'),
    queue_channels: text().notNull().default('[]'),
    answered_waits: text().notNull().default('[]'),
    abandoned_waits: text().notNull().default('[]'),
    talk_times: text().notNull().default('[]'),
    hold_times: text().notNull().default('[]'),
    wrap_times: text().notNull().default('[]'),
    handle_times: text().notNull().default('[]'),
    outbound: text().notNull().default('{}'),
    change_intervals: text().notNull().default('[]'),
    agent_time_intervals: text().notNull().default('[]'),
    agent_times: text().notNull().default('[]'),
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
  data_version: integer().notNull().default(0),
  combinations: text().notNull().default('[]'),
  combination_layout: text().notNull().default(''),
  attribute_layout: text().notNull().default(''),
});
