import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { PERMISSIONS } from '../../src/auth/roles.ts';
import { Unavailable } from '../../src/errors.ts';
import { defineOperation } from '../../src/http/operation.ts';
import { forgetOldAnswers, PLATFORM, reserve } from '../../src/idempotency/reservation.ts';
import { ALL, type Sample } from '../contract/sample.ts';
import { appOf } from '../support/app.ts';
import { call, problemIn } from '../support/client.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';

const WEEK = { dateFrom: '2026-03-01', dateTo: '2026-03-08' };

/** A body that each idempotent operation accepts, and a change that makes it another one. */
const BODIES: Readonly<Record<string, () => [body: object, other: object]>> = {
  createApiKey: () => [{ name: 'one', scopes: ['analytics:read'] }, { name: 'two' }],
  createTenant: () => [
    { slug: `t-${crypto.randomUUID().slice(0, 18)}`, name: 'One', time_zone: 'UTC' },
    { name: 'Two' },
  ],
  qualityExport: () => [{ ...WEEK, format: 'csv' }, { format: 'json' }],
  reportCreate: () => [{ ...WEEK, type: 'cost_summary', format: 'csv' }, { format: 'pdf' }],
  voiceExportCreate: () => [
    { start_date: '2026-03-01', end_date: '2026-03-08', format: 'csv' },
    { format: 'json' },
  ],
  exportTenant: () => [{}, {}],
  createServiceLevelPolicy: () => [
    {
      name: 'A rule',
      applies_to: { queue: `q-${crypto.randomUUID()}` },
      effective_from: '2026-03-01',
      seconds: 20,
      target_percent: 80,
    },
    { seconds: 30 },
  ],
  createWebhook: () => [
    { url: 'https://hooks.example.com/in', events: ['tenant.usage'] },
    { events: ['export.completed'] },
  ],
  createDashboard: () => [
    { name: 'One', tiles: [{ title: 'Calls', shape: 'figures', query: { metrics: ['total_calls'] } }] },
    { name: 'Two' },
  ],
  queryExportCreate: () => [
    { query: { metrics: ['total_calls'], period: { from: '2026-03-01', to: '2026-03-08' } }, format: 'csv' },
    { format: 'json' },
  ],
};

const IDEMPOTENT = ALL.filter(({ operation }) => operation.idempotent);

/** Sends a request to `sample`, always as the same user. */
async function sender({ operation }: Sample, tenant: TestTenant) {
  const bearer = await tenant.token(operation.permission!.roles[0]!);
  const path = operation.path.replace(':slug', tenant.slug);
  return (body: unknown, key?: string, asked: { bearer?: string } = {}) =>
    call(path, {
      method: 'POST',
      bearer: asked.bearer ?? bearer,
      tenant: tenant.slug,
      body,
      headers: key === undefined ? {} : { 'Idempotency-Key': key },
    });
}

async function rowsOf(tenant: string): Promise<{ answer: string | null }[]> {
  const { results } = await env.DB.prepare('SELECT * FROM idempotency_keys WHERE tenant = ?1')
    .bind(tenant)
    .all();
  return results as { answer: string | null }[];
}

test('every creation of a key, a tenant, an export, a report or a policy takes an Idempotency-Key', () => {
  expect(IDEMPOTENT.map(({ operation }) => operation.id).sort()).toEqual(Object.keys(BODIES).sort());
});

describe.each(IDEMPOTENT)('$title', (sample) => {
  let tenant: TestTenant;
  let send: Awaited<ReturnType<typeof sender>>;

  beforeAll(async () => {
    tenant = await freshTenant();
    send = await sender(sample, tenant);
  });

  test('sent again gives the first answer, and creates once', async () => {
    const [body, change] = BODIES[sample.operation.id]!();
    const key = crypto.randomUUID();
    const first = await send(body, key);
    const text = await first.text();
    expect([first.status, first.headers.get('Idempotent-Replayed')]).toEqual([sample.operation.status, null]);
    const again = await send(body, key);
    expect([again.status, again.headers.get('Idempotent-Replayed')]).toEqual([first.status, 'true']);
    expect(await again.text()).toBe(text);
    const other = { ...body, ...change };
    if (JSON.stringify(other) !== JSON.stringify(body)) {
      expect((await problemIn(await send(other, key))).status).toBe(422);
    }
    const rows = [...(await rowsOf(tenant.slug)), ...(await rowsOf(PLATFORM))];
    const stored = JSON.stringify(rows.map(({ answer }) => answer));
    const secrets = Object.values(JSON.parse(text)).filter((value) => String(value).length > 5);
    expect(secrets.filter((value) => stored.includes(String(value)))).toEqual([]);
  });

  test("is another caller's request, and another one without the header", async () => {
    const key = crypto.randomUUID();
    const answers = [
      await send(BODIES[sample.operation.id]!()[0], key),
      await send(BODIES[sample.operation.id]!()[0], key, {
        bearer: await tenant.token(sample.operation.permission!.roles[0]!),
      }),
      await send(BODIES[sample.operation.id]!()[0]),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => sample.operation.status));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(3);
  });

  test('of two at once one is carried out', async () => {
    const [body] = BODIES[sample.operation.id]!();
    const key = crypto.randomUUID();
    const answers = await Promise.all([send(body, key), send(body, key), send(body, key)]);
    const fresh = answers.filter(({ ok, headers }) => ok && headers.get('Idempotent-Replayed') === null);
    expect(fresh.length).toBe(1);
    for (const answer of answers.filter((each) => !fresh.includes(each))) {
      if (answer.ok) expect(answer.headers.get('Idempotent-Replayed')).toBe('true');
      else expect([answer.status, answer.headers.get('Retry-After')]).toEqual([409, '2']);
    }
  });

  test.each(['', 'a b', 'ä', 'x'.repeat(256)])('refuses the key %j', async (key) => {
    const { status, errors } = await problemIn(await send(BODIES[sample.operation.id]!()[0], key));
    expect([status, errors?.[0]?.path]).toEqual([400, 'Idempotency-Key']);
  });
});

describe('a creation whose worker died after it', () => {
  /** Base measures the reservation of the only request of the tenant as a dead worker does. */
  async function dies(tenant: TestTenant): Promise<void> {
    await env.DB.prepare('UPDATE idempotency_keys SET answer = NULL, lease_until = 0 WHERE tenant = ?1')
      .bind(tenant.slug)
      .run();
  }

  async function counted(table: string, { slug }: TestTenant): Promise<number | null | undefined> {
    return env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE tenant = ?1`)
      .bind(slug)
      .first<number>('n');
  }

  test('an API key is made once, and the one that is shown works', async () => {
    const tenant = await freshTenant();
    const send = await sender(IDEMPOTENT.find(({ operation }) => operation.id === 'createApiKey')!, tenant);
    const body = { name: 'one', scopes: ['analytics:read'] };
    const lost = await (await send(body, 'k')).json<{ id: string; key: string }>();
    await dies(tenant);
    const shown = await (await send(body, 'k')).json<{ id: string; key: string }>();
    expect([shown.id === lost.id, shown.key === lost.key]).toEqual([true, false]);
    expect(await counted('api_keys', tenant)).toBe(1);
    const statusOf = async (bearer: string) =>
      (await call('/api/v1/analytics/costs?date_from=x', { bearer })).status;
    expect([await statusOf(lost.key), await statusOf(shown.key)]).toEqual([401, 400]);
  });

  test('an export is made once, and written down once', async () => {
    const tenant = await freshTenant();
    const send = await sender(IDEMPOTENT.find(({ operation }) => operation.id === 'qualityExport')!, tenant);
    const body = { ...WEEK, format: 'csv' };
    const lost = await (await send(body, 'k')).json<{ jobId: string }>();
    await env.DB.prepare('UPDATE export_jobs SET created_at = created_at - 61 WHERE tenant = ?1')
      .bind(tenant.slug)
      .run();
    await dies(tenant);
    const shown = await (await send(body, 'k')).json<{ jobId: string }>();
    expect(shown.jobId).toBe(lost.jobId);
    expect(await counted('export_jobs', tenant)).toBe(1);
    const entries = env.DB.prepare(
      "SELECT count(*) AS n FROM audit_log WHERE tenant = ?1 AND action = 'export_created'",
    );
    expect(await entries.bind(tenant.slug).first('n')).toBe(1);
  });
});

describe('what is remembered', () => {
  /** An operation that does as it is told; the answers that it was asked for. */
  function toldOperation(results: (() => unknown)[]) {
    const creations: (string | undefined)[] = [];
    const operation = defineOperation({
      id: 'told',
      contract: 'core',
      method: 'POST',
      path: '/told',
      summary: 'Told.',
      credential: 'tenant',
      permission: PERMISSIONS.administer,
      idempotent: true,
      response: z.object({ n: z.int() }),
      handle: ({ creationId }) => {
        creations.push(creationId);
        return results.shift()!() as { n: number };
      },
    });
    return { send: appOf([operation]), creations };
  }

  test('a refusal is not; what may have been done goes on with the same creation', async () => {
    const tenant = await freshTenant();
    const bearer = await tenant.token('tenant_admin');
    const { send, creations } = toldOperation([
      () => {
        throw new Unavailable('Not now.', 1);
      },
      () => {
        throw new Error('unforeseen');
      },
      () => ({ n: 1 }),
    ]);
    const options = { method: 'POST', bearer, headers: { 'Idempotency-Key': 'k' } };
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await send('/told', options)).status);
    expect(statuses).toEqual([503, 500, 200, 200]);
    expect([creations.length, new Set(creations).size]).toEqual([3, 1]);
  });

  test('lasts for 24 hours, then it is a new request, and maintenance removes it', async () => {
    const tenant = await freshTenant();
    const asked = { id: 'i', fingerprint: 'f' };
    const now = nowSeconds();
    const first = await reserve(contextOf(tenant, { now }), asked);
    if (!('creationId' in first)) throw new Error('Not reserved.');
    await first.remember({ status: 201, headers: {}, data: { a: 1 } });
    expect(await reserve(contextOf(tenant, { now: now + 86_399 }), asked)).toEqual({
      status: 201,
      headers: {},
      data: { a: 1 },
    });
    const next = await reserve(contextOf(tenant, { now: now + 86_400 }), { id: 'i', fingerprint: 'g' });
    expect('creationId' in next && next.creationId !== first.creationId).toBe(true);
    expect((await rowsOf(tenant.slug)).length).toBe(1);
    await forgetOldAnswers(contextOf(tenant, { now: now + 2 * 86_400 }));
    expect(await rowsOf(tenant.slug)).toEqual([]);
  });

  test('costs nothing without the header', async () => {
    const tenant = await freshTenant();
    const bearer = await tenant.token('tenant_admin');
    const { send } = toldOperation([() => ({ n: 1 }), () => ({ n: 2 }), () => ({ n: 3 })]);
    await send('/told', { method: 'POST', bearer });
    const plain = await send('/told', { method: 'POST', bearer });
    const marked = await send('/told', { method: 'POST', bearer, headers: { 'Idempotency-Key': 'k' } });
    const cost = (response: Response) => response.headers.get('Server-Timing')?.match(/trips=.*(?=")/)?.[0];
    expect([cost(plain), cost(marked)]).toEqual([
      'trips=0 read=0 written=0',
      expect.stringMatching(/trips=2 .* written=2/),
    ]);
  });
});

test('a preflight allows the header, and a route that is not idempotent ignores it', async () => {
  const preflight = await call('/api/v1/api-keys', { method: 'OPTIONS' });
  expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('Idempotency-Key');
  const tenant = await freshTenant();
  const bearer = await tenant.token('tenant_admin');
  const options = { bearer, headers: { 'Idempotency-Key': 'k' } };
  expect((await call('/api/v1/api-keys', options)).status).toBe(200);
  expect(await rowsOf(tenant.slug)).toEqual([]);
});
