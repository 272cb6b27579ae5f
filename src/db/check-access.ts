import { getTableName } from 'drizzle-orm';
import { namedTables, type TableUse } from './named-tables.ts';
import { SCHEMA } from './schema.ts';
import { GRANTS, type Module, OWNERS, type TableName } from './table-access.ts';

const TABLES = new Set<string>(SCHEMA.map(getTableName));

const DONE: Readonly<Record<TableUse, string>> = {
  SELECT: 'reads',
  INSERT: 'inserts into',
  UPDATE: 'updates',
  DELETE: 'deletes from',
};

/** Throws if SQL of a module names a table that is not in the schema, or uses one without a grant. */
export function checkAccess(module: Module, text: string): void {
  for (const { use, table } of namedTables(text)) {
    if (!isTable(table)) {
      throw new Error(`SQL of ${module} names a table ${table}, which is not in src/db/schema.ts: ${text}`);
    }
    if (OWNERS[table] === module || isGranted(module, use, table)) continue;
    const granted = GRANTS.filter(({ to }) => isGranted(to, use, table)).map(({ to }) => to);
    const others = [OWNERS[table], ...new Set(granted)].join(', ');
    throw new Error(
      `SQL of ${module} ${DONE[use]} ${table}, which only ${others} may do (src/db/table-access.ts): ${text}`,
    );
  }
}

function isGranted(module: Module, use: TableUse, table: TableName): boolean {
  return GRANTS.some(
    ({ to, uses, tables }) =>
      to === module && uses.includes(use) && (tables === 'all' || tables.includes(table)),
  );
}

function isTable(name: string): name is TableName {
  return TABLES.has(name);
}
