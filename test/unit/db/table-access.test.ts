import { readdirSync, readFileSync } from 'node:fs';
import { getTableName } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { namedTables } from '../../../src/db/named-tables.ts';
import { SCHEMA } from '../../../src/db/schema.ts';
import { statementsIn } from '../../../src/db/statement.ts';
import { GRANTS, type Module, OWNERS } from '../../../src/db/table-access.ts';

describe('SQL that keeps to the tables of its module, or to what is granted to it, is accepted', () => {
  test.each<[Module, string]>([
    ['exports', 'UPDATE export_jobs SET fence = 0 WHERE tenant = ?1'],
    ['privacy', 'UPDATE export_jobs SET fence = 0 WHERE tenant = ?1'],
    ['maintenance', 'DELETE FROM interactions WHERE tenant = ?1'],
    ['query', 'SELECT r.day FROM rollups r WHERE r.tenant = ?1'],
    ['search', "SELECT 'DELETE FROM tenants' FROM json_each(?2)"],
    ['rollups', 'WITH c AS (SELECT x.id FROM changes x WHERE x.tenant = ?1) SELECT id FROM c'],
  ])('%s: %s', (module, text) => {
    expect(statementsIn(module)(text).text).toBe(text);
  });
});

describe('SQL that touches tables of another module is refused when it is declared', () => {
  test.each<[Module, string, string]>([
    [
      'search',
      'UPDATE export_jobs SET fence = 0 WHERE tenant = ?1',
      'SQL of search updates export_jobs, which only exports, privacy, maintenance may do (src/db/table-access.ts): UPDATE export_jobs SET fence = 0 WHERE tenant = ?1',
    ],
    [
      'exports',
      'INSERT INTO audit_log (tenant, at) VALUES (?1, ?2)',
      'SQL of exports inserts into audit_log, which only audit, tenants may do',
    ],
    [
      'exports',
      'INSERT OR REPLACE INTO audit_log (tenant, at) VALUES (?1, ?2)',
      'SQL of exports inserts into audit_log',
    ],
    ['audit', 'REPLACE INTO tenants (tenant) VALUES (?1)', 'SQL of audit inserts into tenants'],
    [
      'privacy',
      'DELETE FROM export_jobs WHERE tenant = ?1',
      'SQL of privacy deletes from export_jobs, which only exports, maintenance may do',
    ],
    [
      'maintenance',
      'UPDATE interactions SET body = NULL WHERE tenant = ?1',
      'SQL of maintenance updates interactions, which only ingest, privacy may do',
    ],
    [
      'ratings',
      'SELECT k.id FROM api_keys k WHERE k.tenant = ?1',
      'SQL of ratings reads api_keys, which only auth, maintenance, exports, audit may do',
    ],
    [
      'ratings',
      'SELECT i.id FROM interactions i JOIN tenants t ON t.tenant = ?1 WHERE i.tenant = ?1',
      'SQL of ratings reads tenants',
    ],
    [
      'query',
      'WITH a AS (SELECT k.id FROM api_keys k WHERE k.tenant = ?1) SELECT id FROM a',
      'SQL of query reads api_keys',
    ],
    [
      'query',
      'SELECT id FROM invoices WHERE tenant = ?1',
      'SQL of query names a table invoices, which is not in src/db/schema.ts: SELECT id FROM invoices WHERE tenant = ?1',
    ],
    [
      'maintenance',
      'SELECT name FROM sqlite_schema',
      'SQL of maintenance names a table sqlite_schema, which is not in src/db/schema.ts',
    ],
  ])('%s: %s', (module, text, message) => {
    expect(() => statementsIn(module)(text)).toThrow(message);
  });

  test('SQL of its own tables must name its tenant all the same', () => {
    expect(() => statementsIn('exports')('SELECT id FROM export_jobs')).toThrow(/without its tenant/);
  });
});

test('every table has an owner', () => {
  expect(Object.keys(OWNERS).sort()).toEqual(SCHEMA.map(getTableName).sort());
});

describe('in src', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(`src/${path}`, 'utf8') }));

  test('SQL is declared in the name of the folder that it stands in', () => {
    const declared = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/\b(?:statements|queries)In\('(\w+)'\)/g)].map(([, module]) => ({ path, module })),
    );
    expect(declared.length).toBeGreaterThan(50);
    expect(declared.filter(({ path, module }) => path.split('/')[0] !== module)).toEqual([]);
  });

  test('no file declares SQL in nobody’s name', () => {
    const nameless = /import \{[^}]*\bstatement\b[^}]*\} from '[^']*\/statement\.ts'/;
    expect(sources.filter(({ text }) => nameless.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('SQL reaches the database by the stores alone', () => {
    const preparing = sources.filter(({ text }) => /\.prepare\(|\b(DB|database)\.exec\(/.test(text));
    expect(preparing.map(({ path }) => path).sort()).toEqual(['db/catalog-store.ts', 'db/tenant-store.ts']);
  });

  test('all modules load, and need every grant', async () => {
    const made = new Set<string>();
    vi.resetModules();
    vi.doMock(import('../../../src/db/check-access.ts'), async (original) => {
      const { checkAccess } = await original();
      return {
        checkAccess(module, text) {
          checkAccess(module, text);
          for (const { use, table } of namedTables(text)) made.add(`${module} ${use} ${table}`);
        },
      };
    });
    for (const { path, text } of sources) {
      if (/\b(statements|queries)In\(/.test(text))
        await import(/* @vite-ignore */ `${process.cwd()}/src/${path}`);
    }
    vi.doUnmock('../../../src/db/check-access.ts');
    vi.resetModules();

    const granted = GRANTS.flatMap(({ to, uses, tables }) =>
      uses.flatMap((use) => (tables === 'all' ? [] : tables.map((table) => `${to} ${use} ${table}`))),
    );
    expect(granted.filter((grant) => !made.has(grant))).toEqual([]);
  });
});
