import { getTableColumns, getTableName, is, SQL, type SQLWrapper, sql } from 'drizzle-orm';
import {
  getTableConfig,
  QueryBuilder,
  type SQLiteColumn,
  SQLiteDeleteBase,
  SQLiteInsertBuilder,
  SQLiteSyncDialect,
  type SQLiteTable,
  SQLiteUpdateBuilder,
} from 'drizzle-orm/sqlite-core';
import { owned, TENANT } from './expressions.ts';
import type {
  Change,
  Deletion,
  Fields,
  Inputs,
  Insertion,
  NoValues,
  Query,
  RowOf,
  Selection,
  TenantTable,
  Values,
} from './query-shapes.ts';
import { CHECKS_BEFORE_USE, statementsIn } from './statement.ts';
import type { Module } from './table-access.ts';

export type { Inputs } from './query-shapes.ts';

/** Names stay without quotes, because `statement` reads plain ones only. */
class PlainDialect extends SQLiteSyncDialect {
  override escapeName(name: string): string {
    return name;
  }
}

const dialect = new PlainDialect();
const builder = new QueryBuilder(dialect);
/** drizzle runs writes in a session. Here the tenant's store runs them. */
const NO_SESSION = undefined as never;

/**
 * Declares queries of one table for a module, a folder of `src`. Each has the condition on the tenant, and each new row
 * its tenant. Literals are part of the text, so that SQLite finds partial indexes; inputs are bound when a query runs.
 * Throws when `statementsIn` does, and if an input is not used or a written column does not exist.
 */
export function queriesIn(module: Module) {
  const declare = statementsIn(module);

  function declared<Given extends Values<keyof Given>, Row>(
    build: (inputs: Inputs<Given>) => SQLWrapper,
  ): Query<Given, Row> {
    const declareNow = () => {
      const names: string[] = [];
      const numberOf = (name: string): string => `?${names.indexOf(name) + 2}`;
      const inputs = new Proxy({} as Inputs<Given>, {
        get(_, name: string) {
          if (!names.includes(name)) names.push(name);
          return sql.raw(numberOf(name));
        },
      });
      const text = dialect.sqlToQuery(build(inputs).getSQL().inlineParams()).sql;
      const numbers = new Set(text.match(/\?\d+/g));
      const unused = names.filter((name) => !numbers.has(numberOf(name)));
      if (unused.length > 0) {
        throw new Error(`A query is given ${unused.join(', ')} and does not use it: ${text}`);
      }
      return { names, statement: declare<Row>(text) };
    };
    let known = CHECKS_BEFORE_USE ? undefined : declareNow();
    const declaration = () => {
      known ??= declareNow();
      return known;
    };
    return {
      get text() {
        return declaration().statement.text;
      },
      with(...[values]) {
        const { names, statement } = declaration();
        const byName: Values = values ?? {};
        return statement.with(...names.map((name) => byName[name] as Values[string]));
      },
    };
  }

  return {
    select<
      Table extends TenantTable,
      Selected extends Fields = Table['_']['columns'],
      Given extends Values<keyof Given> = NoValues,
    >(table: Table, build: (inputs: Inputs<Given>) => Selection<Selected> = () => ({})) {
      return declared<Given, RowOf<Selected>>((inputs) => {
        const {
          columns = getTableColumns<SQLiteTable>(table),
          where,
          orderBy = [],
          limit,
          of,
        } = build(inputs);
        const query = builder
          .select(named(columns))
          .from(table as SQLiteTable)
          .where(owned(table, where, of && sql`${of}`))
          .orderBy(...orderBy);
        return limit === undefined ? query : query.limit(limit);
      });
    },

    insert<Table extends TenantTable, Given extends Values<keyof Given> = NoValues>(
      table: Table,
      build: (inputs: Inputs<Given>) => Insertion<Table>,
    ) {
      return declared<Given, unknown>((inputs) => {
        const { values, replaces = false } = build(inputs);
        const row = { ...written(table, values), tenant: TENANT };
        const query = new SQLiteInsertBuilder(table as SQLiteTable, NO_SESSION, dialect).values(row);
        return replaces ? query.onConflictDoUpdate(replacing(table)) : query;
      });
    },

    update<
      Table extends TenantTable,
      Returned extends Fields = NoValues,
      Given extends Values<keyof Given> = NoValues,
    >(table: Table, build: (inputs: Inputs<Given>) => Change<Table, Returned>) {
      return declared<Given, RowOf<Returned>>((inputs) => {
        const { set, where, returning } = build(inputs);
        const query = new SQLiteUpdateBuilder(table as SQLiteTable, NO_SESSION, dialect)
          .set(written(table, set))
          .where(owned(table, where));
        return returning ? query.returning(named(returning)) : query;
      });
    },

    delete<
      Table extends TenantTable,
      Returned extends Fields = NoValues,
      Given extends Values<keyof Given> = NoValues,
    >(table: Table, build: (inputs: Inputs<Given>) => Deletion<Returned>) {
      return declared<Given, RowOf<Returned>>((inputs) => {
        const { where, returning } = build(inputs);
        const query = new SQLiteDeleteBase(table as SQLiteTable, NO_SESSION, dialect).where(
          owned(table, where),
        );
        return returning ? query.returning(named(returning)) : query;
      });
    },
  };
}

/** drizzle leaves out columns that it does not know. */
function written(table: TenantTable, values: object): Record<string, SQL> {
  const known = getTableColumns<SQLiteTable>(table);
  for (const name of Object.keys(values)) {
    if (name !== 'tenant' && known[name]) continue;
    throw new Error(`A query cannot write a column ${name} of ${getTableName(table)}.`);
  }
  return values as Record<string, SQL>;
}

/** Gives expressions, and columns under another name, the name of their field. */
function named(fields: Fields): Record<string, SQLiteColumn | SQL.Aliased> {
  const entries = Object.entries(fields).map(([name, field]) => {
    if (is(field, SQL)) return [name, field.as(name)] as const;
    return [name, field.name === name ? field : sql`${field}`.as(name)] as const;
  });
  return Object.fromEntries(entries);
}

function replacing(table: TenantTable) {
  const { columns, primaryKeys } = getTableConfig(table as SQLiteTable);
  const key = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
  const others = columns.filter((column) => !key.includes(column));
  return {
    target: key as [SQLiteColumn],
    set: Object.fromEntries(others.map(({ name }) => [name, sql.raw(`excluded.${name}`)])),
  };
}
