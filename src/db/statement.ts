import { getTableName } from 'drizzle-orm';
import { checkAccess } from './check-access.ts';
import { SCHEMA } from './schema.ts';
import type { Module } from './table-access.ts';

const TABLES = new Set<string>(SCHEMA.map(getTableName));

export type Param = string | number | null;

/** A statement with its parameters, ready for a tenant's store. `Row` is what it returns. */
export interface BoundStatement<Row = unknown> {
  readonly text: string;
  readonly params: readonly Param[];
  readonly row?: Row;
}

/** The key of rows that belong to the platform and to no tenant; no slug has this form. */
export const PLATFORM = '*';

/** SQL that cannot run without its tenant. */
export interface Statement<Row = unknown> {
  readonly text: string;
  /** Binds `?2`, `?3`, … in order; `?1` is the tenant and belongs to the store. */
  with(...params: Param[]): BoundStatement<Row>;
}

const MENTION = /\b(FROM|JOIN|INTO|UPDATE)\s+([a-z]\w*)(?:\s+(?:AS\s+)?([a-z]\w*))?/gi;
const KEYWORDS = new Set([
  'set',
  'where',
  'on',
  'join',
  'left',
  'cross',
  'order',
  'group',
  'limit',
  'values',
  'select',
  'indexed',
  'union',
  'do',
]);

/**
 * Declares SQL for one tenant. Throws at load time, so the Worker does not start, where a table is read
 * or written without `tenant = ?1` (or, for an insert, `?1` into `tenant` as its first column). A condition
 * `tenant = '*'` reads the platform's own rows, which are no tenant's. It is there
 * against forgetting: each mention of a table must be plain (`FROM table alias`) and have its own condition.
 * Whose tables they are is not asked: what is in `src` declares its SQL by `statementsIn`.
 */
export function statement<Row = unknown>(text: string): Statement<Row> {
  const sql = text.replaceAll(`tenant = '${PLATFORM}'`, 'tenant = ?1').replace(/'[^']*'/g, "''");
  const mentions = new Map<string, number>();
  let plain = 0;
  for (const [, verb = '', table = '', alias = ''] of sql.matchAll(MENTION)) {
    if (!TABLES.has(table.toLowerCase())) continue;
    plain += 1;
    if (verb.toUpperCase() === 'INTO') {
      if (!isScopedInsert(sql, table)) throw unscoped(table, text);
      continue;
    }
    const name = alias === '' || KEYWORDS.has(alias.toLowerCase()) ? '' : alias;
    const times = (mentions.get(name) ?? 0) + 1;
    mentions.set(name, times);
    if (times > conditionsOn(sql, name)) throw unscoped(name === '' ? table : `${table} (as ${name})`, text);
  }
  const named = [...sql.matchAll(/\b[a-z]\w*\b(?!\.)/gi)].filter(([word]) => TABLES.has(word.toLowerCase()));
  if (named.length > plain) throw unscoped('a table that is not named plainly', text);
  return { text, with: (...params) => ({ text, params }) };
}

/**
 * How the SQL of a module, a folder of `src`, is declared: as by `statement`, and refused at load time as well where
 * it does with a table of another module what src/db/table-access.ts does not grant.
 */
export function statementsIn(module: Module): typeof statement {
  return (text) => {
    checkAccess(module, text);
    return statement(text);
  };
}

function isScopedInsert(sql: string, table: string): boolean {
  const values = String.raw`\s*\(tenant\b[^)]*\)\s*(VALUES\s*\(|SELECT\s)\s*\?1(?!\d)`;
  return new RegExp(`\\bINTO\\s+${table}${values}`, 'i').test(sql);
}

/** How many conditions bind `name`, an alias, to the tenant; '' counts those without an alias. */
function conditionsOn(sql: string, name: string): number {
  const qualifier = name === '' ? `(?:(?:${[...TABLES].join('|')})\\.)?` : `${name}\\.`;
  const condition = String.raw`tenant = \?1(?!\d|\s+OR\b)`;
  return [...sql.matchAll(new RegExp(`\\b(?:WHERE|AND|ON)\\s+${qualifier}${condition}`, 'gi'))].length;
}

function unscoped(what: string, text: string): Error {
  return new Error(`SQL touches ${what} without its tenant: ${text}`);
}
