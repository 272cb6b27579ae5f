import { env } from 'cloudflare:workers';
import { getTableColumns, getTableName } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { describe, expect, test } from 'vitest';
import { SCHEMA } from '../../src/db/schema.ts';

interface ColumnInfo {
  name: string;
  type: string;
  notnull: number;
  pk: number;
}

describe('the schema agrees with the migrations', () => {
  test('names every table', async () => {
    const { results } = await env.DB.prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'
       AND name <> 'd1_migrations' ORDER BY name`,
    ).all<{ name: string }>();
    expect(results.map(({ name }) => name)).toEqual(SCHEMA.map(getTableName).sort());
  });

  test.each(SCHEMA.map((table) => [getTableName(table), table] as const))('%s', async (name, table) => {
    const { results } = await env.DB.prepare(`PRAGMA table_info(${name})`).all<ColumnInfo>();
    const declared = Object.values(getTableColumns(table)).map((column) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      notnull: Number(column.notNull),
    }));
    expect(results.map(({ name, type, notnull }) => ({ name, type, notnull }))).toEqual(declared);
    const key = results.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    const [compound] = getTableConfig(table).primaryKeys;
    const lone = Object.values(getTableColumns(table)).filter(({ primary }) => primary);
    expect(key.map(({ name }) => name)).toEqual((compound?.columns ?? lone).map(({ name }) => name));
    expect(key[0]?.name).toBe('tenant');
  });

  test('begins every index with the tenant', async () => {
    const { results } = await env.DB.prepare(
      `SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name <> 'd1_migrations'`,
    ).all<{ sql: string }>();
    expect(results.length).toBeGreaterThan(0);
    for (const { sql } of results) expect(sql).toMatch(/\(tenant, /);
  });
});
