import { expect, test } from 'vitest';
import { namedTables } from '../../../src/db/named-tables.ts';

test.each<[string, string]>([
  ['SELECT 1', ''],
  ['select a from changes', 'SELECT changes'],
  ['SELECT a FROM changes c LEFT JOIN tenants AS t ON t.id = c.id', 'SELECT changes, SELECT tenants'],
  ['SELECT a FROM changes c, tenants t WHERE a IN (b, c)', 'SELECT changes, SELECT tenants'],
  ['SELECT a FROM json_each(?2) k, changes', 'SELECT changes'],
  ['SELECT a FROM changes c ON f(a, b), tenants', 'SELECT changes, SELECT tenants'],
  ['SELECT a FROM (changes c JOIN tenants t)', 'SELECT changes, SELECT tenants'],
  ['SELECT a FROM ((changes c), tenants t)', 'SELECT changes, SELECT tenants'],
  ['SELECT a FROM (SELECT b FROM changes) x, tenants', 'SELECT changes, SELECT tenants'],
  ['SELECT (SELECT max(a) FROM changes), b FROM tenants', 'SELECT changes, SELECT tenants'],
  ['SELECT a FROM changes ORDER BY a, b', 'SELECT changes'],
  ['SELECT a FROM changes UNION ALL SELECT b, c FROM tenants', 'SELECT changes, SELECT tenants'],
  ['SELECT a WHERE a IN changes AND b IN (SELECT c FROM tenants)', 'SELECT changes, SELECT tenants'],
  ['SELECT a IS NOT DISTINCT FROM b FROM changes', 'SELECT changes'],
  [
    'SELECT a FROM main.changes, "tenants", `rollups`, [api_keys]',
    'SELECT changes, SELECT tenants, SELECT rollups, SELECT api_keys',
  ],
  ["SELECT 'a' FROM 'changes' WHERE a IN ('b', 'c')", "SELECT ''"],
  ["SELECT 'FROM tenants' FROM/**/changes -- JOIN tenants", 'SELECT changes'],
  ["SELECT 'it''s FROM tenants' /* FROM\n tenants */ FROM -- x\n changes", 'SELECT changes'],
  ['WITH a(x) AS (SELECT y FROM changes), b AS MATERIALIZED (SELECT 1) SELECT x FROM a, b', 'SELECT changes'],
  ['WITH RECURSIVE a AS (SELECT 1 UNION SELECT x FROM a) DELETE FROM tenants', 'DELETE tenants'],
  ['WITH changes AS (SELECT 1) DELETE FROM changes', 'DELETE changes'],
  ['SELECT (WITH changes AS (SELECT 1) SELECT 2), a FROM changes', 'SELECT changes'],
  ['SELECT a FROM (WITH b AS (SELECT c FROM tenants) SELECT c FROM b)', 'SELECT tenants'],
  ['INSERT INTO changes (a) SELECT b FROM tenants', 'INSERT changes, SELECT tenants'],
  ['INSERT OR REPLACE INTO changes (a) VALUES (1)', 'INSERT changes'],
  ['REPLACE INTO changes (a) VALUES (replace(a, b, c))', 'INSERT changes'],
  ['INSERT INTO changes (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = excluded.b', 'INSERT changes'],
  ['UPDATE changes AS c SET a = 1, b = 2 FROM tenants t WHERE c.a = t.a', 'UPDATE changes, SELECT tenants'],
  ['UPDATE OR IGNORE main.changes INDEXED BY x SET a = 1', 'UPDATE changes'],
  ['DELETE FROM changes WHERE a IN (SELECT b FROM tenants) RETURNING a, b', 'DELETE changes, SELECT tenants'],
])('%s', (sql, expected) => {
  expect(
    namedTables(sql)
      .map(({ use, table }) => `${use} ${table}`)
      .join(', '),
  ).toBe(expected);
});
