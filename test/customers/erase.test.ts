import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { refresh } from '../../src/rollups/refresh.ts';
import { aCall, aRating, aReview, type Sender, senderOf } from '../ingest/client.ts';
import { call } from '../support/client.ts';

const PHONE = '+55 11 91234-5678';
const CLEAR = /91234|5678|ana|silva|xylophone|crm-7/i;

/** Every value of every row of the tenant, as text. */
async function everythingOf({ tenant }: Sender): Promise<string> {
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%tenant TEXT%'`,
  ).all<{ name: string }>();
  const tables = results.map(({ name }) =>
    env.DB.prepare(`SELECT * FROM "${name}" WHERE tenant = ?1`).bind(tenant.slug),
  );
  return JSON.stringify((await env.DB.batch(tables)).map((each) => each.results));
}

const rowsOf = async ({ tenant }: Sender) => {
  const { results } = await env.DB.prepare('SELECT * FROM interactions WHERE tenant = ?1 ORDER BY id')
    .bind(tenant.slug)
    .all<Record<string, string | null>>();
  return results;
};

const customer = { id: 'crm-7', name: 'Ana Silva', phone: PHONE, email: 'ana@silva.example' };
const words = { comment: 'Ana, xylophone', followup_answer: PHONE };
const SENT = [
  aCall('c1', { customer, subject: `Call ${PHONE}`, transcript: 'xylophone' }),
  aCall('c2', { customer, started_at: '2026-03-11T12:00:00Z' }),
  aCall('c3', { customer: { id: 'other' } }),
  aCall('v1', { customer, kind: 'conversation', channel: 'chat' }),
  aRating('e1', 'c1', 5, words),
  aReview('r1', 'c1'),
];

async function erase(sender: Sender, id: string): Promise<Response> {
  const bearer = await sender.tenant.token('tenant_admin');
  return call(`/api/v1/customers/${encodeURIComponent(id)}/erase`, { method: 'POST', bearer });
}

test.each(['pending', 'refreshed', 'changed since refreshed'])(
  'an erased customer is nowhere, every figure stays: %s',
  async (state) => {
    const sender = await senderOf();
    await sender.send(...SENT);
    if (state !== 'pending') await refresh(sender.tenant.store, Date.now() + 60_000);
    if (state === 'changed since refreshed') {
      await sender.send({ ...SENT[0], customer: { id: 'other' }, updated_at: '2026-03-12T00:00:00Z' });
      await sender.send({ ...SENT[1], status: 'missed', updated_at: '2026-03-12T00:00:00Z' });
    }
    const [before] = await rowsOf(sender);
    const figures = await sender.figures();
    expect((await erase(sender, 'crm-7')).status).toBe(204);
    expect((await erase(sender, 'crm-7')).status).toBe(204);
    const stored = await everythingOf(sender);
    expect(stored).not.toContain('crm-7');
    if (state !== 'changed since refreshed') {
      expect(stored.match(CLEAR)).toBeNull();
      expect(stored).not.toContain(before?.phone_hash);
      expect(stored).not.toContain(before?.phone_last4);
      const bearer = await sender.tenant.token('manager');
      const { data } = await (await call('/api/v1/evaluations', { bearer })).json<{ data: object[] }>();
      expect(data).toMatchObject([{ comment: null, customer_name: null }]);
    }
    expect(await sender.figures()).toEqual(figures);
    await refresh(sender.tenant.store, Date.now() + 60_000);
    expect(await sender.figures()).toEqual(figures);
    const log = await env.DB.prepare(
      `SELECT subject FROM audit_log WHERE tenant = ?1 AND action = 'customer_erased'`,
    )
      .bind(sender.tenant.slug)
      .all();
    expect(log.results).toEqual([{ subject: expect.stringMatching(/^erased-[\w-]{22}$/) }]);
  },
);

test('replays, edits and late records bring nothing back; a later one is a new customer', async () => {
  const sender = await senderOf();
  await sender.send(...SENT);
  expect(await sender.counts({ type: 'customer', id: 'crm-7', deleted: true })).toEqual({ deleted: 1 });
  expect(await sender.counts(...SENT)).toEqual({ unchanged: SENT.length });
  const edited = { ...SENT[0], outcome: 'resolved', updated_at: '2026-03-13T00:00:00Z' };
  expect(await sender.counts(edited)).toEqual({ updated: 1 });
  const late = aCall('c4', { customer, transcript: 'xylophone' });
  expect(await sender.counts(aRating('e4', 'c4', 1, words), late, aRating('e5', 'c2', 2, words))).toEqual({
    created: 3,
  });
  expect((await everythingOf(sender)).match(CLEAR)).toBeNull();
  expect((await sender.figures()).total).toMatchObject({ calls: 4, distinct_customers: 2 });
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  await sender.send(aCall('c5', { customer, started_at: soon }));
  expect((await rowsOf(sender)).find(({ id }) => id === 'c5')).toMatchObject({ customer_id: 'crm-7' });
});

test.each([PHONE, '+5511912345678', 'ana@silva.example'])(
  'a number or address names its customer: %s',
  async (id) => {
    const sender = await senderOf();
    const { id: _, ...unnamed } = customer;
    const sent = id.includes('@') ? { email: customer.email } : unnamed;
    await sender.send(aCall('c1', { customer: sent }));
    expect((await erase(sender, id)).status).toBe(204);
    expect(await rowsOf(sender)).toMatchObject([
      { customer_id: expect.stringMatching(/^erased-/), personal: null, phone_hash: null },
    ]);
  },
);

test('an unknown customer is unchanged, and remembered; in one batch the order does not matter', async () => {
  const sender = await senderOf();
  expect(await sender.counts({ type: 'customer', id: 'crm-7', deleted: true })).toEqual({ unchanged: 1 });
  await sender.send(...SENT.slice(0, 2));
  expect((await everythingOf(sender)).match(CLEAR)).toBeNull();
  const other = await senderOf();
  await other.send({ type: 'customer', id: 'crm-7', deleted: true }, ...SENT);
  expect((await everythingOf(other)).match(CLEAR)).toBeNull();
});

test.each([
  ['completed', '2026-03-01', '2026-04-01', 'analytics', 'withdrawn'],
  ['completed', '2026-03-01', '2026-04-01', 'reviews', 'withdrawn'],
  ['queued', '2026-03-01', '2026-04-01', 'report', 'withdrawn'],
  ['completed', '2026-03-12', '2026-04-01', 'analytics', 'completed'],
  ['failed', '2026-03-01', '2026-04-01', 'report', 'failed'],
])('an export that is %s, of %s to %s, %s: %s', async (status, from, to, kind, becomes) => {
  const sender = await senderOf();
  await sender.send(...SENT);
  const job = {
    tenant: sender.tenant.slug,
    id: 'x',
    kind,
    format: 'csv',
    spec: '{}',
    from_date: from,
    to_date: to,
    time_zone: 'UTC',
    period_start: Date.parse(from) / 1_000,
    period_end: Date.parse(to) / 1_000,
    status,
    created_at: 1,
    expires_at: 4_000_000_000,
    fence: 1,
    lease_until: 5,
    attempts: 0,
    rows_written: 0,
    has_file: 1,
  };
  const names = Object.keys(job);
  await env.DB.prepare(`INSERT INTO export_jobs (${names.join()}) VALUES (${names.map(() => '?').join()})`)
    .bind(...Object.values(job))
    .run();
  await erase(sender, 'crm-7');
  const row = await env.DB.prepare('SELECT status, fence, has_file FROM export_jobs WHERE tenant = ?1')
    .bind(sender.tenant.slug)
    .first();
  expect(row).toEqual({ status: becomes, fence: becomes === status ? 1 : 2, has_file: 1 });
});
