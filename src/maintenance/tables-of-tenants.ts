import { getTableName } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { removedTenants, rollupState, SCHEMA, tenants } from '../db/schema.ts';
import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';

const statement = statementsIn('maintenance');

/** Rows deleted per transaction. Bounds how long the transaction blocks D1's only writer. */
export const SLICE_ROWS = 500;

/** The queries that count and delete one slice of a table. */
export interface TableDeletion {
  table: string;
  /** Adds the number of rows in the next slice to the counts of the removal. */
  count: Statement;
  delete: Statement<{ tenant: string }>;
}

/**
 * Tables that are not emptied: `tenants` keeps the row until everything else is deleted, `removed_tenants` for good.
 */
const KEPT: ReadonlySet<string> = new Set([getTableName(tenants), getTableName(removedTenants)]);
/** Emptied first: without its rollup state, a tenant gets no more rollups. */
const FIRST = getTableName(rollupState);

/** Every table with rows of tenants, in the order of deletion. Derived from the schema, so that none is missed. */
export const DELETIONS: readonly TableDeletion[] = SCHEMA.filter((table) => !KEPT.has(getTableName(table)))
  .toSorted((a, b) => Number(getTableName(b) === FIRST) - Number(getTableName(a) === FIRST))
  .map(deletionOf);

/** SQL condition: no table except the kept ones has a row of the tenant. */
export const IS_EMPTY = DELETIONS.map(
  ({ table }) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE ${table}.tenant = ?1)`,
).join(' AND ');

/** Counts and deletes one slice of a table. Must run in one transaction. */
export function sliceQueries({
  count,
  delete: remove,
}: TableDeletion): [BoundStatement, BoundStatement<{ tenant: string }>] {
  return [count.with(), remove.with()];
}

/** The deletion selects rows by key, up to the largest key of the slice. */
function deletionOf(schemaTable: (typeof SCHEMA)[number]): TableDeletion {
  const table = getTableName(schemaTable);
  const keys = keyOf(schemaTable);
  const rows = `(SELECT 1 FROM ${table} WHERE tenant = ?1 LIMIT ${SLICE_ROWS})`;
  const path = `'$.${table}'`;
  return {
    table,
    count: statement(`
      UPDATE removed_tenants SET counts = json_set(counts, ${path},
        coalesce(counts ->> ${path}, 0) + (SELECT count(*) FROM ${rows}))
      WHERE tenant = ?1 AND EXISTS ${rows}`),
    delete: statement(`DELETE FROM ${table} WHERE tenant = ?1${upToSlice(table, keys)} RETURNING tenant`),
  };
}

function upToSlice(table: string, keys: readonly string[]): string {
  if (keys.length === 0) return '';
  const list = keys.join(', ');
  const down = keys.map((key) => `${key} DESC`).join(', ');
  return ` AND (${list}) <= (SELECT ${list} FROM (
    SELECT ${list} FROM ${table} WHERE tenant = ?1 ORDER BY ${list} LIMIT ${SLICE_ROWS}) ORDER BY ${down} LIMIT 1)`;
}

/** The columns of the primary key except `tenant`. */
function keyOf(schemaTable: (typeof SCHEMA)[number]): string[] {
  const [compound] = getTableConfig(schemaTable).primaryKeys;
  return (compound?.columns ?? []).map(({ name }) => name).filter((name) => name !== 'tenant');
}
