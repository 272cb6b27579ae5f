import { describe, expect, expectTypeOf, test } from 'vitest';
import { and, coalesce, columnsOf, desc, eq, exists, inArray, or, sql } from '../../../src/db/expressions.ts';
import {
  apiKeys,
  exportJobs,
  removedTenants,
  retentionProgress,
  sessionRevocations,
  tenants,
} from '../../../src/db/schema.ts';
import { PLATFORM } from '../../../src/db/statement.ts';
import { type Inputs, queriesIn } from '../../../src/db/tenant-queries.ts';

const auth = queriesIn('auth');
const exports = queriesIn('exports');
const privacy = queriesIn('privacy');

type Id = Inputs<{ id: string }>;
type Named = Inputs<{ id: string; name: string | null }>;

describe('every query has its tenant', () => {
  test.each<[string, { text: string }, string]>([
    [
      'all rows',
      auth.select(sessionRevocations),
      'select tenant, kind, name, up_to, kept_until from session_revocations where session_revocations.tenant = ?1',
    ],
    [
      'an alternative reaches no other tenant',
      auth.select(apiKeys, ({ id }: Id) => ({
        columns: { id: apiKeys.id },
        where: or(eq(apiKeys.id, id), eq(apiKeys.name, id)),
      })),
      'select id from api_keys where api_keys.tenant = ?1 and ((api_keys.id = ?2 or api_keys.name = ?2))',
    ],
    [
      'an alternative in SQL reaches none either',
      auth.delete(apiKeys, ({ id }: Id) => ({ where: sql`${apiKeys.id} = ${id} OR TRUE` })),
      'delete from api_keys where api_keys.tenant = ?1 and (api_keys.id = ?2 OR TRUE)',
    ],
    [
      'rows of the platform',
      auth.select(sessionRevocations, () => ({ columns: { name: sessionRevocations.name }, of: PLATFORM })),
      "select name from session_revocations where session_revocations.tenant = '*'",
    ],
    [
      'a subquery',
      exports.delete(exportJobs, () => ({ where: exists(tenants, eq(tenants.status, 'active')) })),
      "delete from export_jobs where export_jobs.tenant = ?1 and (exists (select 1 from tenants where tenants.tenant = ?1 and (tenants.status = 'active')))",
    ],
    [
      'an update',
      auth.update(apiKeys, ({ id, name }: Named) => ({
        set: { name: coalesce(name, apiKeys.name), expires_at: null },
        where: eq(apiKeys.id, id),
        returning: { id: apiKeys.id },
      })),
      'update api_keys set name = coalesce(?3, api_keys.name), expires_at = null where api_keys.tenant = ?1 and (api_keys.id = ?2) returning id',
    ],
    [
      'a new row',
      auth.insert(sessionRevocations, ({ name }: Inputs<{ name: string }>) => ({
        values: { name, kind: 'jti', up_to: 1, kept_until: 2 },
      })),
      "insert into session_revocations (tenant, kind, name, up_to, kept_until) values (?1, 'jti', ?2, 1, 2)",
    ],
    [
      'a row that replaces another',
      privacy.insert(retentionProgress, ({ id }: Id) => ({
        values: { retention_days: 30, started_at: 0, interaction_id: id },
        replaces: true,
      })),
      'insert into retention_progress (tenant, retention_days, started_at, interaction_id) values (?1, 30, 0, ?2) on conflict (retention_progress.tenant) do update set retention_days = excluded.retention_days, started_at = excluded.started_at, interaction_id = excluded.interaction_id',
    ],
  ])('%s', (_, { text }, expected) => {
    expect(text).toBe(expected);
  });
});

test('values are bound by name, in the order of their numbers; literals stay in the text, quoted', () => {
  const query = exports.select(exportJobs, (wanted: Inputs<{ since: number; kind: string }>) => ({
    columns: { jobs: sql<number>`count(*)`, last: sql<number>`max(${exportJobs.created_at})` },
    where: and(
      sql`${exportJobs.created_at} >= ${wanted.since}`,
      eq(exportJobs.kind, wanted.kind),
      inArray(exportJobs.status, ['queued', "it's"]),
    ),
    orderBy: [desc(exportJobs.created_at), exportJobs.id],
    limit: 3,
  }));
  expect(query.with({ kind: 'report', since: 7 })).toEqual({
    text: "select count(*) as jobs, max(created_at) as last from export_jobs where export_jobs.tenant = ?1 and ((export_jobs.created_at >= ?2 and export_jobs.kind = ?3 and export_jobs.status in ('queued', 'it''s'))) order by export_jobs.created_at desc, export_jobs.id limit 3",
    params: [7, 'report'],
  });
});

test('a column under another name has that name in rows', () => {
  const query = auth.select(apiKeys, () => ({ columns: { key: apiKeys.id } }));
  expect(query.text).toBe('select id as key from api_keys where api_keys.tenant = ?1');
});

describe('a query is refused when it is declared', () => {
  test.each<[string, () => unknown, string]>([
    [
      'another module’s table',
      () => auth.select(exportJobs),
      'SQL of auth reads export_jobs, which only exports',
    ],
    [
      'another use than granted',
      () => exports.update(apiKeys, () => ({ set: { name: 'x' }, where: undefined })),
      'SQL of exports updates api_keys, which only auth may do',
    ],
    [
      'a new row in another module’s table',
      () =>
        privacy.insert(apiKeys, () => ({
          values: { id: 'a', name: '', secret_hash: '', scopes: '', created_at: 0 },
        })),
      'SQL of privacy inserts into api_keys',
    ],
    [
      'a deletion from another module’s table',
      () => auth.delete(removedTenants, () => ({ where: undefined })),
      'SQL of auth deletes from removed_tenants',
    ],
    [
      'a subquery on another module’s table',
      () => auth.select(apiKeys, () => ({ where: exists(exportJobs) })),
      'SQL of auth reads export_jobs',
    ],
    [
      'a subquery in SQL without its tenant',
      () => exports.select(exportJobs, () => ({ where: sql`EXISTS (SELECT 1 FROM tenants)` })),
      'SQL touches tenants without its tenant',
    ],
    [
      'a subquery in a column without its tenant',
      () =>
        exports.select(exportJobs, () => ({
          columns: { count: sql<number>`(SELECT count(*) FROM tenants)` },
        })),
      'SQL touches export_jobs without its tenant',
    ],
    [
      'a row moved to another tenant',
      () =>
        // @ts-expect-error: no query writes the tenant.
        auth.update(apiKeys, ({ id }: Id) => ({ set: { tenant: id }, where: undefined })),
      'A query cannot write a column tenant of api_keys.',
    ],
    [
      'a new row of another tenant',
      () =>
        // @ts-expect-error: no query writes the tenant.
        auth.insert(sessionRevocations, ({ id }: Id) => ({
          values: { tenant: id, kind: 'sub', name: '', up_to: 0, kept_until: 0 },
        })),
      'A query cannot write a column tenant of session_revocations.',
    ],
    [
      'a column that does not exist',
      () => auth.update(apiKeys, () => ({ set: { nmae: 'x' } as object, where: undefined })),
      'A query cannot write a column nmae of api_keys.',
    ],
    [
      'an input that is not used',
      () => auth.select(apiKeys, ({ id }: Id) => ({ wehre: eq(apiKeys.id, id) }) as object),
      'A query is given id and does not use it',
    ],
  ])('%s', (_, declare, message) => {
    expect(declare).toThrow(message);
  });
});

test('values and rows have the types of their columns', () => {
  type Row<Declared extends { with(...values: never): { row?: unknown } }> = NonNullable<
    ReturnType<Declared['with']>['row']
  >;
  type Key = typeof apiKeys.$inferSelect;
  const one = auth.select(apiKeys, ({ id }: Id) => ({ where: eq(apiKeys.id, id) }));
  const some = auth.select(apiKeys, () => ({
    columns: { id: apiKeys.id, used: apiKeys.last_used_at, keys: sql<number>`count(*)` },
  }));
  const deleted = auth.delete(apiKeys, () => ({ where: undefined, returning: columnsOf(apiKeys) }));
  expectTypeOf(one.with).parameters.toEqualTypeOf<[values: { id: string }]>();
  expectTypeOf(some.with).parameters.toEqualTypeOf<[]>();
  expectTypeOf<Row<typeof one>>().toEqualTypeOf<Key>();
  expectTypeOf<Row<typeof some>>().toEqualTypeOf<{ id: string; used: number | null; keys: number }>();
  expectTypeOf<Row<typeof deleted>>().toEqualTypeOf<Key>();
  // @ts-expect-error: a column of numbers is given a text.
  auth.update(apiKeys, ({ id }: Id) => ({ set: { name: id, created_at: id }, where: undefined }));
  // @ts-expect-error: a write says which rows it means.
  auth.delete(apiKeys, () => ({ returning: { id: apiKeys.id } }));
});
