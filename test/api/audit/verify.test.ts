import { createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { statement } from '../../../src/db/statement.ts';
import worker from '../../../src/worker.ts';
import { ago, tamper, write } from '../../audit/log.ts';
import { call } from '../../support/client.ts';
import { freshTenant, sessionToken, type TestTenant } from '../../support/tenant.ts';

const PATH = '/api/v1/audit-log/verify';
const COUNT = statement<{ count: number }>('SELECT count(*) AS count FROM audit_seals WHERE tenant = ?1');

interface Verified {
  intact: boolean;
  entries: number;
  seals: number;
  break: {
    kind: string;
    message: string;
    seal: number;
    sealed_entries: number;
    found_entries: number;
  } | null;
  head: { seq: number; hash: string } | null;
  unsealed: number | null;
  next: number | null;
}

let tenant: TestTenant;
let owner: string;

beforeEach(async () => {
  tenant = await freshTenant();
  owner = await tenant.token('tenant_owner');
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function verified(query = ''): Promise<Verified> {
  const response = await call(`${PATH}?${query}`, { bearer: owner });
  expect(response.status).toBe(200);
  return response.json();
}

async function everyMinute(): Promise<void> {
  await worker.scheduled(createScheduledController({ scheduledTime: new Date(), cron: '* * * * *' }), env);
}

test('maintenance seals what is half an hour old with all that has settled; admins verify it', async () => {
  const old = ago(29 * 60);
  await write(tenant, old, ago(20 * 60), ago(60));
  await everyMinute();
  expect(await tenant.store.batch([COUNT.with()])).toEqual([[{ count: 0 }]]);
  expect(await verified()).toMatchObject({ intact: true, entries: 0, seals: 0, head: null, next: null });
  await write(tenant, ago(30 * 60));
  await everyMinute();
  await everyMinute();
  const result = await verified();
  expect(result).toMatchObject({ intact: true, entries: 3, seals: 1, break: null, head: { seq: 1 } });
  expect(result.unsealed).toBeGreaterThanOrEqual(2);
  const { seq, hash } = result.head!;
  expect(await verified(`head=${seq}:${hash}`)).toMatchObject({ intact: true });
  expect(await verified(`after=1&head=${seq}:${hash}`)).toMatchObject({
    intact: true,
    seals: 0,
    head: { seq: 1 },
  });
});

test('a break is told in words, with its place', async () => {
  await write(tenant, ago(3_600), ago(3_500));
  await everyMinute();
  await tamper(
    tenant,
    `DELETE FROM audit_log WHERE tenant = ?1 AND at = (SELECT min(at) FROM audit_log WHERE tenant = ?1)`,
  );
  expect(await verified()).toMatchObject({
    intact: false,
    entries: 0,
    break: {
      kind: 'entries_changed',
      message: expect.stringContaining('changed, removed, added'),
      seal: 1,
      from: expect.stringMatching(/Z$/),
      sealed_entries: 2,
      found_entries: 1,
    },
    unsealed: null,
    next: null,
  });
  expect((await verified(`head=2:${'0'.repeat(64)}`)).break).toMatchObject({ kind: 'entries_changed' });
  expect((await verified('after=7')).break).toMatchObject({ kind: 'seal_missing', seal: 7 });
});

test.each(['after=x', 'after=-1', 'head=x', 'head=1:abc', 'page=1'])('%s is a 400', async (query) => {
  const response = await call(`${PATH}?${query}`, { bearer: owner });
  const { errors } = (await response.json()) as { errors: { path: string }[] };
  expect([response.status, errors.map(({ path }) => path)]).toEqual([400, [query.split('=')[0]]]);
});

test('the slices of a rotation go on to the seals', async () => {
  const bearer = await sessionToken({ sub: `root-${tenant.slug}`, role: 'super_admin' });
  const response = await call(`/api/v1/tenants/${tenant.slug}/rotate-secret`, {
    method: 'POST',
    bearer,
    body: { from: { table: 'audit_seals', after: '0' } },
  });
  expect([response.status, await response.json()]).toEqual([200, { rows: 0, next: null }]);
});
