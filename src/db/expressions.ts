import { type SQL, sql } from 'drizzle-orm';
import { QueryBuilder, type SQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { TenantTable } from './query-shapes.ts';

/**
 * What the queries of `queriesIn` are made of (src/db/tenant-queries.ts). Modules import it from here, because they may
 * not import drizzle: its own builders know no tenant.
 */
export {
  and,
  desc,
  eq,
  getTableColumns as columnsOf,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';

/** The slug of the tenant, which its store binds. */
export const TENANT = sql.raw('?1');

/** Condition: the tenant has such a row of `table`. */
export function exists(table: TenantTable, where?: SQL): SQL {
  const found = new QueryBuilder().select({ found: sql`1` }).from(table as SQLiteTable);
  return sql`exists ${found.where(owned(table, where))}`;
}

/**
 * Condition: the row is the tenant's, and `where` holds. The parentheses keep an OR from reaching the rows of other
 * tenants.
 */
export function owned(table: TenantTable, where: SQL | undefined, tenant: SQL = TENANT): SQL {
  return where ? sql`${table.tenant} = ${tenant} and (${where})` : sql`${table.tenant} = ${tenant}`;
}

/** Expression: the value, or that of the column if it is null. */
export function coalesce<Value>(value: SQL<Value>, column: SQLiteColumn): SQL<NonNullable<Value>> {
  return sql<NonNullable<Value>>`coalesce(${value}, ${column})`;
}
