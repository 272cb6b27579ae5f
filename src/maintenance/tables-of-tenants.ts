import { getTableName } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { removedTenants, rollupState, SCHEMA, tenants } from '../db/schema.ts';
import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';

const statement = statementsIn('maintenance');

/** Rows deleted by one transaction: bounds how long it holds the only writer. */
export const SLICE_ROWS = 500;

/** How a slice of one table is counted and deleted. */
export interface TableDeletion {
  table: string;
  /** Adds how many rows the next slice has to the counts of the removal; how many that is. */
  count: Statement;
  delete: Statement<{ tenant: string }>;
}

/** What stays: the catalogue's row until all else is gone, and what tells of the removal for good. */
const KEPT: ReadonlySet<string> = new Set([getTableName(tenants), getTableName(removedTenants)]);
/** Without its row nobody writes rollups any more, so it goes first. */
const FIRST = getTableName(rollupState);

/** Every table that holds rows of tenants, in the order of deletion; derived, so that none is forgotten. */
export const DELETIONS: readonly TableDeletion[] = SCHEMA.filter((table) => !KEPT.has(getTableName(table)))
  .toSorted((a, b) => Number(getTableName(b) === FIRST) - Number(getTableName(a) === FIRST))
  .map(deletionOf);

/** SQL: whether no table but the kept ones has a row of the tenant. */
export const IS_EMPTY = DELETIONS.map(
  ({ table }) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE ${table}.tenant = ?1)`,
).join(' AND ');

/** Queries that count and delete one slice of a table; to be run in one transaction. */
export function sliceQueries({
  count,
  delete: remove,
}: TableDeletion): [BoundStatement, BoundStatement<{ tenant: string }>] {
  return [count.with(), remove.with()];
}

/** The first rows by key are those up to the key that stands last among as many. */
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

/** The columns of the primary key after the tenant. */
function keyOf(schemaTable: (typeof SCHEMA)[number]): string[] {
  const [compound] = getTableConfig(schemaTable).primaryKeys;
  return (compound?.columns ?? []).map(({ name }) => name).filter((name) => name !== 'tenant');
}
