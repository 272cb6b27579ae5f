import { namedTables } from './named-tables.ts';
import { type BoundStatement, type Statement, statementsIn } from './statement.ts';
import type { TableName } from './table-access.ts';

/**
 * Whether figures, or names beside them, are read from a table. `rollups` are not: a refresh writes there what the change
 * log had before.
 */
const ANSWERS: Readonly<Record<TableName, boolean>> = {
  interactions: true,
  evaluations: true,
  quality_reviews: true,
  daily_counters: true,
  agent_days: true,
  shift_places: false,
  dimensions: true,
  dimension_packs: true,
  metrics: true,
  service_level_policies: true,
  changes: true,
  tenants: true,
  transcripts: false,
  rollups: false,
  rollup_state: false,
  removed_tenants: false,
  api_keys: false,
  session_revocations: false,
  audit_log: false,
  audit_seals: false,
  audit_repeats: false,
  export_jobs: false,
  erasures: false,
  retention_progress: false,
  retention_set_aside: false,
  maintenance_runs: false,
  idempotency_keys: false,
  usage_days: false,
  storage_measures: false,
  service_level_freezes: false,
  dashboards: false,
  outbox_events: false,
  outbox_deliveries: false,
  webhooks: false,
};

/**
 * SQL: the next data version. Steps are random, so that a database restored from a backup does not give a version again
 * that stood for other data.
 */
export const NEXT_DATA_VERSION = 'data_version + 1 + (random() & 1048575)';

/** Moves the data version of a transaction that corrects figures in the rollups themselves. */
export const MOVES_FIGURES = statementsIn('db')(
  `UPDATE rollup_state SET data_version = ${NEXT_DATA_VERSION} WHERE tenant = ?1`,
).with();

const keeping = new Set<string>();

/** Marks SQL that writes what figures are read from, and leaves all figures as they are. */
export function keepsFigures<Row>(declared: Statement<Row>): Statement<Row> {
  keeping.add(declared.text);
  return declared;
}

/** Statements are declared once, so their number is bounded. */
const known = new Map<string, boolean>();

function movesFigures({ text }: BoundStatement): boolean {
  const seen = known.get(text);
  if (seen !== undefined) return seen;
  const moves =
    !keeping.has(text) &&
    namedTables(text).some(({ use, table }) => use !== 'SELECT' && ANSWERS[table as TableName]);
  known.set(text, moves);
  return moves;
}

/** Is told which tenant's figures may have changed, after the transaction is committed. */
export type FiguresListener = (tenant: string) => void;

let listener: FiguresListener | undefined;

/** Sets the function that is called when figures may have changed. There is one per isolate, for all stores. */
export function onFiguresMoved(told: FiguresListener): void {
  listener = told;
}

/** Calls that function after a transaction that increased the data version of the tenant. */
export function tellFiguresMoved(tenant: string, committed: readonly BoundStatement[]): void {
  if (listener && committed.some(({ text }) => text.includes(NEXT_DATA_VERSION))) listener(tenant);
}

/** The queries of a transaction, and the one that moves the data version if they may change an answer. */
export function withDataVersion(queries: readonly BoundStatement[]): readonly BoundStatement[] {
  return queries.some(movesFigures) ? [...queries, MOVES_FIGURES] : queries;
}
