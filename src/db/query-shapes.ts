import type { GetColumnData, SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { SCHEMA } from './schema.ts';
import type { BoundStatement, Param, PLATFORM } from './statement.ts';

/** What the queries of `queriesIn` are declared with (src/db/tenant-queries.ts). */

export type TenantTable = (typeof SCHEMA)[number];

/** The values that a query is given each time it runs, by name. */
export type Values<Names extends PropertyKey = string> = Readonly<Record<Names, Param>>;
export type NoValues = Readonly<Record<never, never>>;

/** The values of a query as the SQL to declare it with. */
export type Inputs<Given extends Values<keyof Given>> = { readonly [Name in keyof Given]: SQL<Given[Name]> };

/** A statement that is given its values by name. */
export interface Query<Given extends Values<keyof Given>, Row> {
  readonly text: string;
  with(...values: keyof Given extends never ? [] : [values: Given]): BoundStatement<Row>;
}

/** Columns and expressions by the names that they have in rows. Expressions are typed: `` sql<number>`…` ``. */
export type Fields = Readonly<Record<string, SQLiteColumn | SQL>>;

/** The rows that `Selected` makes. */
export type RowOf<Selected extends Fields> = {
  [Name in keyof Selected]: Selected[Name] extends SQLiteColumn
    ? GetColumnData<Selected[Name]>
    : Selected[Name] extends SQL<infer Value>
      ? Value
      : never;
};

type Columns<Row> = { [Name in keyof Row]: Row[Name] | SQL<Exclude<Row[Name], undefined>> };
/** Values to write: literals, inputs or typed expressions. Nothing writes another tenant than its own. */
type Written<Table extends TenantTable> = Columns<Omit<Table['$inferInsert'], 'tenant'>> & {
  tenant?: never;
};

export interface Selection<Selected extends Fields> {
  /** All columns if absent. */
  columns?: Selected;
  where?: SQL | undefined;
  orderBy?: readonly (SQLiteColumn | SQL)[];
  limit?: number;
  /** Selects the platform's own rows instead of the tenant's. */
  of?: typeof PLATFORM | undefined;
}

export interface Insertion<Table extends TenantTable> {
  values: Written<Table>;
  /** Whether to replace a row that has the same key; without it, such a row fails the transaction. */
  replaces?: boolean;
}

export interface Deletion<Returned extends Fields> {
  /** Undefined for all rows of the tenant. */
  where: SQL | undefined;
  returning?: Returned;
}

export interface Change<Table extends TenantTable, Returned extends Fields> extends Deletion<Returned> {
  set: Partial<Written<Table>>;
}
