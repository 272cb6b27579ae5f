import { describe, expect, test } from 'vitest';
import { statement } from '../../../src/db/statement.ts';

describe('SQL that names its tenant everywhere is accepted', () => {
  test.each([
    'SELECT * FROM tenants WHERE tenant = ?1',
    'SELECT id FROM interactions WHERE interactions.tenant = ?1 AND id = ?2',
    'SELECT i.id FROM interactions i WHERE i.tenant = ?1',
    'SELECT i.id FROM interactions AS i WHERE i.tenant = ?1',
    'SELECT i.id FROM interactions i INDEXED BY interactions_by_start WHERE i.tenant = ?1',
    'SELECT e.id FROM evaluations e CROSS JOIN interactions i WHERE e.tenant = ?1 AND i.tenant = ?1 AND i.id = e.interaction_id',
    'SELECT k.key FROM json_each(?2) k LEFT JOIN changes c ON c.tenant = ?1 AND c.id = k.value',
    'INSERT INTO changes (tenant, kind, id) VALUES (?1, ?2, ?3)',
    'INSERT INTO dimension_packs (tenant, type, body) SELECT ?1, ?2, (SELECT x.body FROM dimensions x WHERE x.tenant = ?1) WHERE true',
    'UPDATE rollup_state SET version = version + 1 WHERE tenant = ?1',
    'DELETE FROM changes WHERE tenant = ?1 AND kind = ?2',
    'WITH affected(id) AS (SELECT o.id FROM interactions o WHERE o.tenant = ?1) SELECT id FROM affected',
    'SELECT k.value FROM json_each(?2) k',
    "SELECT s.name FROM session_revocations s WHERE s.tenant = '*'",
  ])('%s', (text) => {
    expect(statement(text).with('a', 1)).toEqual({ text, params: ['a', 1] });
  });
});

describe('SQL without its tenant is refused when it is declared', () => {
  test.each<[string, string]>([
    ['a plain read', 'SELECT * FROM tenants'],
    ['another column', 'SELECT * FROM tenants WHERE slug_of_tenant = ?1'],
    ['another parameter', 'SELECT * FROM interactions WHERE tenant = ?2'],
    ['a parameter that only begins alike', 'SELECT * FROM interactions WHERE tenant = ?11'],
    ['a name instead of a parameter', "SELECT * FROM interactions WHERE tenant = 'acme'"],
    [
      'the platform beside an unbound table',
      "SELECT s.name FROM session_revocations s, changes c WHERE s.tenant = '*'",
    ],
    ['lower case', 'select * from interactions where id = ?1'],
    ['an alias that is not bound', 'SELECT i.id FROM interactions i WHERE i.id = ?2'],
    ['an alias with AS that is not bound', 'SELECT i.id FROM interactions AS i WHERE i.id = ?2'],
    ['the tenant of another alias', 'SELECT i.id FROM interactions i WHERE ii.tenant = ?1'],
    [
      'a join bound on one side only',
      'SELECT e.id FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE e.tenant = ?1',
    ],
    [
      'a join bound by a column of the other side',
      'SELECT e.id FROM evaluations e JOIN interactions i ON i.tenant = e.tenant WHERE e.tenant = ?1',
    ],
    ['an insert without it', 'INSERT INTO changes (kind, id) VALUES (?2, ?3)'],
    ['an insert with it elsewhere', 'INSERT INTO changes (kind, tenant) VALUES (?2, ?1)'],
    ['an insert without columns', 'INSERT INTO changes SELECT ?2'],
    ['an insert of another’s tenant', 'INSERT INTO changes (tenant, kind) VALUES (?2, ?3)'],
    ['an update without it', 'UPDATE rollup_state SET version = 1'],
    ['an update that sets it only', 'UPDATE rollup_state SET tenant = ?1'],
    ['a deletion without it', 'DELETE FROM changes WHERE id = ?2'],
    ['a deletion of all', 'DELETE FROM changes'],
    [
      'a subquery without it',
      'SELECT i.id FROM interactions i WHERE i.tenant = ?1 AND i.id IN (SELECT e.interaction_id FROM evaluations e)',
    ],
    [
      'a subquery of the same table without it',
      'SELECT id FROM interactions WHERE tenant = ?1 AND id IN (SELECT id FROM interactions WHERE removed = 1)',
    ],
    ['a common table without it', 'WITH a(id) AS (SELECT o.id FROM interactions o) SELECT id FROM a'],
    ['a second table after a comma', 'SELECT 1 FROM json_each(?2) k, interactions WHERE id = k.value'],
    ['a schema before the table', 'SELECT * FROM main.interactions'],
    ['a quoted table', 'SELECT * FROM "interactions"'],
    ['a replacement', 'REPLACE INTO changes (kind) VALUES (?2)'],
    ['an alternative', 'SELECT id FROM interactions WHERE tenant = ?1 OR id = ?2'],
  ])('%s', (_, text) => {
    expect(() => statement(text)).toThrow(/without its tenant/);
  });

  test('the refusal names the table and shows the SQL', () => {
    expect(() => statement('SELECT i.id FROM interactions i')).toThrow(
      'SQL touches interactions (as i) without its tenant: SELECT i.id FROM interactions i',
    );
  });
});
