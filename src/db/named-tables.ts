import { getTableName } from 'drizzle-orm';
import { SCHEMA } from './schema.ts';

export type TableUse = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** A table that a statement names, and how the statement uses it. */
export interface NamedTable {
  use: TableUse;
  /** In lower case, without its schema; `''` for a string literal in its place, which SQLite accepts as a name. */
  table: string;
}

const TABLES = new Set<string>(SCHEMA.map((table) => getTableName(table).toUpperCase()));

/** String literals become empty, quoted names lose their quotes, comments are removed. */
const QUOTED = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|"([^"]*)"|`([^`]*)`|\[([a-z_]\w*)\]/gi;
const TOKEN = /[a-z_]\w*|[(),.;]|[^\s\w]|\d\w*/gi;
const COMMON_TABLE =
  /(?:\bWITH\s+(?:RECURSIVE\s+)?|,\s*)([a-z_]\w*)\s*(?:\([^()]*\)\s*)?AS\s+(?:(?:NOT\s+)?MATERIALIZED\s+)?\(/gi;
/** Keywords that end the list of tables of a FROM, unless a closing parenthesis does. */
const AFTER_TABLES = new Set(
  'WHERE GROUP HAVING WINDOW ORDER LIMIT UNION EXCEPT INTERSECT RETURNING SET VALUES SELECT'.split(' '),
);

/**
 * The tables that a statement names, in order: also after a comma, after IN, and in quotes. Functions such as json_each
 * and common table expressions are left out. A common table expression named like a table counts as that table, because
 * its scope may end before the statement does.
 */
export function namedTables(text: string): NamedTable[] {
  const plain = text.replace(QUOTED, (token, ...names: (string | undefined)[]) => {
    if (token.startsWith("'")) return "''";
    return names.slice(0, 3).find((name) => name !== undefined) ?? ' ';
  });
  const sql = plain.toUpperCase();
  const names = [...sql.matchAll(COMMON_TABLE)].map(([, name = '']) => name);
  const common = new Set(names.filter((name) => !TABLES.has(name)));
  const tokens = sql.match(TOKEN) ?? [];
  const word = (index: number): string => tokens[index] ?? '';
  const found: NamedTable[] = [];
  /** For each open parenthesis: whether a comma is followed by another table. */
  const inTables = [false];

  function take(start: number, use: TableUse): void {
    let index = start;
    while (word(index + 1) === '.') index += 2;
    const name = word(index) === "'" ? "''" : word(index);
    if (!/^[A-Z_']/.test(name)) return;
    if (use === 'SELECT' && (word(index + 1) === '(' || common.has(name))) return;
    found.push({ use, table: name.toLowerCase() });
  }

  for (const index of tokens.keys()) {
    const token = word(index);
    if (token === '(') {
      // Parentheses around a join contain a list of tables, too.
      const joins = inTables.at(-1) === true && ['FROM', 'JOIN', ',', '('].includes(word(index - 1));
      if (joins && !['SELECT', 'WITH'].includes(word(index + 1))) take(index + 1, 'SELECT');
      inTables.push(joins);
    } else if (token === ')') inTables.pop();
    else if (AFTER_TABLES.has(token)) inTables[inTables.length - 1] = false;
    else if (token === 'INTO') take(index + 1, 'INSERT');
    else if (token === 'UPDATE' && word(index - 1) !== 'DO') {
      take(word(index + 1) === 'OR' ? index + 3 : index + 1, 'UPDATE');
    } else if (token === 'FROM' && word(index - 1) === 'DELETE') take(index + 1, 'DELETE');
    else if ((token === 'FROM' && word(index - 1) !== 'DISTINCT') || token === 'JOIN') {
      inTables[inTables.length - 1] = true;
      take(index + 1, 'SELECT');
    } else if (token === 'IN' || (token === ',' && inTables.at(-1))) take(index + 1, 'SELECT');
  }
  return found;
}
