import { getTableName } from 'drizzle-orm';
import { checkAccess } from './check-access.ts';
import { SCHEMA } from './schema.ts';
import type { Module } from './table-access.ts';

const TABLES = new Set<string>(SCHEMA.map(getTableName));

export type Param = string | number | null;

/** A statement with its parameters, to be run by a tenant's store. `Row` is the type of its rows. */
export interface BoundStatement<Row = unknown> {
  readonly text: string;
  readonly params: readonly Param[];
  readonly row?: Row;
}

/** The `tenant` of rows that belong to the platform. No slug has this form. */
export const PLATFORM = '*';

/** SQL that only runs for one tenant. */
export interface Statement<Row = unknown> {
  readonly text: string;
  /** Binds `?2`, `?3`, … in order. `?1` is the tenant, bound by the store. */
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

/** Checking all SQL is a fifth of what starting takes: a deployed Worker checks each statement before it first runs. */
export const CHECKS_BEFORE_USE = process.env.NODE_ENV === 'production';

/**
 * Declares SQL for one tenant. Throws at load time (in a deployed Worker: before the SQL first runs) if a table is used
 * without `tenant = ?1` (in an insert: `?1` as `tenant`, its first column). `tenant = '*'` selects the platform's own
 * rows. It guards against forgetting, not against malice: each mention of a table must be plain (`FROM table alias`) and
 * have its own condition. It does not check table ownership: code in `src` uses `statementsIn`.
 */
export function statement<Row = unknown>(text: string): Statement<Row> {
  return declared(text, () => checkTenant(text));
}

/**
 * Returns `statement` for a module, a folder of `src`. It also throws, at the same time, if the SQL uses a table of
 * another module without a grant in src/db/table-access.ts.
 */
export function statementsIn(module: Module): typeof statement {
  return (text) =>
    declared(text, () => {
      checkAccess(module, text);
      checkTenant(text);
    });
}

function declared<Row>(text: string, check: () => void): Statement<Row> {
  let isChecked = !CHECKS_BEFORE_USE;
  if (isChecked) check();
  return {
    text,
    with(...params) {
      if (!isChecked) check();
      isChecked = true;
      return { text, params };
    },
  };
}

function checkTenant(text: string): void {
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
}

function isScopedInsert(sql: string, table: string): boolean {
  const values = String.raw`\s*\(tenant\b[^)]*\)\s*(VALUES\s*\(|SELECT\s)\s*\?1(?!\d)`;
  return new RegExp(`\\bINTO\\s+${table}${values}`, 'i').test(sql);
}

/** Number of conditions that bind the alias `name` to the tenant; '' counts those without an alias. */
function conditionsOn(sql: string, name: string): number {
  const qualifier = name === '' ? `(?:(?:${[...TABLES].join('|')})\\.)?` : `${name}\\.`;
  const condition = String.raw`tenant = \?1(?!\d|\s+OR\b)`;
  return [...sql.matchAll(new RegExp(`\\b(?:WHERE|AND|ON)\\s+${qualifier}${condition}`, 'gi'))].length;
}

function unscoped(what: string, text: string): Error {
  return new Error(`SQL touches ${what} without its tenant: ${text}`);
}
