import { env } from 'cloudflare:workers';

interface Column {
  name: string;
  type: string;
}

/** Every table of the database that has a tenant, as the database itself tells. */
export async function tenantTables(): Promise<string[]> {
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%tenant TEXT%' ORDER BY name`,
  ).all<{ name: string }>();
  return results.map(({ name }) => name);
}

/** All rows of a tenant, by table. */
export async function rowsOf(tenant: string): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const table of await tenantTables()) {
    const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE tenant = ?1`).bind(tenant).all();
    rows[table] = results;
  }
  return rows;
}

/** SQL: a value of the n-th row by the type of its column; text is a number, so it is JSON too. */
const FILLERS: Record<string, string> = {
  TEXT: "printf('%d', 100000 + n)",
  BLOB: "CAST(printf('%d', 100000 + n) AS BLOB)",
};

/** Puts up to `rows` rows of the tenant into a table, whatever its columns are. */
export async function fill(tenant: string, table: string, rows: number): Promise<void> {
  const { results } = await env.DB.prepare(`PRAGMA table_info(${table})`).all<Column>();
  const values = results.map(({ name, type }) =>
    name === 'tenant' ? '?1' : (FILLERS[type] ?? '100000 + n'),
  );
  await env.DB.prepare(
    `INSERT INTO ${table} (${results.map(({ name }) => name).join(', ')})
     WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?2)
     SELECT ${values.join(', ')} FROM numbers WHERE TRUE ON CONFLICT DO NOTHING`,
  )
    .bind(tenant, rows)
    .run();
}
