import type { TableUse } from './named-tables.ts';
import type { SCHEMA } from './schema.ts';

export type TableName = (typeof SCHEMA)[number]['_']['name'];

/** A folder of `src` that declares SQL. */
export type Module =
  | 'audit'
  | 'auth'
  | 'catalogue'
  | 'dashboards'
  | 'db'
  | 'delivery'
  | 'exports'
  | 'facts'
  | 'idempotency'
  | 'ingest'
  | 'maintenance'
  | 'privacy'
  | 'query'
  | 'ratings'
  | 'rollups'
  | 'search'
  | 'service-levels'
  | 'tenants'
  | 'usage';

/** The owner of each table. Its SQL may read and write the table. */
export const OWNERS: Readonly<Record<TableName, Module>> = {
  tenants: 'tenants',
  api_keys: 'auth',
  session_revocations: 'auth',
  interactions: 'ingest',
  transcripts: 'ingest',
  evaluations: 'ingest',
  quality_reviews: 'ingest',
  daily_counters: 'ingest',
  agent_days: 'ingest',
  shift_places: 'ingest',
  dimensions: 'ingest',
  dimension_packs: 'ingest',
  changes: 'facts',
  rollups: 'rollups',
  rollup_state: 'rollups',
  audit_log: 'audit',
  audit_seals: 'audit',
  audit_repeats: 'audit',
  export_jobs: 'exports',
  erasures: 'privacy',
  retention_progress: 'privacy',
  retention_set_aside: 'facts',
  maintenance_runs: 'maintenance',
  removed_tenants: 'maintenance',
  idempotency_keys: 'idempotency',
  usage_days: 'usage',
  storage_measures: 'usage',
  metrics: 'catalogue',
  dashboards: 'dashboards',
  service_level_policies: 'service-levels',
  service_level_freezes: 'service-levels',
  outbox_events: 'delivery',
  outbox_deliveries: 'delivery',
  webhooks: 'delivery',
};

/** What the SQL of a module may do with tables that it does not own. */
export interface Grant {
  readonly to: Module;
  readonly uses: readonly TableUse[];
  readonly tables: readonly TableName[] | 'all';
  readonly why: string;
}

const FACTS = ['interactions', 'evaluations', 'quality_reviews', 'daily_counters', 'agent_days'] as const;
const RECORDS = [...FACTS, 'transcripts', 'dimensions'] as const;
const SERVICE_LEVELS = ['service_level_policies', 'service_level_freezes'] as const;

/** SQL that uses a table of another module without a grant throws at load time. */
export const GRANTS: readonly Grant[] = [
  // Writes.
  {
    to: 'db',
    uses: ['UPDATE'],
    tables: ['rollup_state'],
    why: 'The data version moves in the transaction that changes what answers are read from.',
  },
  {
    to: 'privacy',
    uses: ['UPDATE'],
    tables: ['interactions', 'evaluations', 'transcripts'],
    why: 'Erasure and retention take away what is personal; rotation seals it anew.',
  },
  { to: 'privacy', uses: ['DELETE'], tables: ['transcripts'], why: 'A transcript is personal as a whole.' },
  {
    to: 'privacy',
    uses: ['UPDATE'],
    tables: ['changes'],
    why: 'Erasure and rotation rename customers in pending changes too.',
  },
  {
    to: 'privacy',
    uses: ['UPDATE'],
    tables: ['export_jobs'],
    why: 'Erasure withdraws files in its own transaction.',
  },
  {
    to: 'rollups',
    uses: ['SELECT', 'UPDATE', 'DELETE'],
    tables: ['changes'],
    why: 'Pending changes are taken, set aside and settled.',
  },
  {
    to: 'tenants',
    uses: ['INSERT'],
    tables: ['audit_log'],
    why: 'The entry of a change is made from the row before it.',
  },
  {
    to: 'tenants',
    uses: ['DELETE'],
    tables: ['retention_progress'],
    why: 'Another retention begins at the oldest record.',
  },
  {
    to: 'maintenance',
    uses: ['SELECT', 'DELETE'],
    tables: 'all',
    why: 'The removal of a tenant empties every table.',
  },
  {
    to: 'maintenance',
    uses: ['UPDATE'],
    tables: ['export_jobs'],
    why: 'The removal of a tenant forgets uploads that it has ended.',
  },

  // Reads.
  { to: 'facts', uses: ['SELECT'], tables: RECORDS, why: 'Facts are read out of records as stored.' },
  {
    to: 'rollups',
    uses: ['SELECT'],
    tables: [...FACTS, 'tenants'],
    why: 'Changes are compared with what is stored; days are of the tenant’s zone.',
  },
  {
    to: 'query',
    uses: ['SELECT'],
    tables: ['rollups', 'rollup_state', 'interactions', 'dimension_packs'],
    why: 'Figures are read from rollups, returning customers from interactions, names from packs.',
  },
  {
    to: 'ratings',
    uses: ['SELECT'],
    tables: ['interactions', 'evaluations'],
    why: 'Ratings are evaluations of an interaction; ingest writes them.',
  },
  {
    to: 'search',
    uses: ['SELECT'],
    tables: ['interactions', 'audit_log'],
    why: 'Calls are found by number; what was searched before stands in the audit log.',
  },
  {
    to: 'exports',
    uses: ['SELECT'],
    tables: [
      ...RECORDS,
      'shift_places',
      'api_keys',
      'audit_log',
      'metrics',
      'dashboards',
      ...SERVICE_LEVELS,
      'tenants',
    ],
    why: 'The export of a whole tenant has its records and its account; a link is of a key that still is.',
  },
  {
    to: 'privacy',
    uses: ['SELECT'],
    tables: ['interactions', 'evaluations', 'quality_reviews', 'transcripts', 'tenants'],
    why: 'What is to be erased, forgotten or sealed anew is found; retention is a setting.',
  },
  {
    to: 'usage',
    uses: ['SELECT'],
    tables: [...RECORDS, 'export_jobs', 'tenants'],
    why: 'What is stored and exported is measured.',
  },
  {
    to: 'audit',
    uses: ['SELECT'],
    tables: [
      'tenants',
      'removed_tenants',
      'api_keys',
      'export_jobs',
      'metrics',
      'dashboards',
      'webhooks',
      ...SERVICE_LEVELS,
    ],
    why: 'An entry is written where what it tells of has happened.',
  },
  {
    to: 'delivery',
    uses: ['SELECT'],
    tables: ['tenants', 'export_jobs'],
    why: 'Nothing goes out for a tenant that is suspended; an event is written where what it tells of has happened.',
  },
  {
    to: 'tenants',
    uses: ['SELECT'],
    tables: ['removed_tenants'],
    why: 'The slug of a removed tenant is not given again.',
  },
];
