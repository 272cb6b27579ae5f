import { getTableName } from 'drizzle-orm';
import { SCHEMA } from './schema.ts';

const TABLES = new Set<string>(SCHEMA.map(getTableName));

export type Param = string | number | null;

/** A statement with its parameters, ready for a tenant's store. `Row` is what it returns. */
export interface Query<Row = unknown> {
  readonly text: string;
  readonly params: readonly Param[];
  readonly row?: Row;
}

/** SQL that cannot run without its tenant. */
export interface Statement<Row = unknown> {
  readonly text: string;
  /** Binds `?2`, `?3`, … in order; `?1` is the tenant and belongs to the store. */
  with(...params: Param[]): Query<Row>;
}

const MENTION = /\b(FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)(?:\s+(?:AS\s+)?([a-z_]+))?/gi;
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
 * or written without `tenant = ?1` (or, for an insert, `tenant` as its first column).
 */
export function statement<Row = unknown>(text: string): Statement<Row> {
  for (const [, verb, table, alias] of text.matchAll(MENTION)) {
    if (!TABLES.has(table!)) continue;
    const name = alias && !KEYWORDS.has(alias.toLowerCase()) ? alias : table!;
    if (!isScoped(text, verb!.toUpperCase(), table!, name)) {
      throw new Error(`SQL touches ${table} (as ${name}) without its tenant: ${text}`);
    }
  }
  return { text, with: (...params) => ({ text, params }) };
}

function isScoped(text: string, verb: string, table: string, name: string): boolean {
  if (verb === 'INTO') return new RegExp(`INTO\\s+${table}\\s*\\(tenant\\b`).test(text);
  return name === table
    ? new RegExp(`(^|[^.\\w])(${table}\\.)?tenant = \\?1`).test(text)
    : new RegExp(`\\b${name}\\.tenant = \\?1`).test(text);
}
