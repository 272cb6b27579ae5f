import type { D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

interface Named {
  type: string;
  name: string;
  sql: string;
}

const { DB, MIGRATIONS } = env as unknown as { DB: D1Database; MIGRATIONS: D1Migration[] };

// Files share a runtime, which is slow to start, but not what they stored: rows read depend on the rows nearby.
// Only the first file of a runtime migrates; the others empty the tables, without the triggers that forbid it.
const { results: schema } = await DB.prepare(
  `SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'`,
).all<Named>();
const tables = schema.filter(({ type }) => type === 'table');
const triggers = schema.filter(({ type }) => type === 'trigger');
const emptied = [
  ...triggers.map(({ name }) => `DROP TRIGGER "${name}"`),
  ...tables.map(({ name }) => `DELETE FROM "${name}"`),
  ...triggers.map(({ sql }) => sql),
];
const statements = tables.length === 0 ? MIGRATIONS.flatMap(({ queries }) => queries) : emptied;
await DB.batch(statements.map((text) => DB.prepare(text)));
