import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { runSlice } from '../../src/exports/run.ts';
import { sweepExports } from '../../src/exports/sweep.ts';
import { runTask } from '../../src/maintenance/tasks.ts';
import { GUARDED, sampleUrl } from '../contract/sample.ts';
import { newJob, workshopOf } from '../exports/synthetic.ts';
import { call, problemIn } from '../support/client.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant, nowSeconds, sessionToken, type TestTenant } from '../support/tenant.ts';

const DAY = 86_400;

let bearer: string;

beforeAll(async () => {
  bearer = await sessionToken({ role: 'super_admin' });
});

function patch({ slug }: TestTenant, body: object, as = bearer): Promise<Response> {
  return call(`/api/v1/tenants/${slug}`, { method: 'PATCH', bearer: as, body });
}

async function suspended(): Promise<TestTenant> {
  const tenant = await freshTenant();
  expect((await patch(tenant, { status: 'suspended' })).status).toBe(200);
  return tenant;
}

describe('a suspended tenant', () => {
  let tenant: TestTenant;
  let removing: TestTenant;
  /** A key of each, by slug. */
  const keys = new Map<string, string>();

  beforeAll(async () => {
    tenant = await suspended();
    removing = await freshTenant();
    for (const each of [tenant, removing]) keys.set(each.slug, (await each.key()).key);
    const options = { method: 'DELETE', bearer, body: { confirm: removing.slug } };
    expect((await call(`/api/v1/tenants/${removing.slug}`, options)).status).toBe(202);
  });

  test.each(GUARDED.filter(({ operation }) => operation.credential === 'tenant'))(
    '$title refuses its keys and sessions, whatever their role',
    async (sample) => {
      const { method, permission } = sample.operation;
      for (const each of [tenant, removing]) {
        const credentials = await Promise.all((permission?.roles ?? []).map((role) => each.token(role)));
        if (permission?.scope) credentials.push(keys.get(each.slug)!);
        const answers = credentials.map(async (credential) => {
          const asked = { method, bearer: credential, tenant: each.slug };
          const { status, detail } = await problemIn(await call(sampleUrl(sample, each), asked));
          return [status, detail];
        });
        const refused = [403, expect.stringMatching(/suspended|being removed/)];
        expect(await Promise.all(answers)).toEqual(credentials.map(() => refused));
      }
    },
  );

  test('cannot be rated, as if there was none', async () => {
    const rate = (slug: string) =>
      call('/api/v1/call/evaluate/c1', { method: 'POST', tenant: slug, body: { evaluation: { rating: 5 } } });
    const answers = await Promise.all([tenant.slug, removing.slug, 'no-such-tenant'].map(rate));
    const problems = await Promise.all(answers.map(problemIn));
    expect(problems.map(({ status, detail }) => [status, detail])).toEqual(
      problems.map(() => [problems[2]!.status, problems[2]!.detail]),
    );
  });

  test('is shown to a super_admin and nobody else, who lifts it at once', async () => {
    const own = await suspended();
    const path = `/api/v1/tenants/${own.slug}`;
    const owner = await own.token('tenant_owner');
    const { key } = await own.key();
    expect(await (await call(path, { bearer })).json()).toMatchObject({ status: 'suspended', removal: null });
    expect((await call(path, { bearer: owner })).status).toBe(403);
    expect((await patch(own, { name: 'New' }, owner)).status).toBe(403);
    expect((await patch(own, { status: 'active' }, owner)).status).toBe(403);
    expect(await (await call(path, { bearer })).json()).toMatchObject({ name: 'Test tenant' });
    expect((await patch(own, { status: 'active' })).status).toBe(200);
    expect((await call('/api/v1/evaluations', { bearer: key })).status).toBe(200);
    expect(await (await patch(own, { status: 'off' })).json()).toMatchObject({ status: 400 });
    const log = await call('/api/v1/audit-log?action=tenant_changed', { bearer: owner });
    const { entries } = await log.json<{ entries: { details: unknown }[] }>();
    expect(entries.map(({ details }) => details)).toEqual([
      { status: { old: 'suspended', new: 'active' } },
      { status: { old: 'active', new: 'suspended' } },
    ]);
  });

  test('is refused from memory for at most 60 seconds: an isolate that did not hear of it', async () => {
    const own = await freshTenant();
    const { key } = await own.key();
    const status = async () => (await call('/api/v1/evaluations', { bearer: key })).status;
    expect(await status()).toBe(200);
    await env.DB.prepare("UPDATE tenants SET status = 'suspended' WHERE tenant = ?1").bind(own.slug).run();
    vi.setSystemTime(Date.now() + 61_000);
    try {
      expect(await status()).toBe(403);
    } finally {
      vi.useRealTimers();
    }
  });

  test('keeps its exports in hand, which go on once it is lifted, however long that took', async () => {
    const own = await freshTenant();
    const { id } = (await newJob(own, 'csv', nowSeconds() - 7 * 3_600)).job;
    await patch(own, { status: 'suspended' });
    const sent: unknown[] = [];
    const queue = { send: async (message: unknown) => void sent.push(message) } as never;
    const sweep = () => sweepExports(contextOf(own, { env: { ...env, EXPORT_QUEUE: queue } }));
    const run = () => runSlice(workshopOf(own, 3), id);
    await sweep();
    expect([await run(), sent]).toEqual(['lost', []]);
    await patch(own, { status: 'active' });
    await sweep();
    expect(sent).toEqual([{ tenant: own.slug, job: id }]);
    expect(await run()).toBe('over');
    const [[job]] = await own.store.batch([
      { text: 'SELECT status FROM export_jobs WHERE tenant = ?1 AND id = ?2', params: [id] },
    ]);
    expect(job).toEqual({ status: 'completed' });
  });

  test('still loses what is personal and too old', async () => {
    const own = await freshTenant({ retentionDays: 1 });
    await env.DB.prepare(
      `INSERT INTO interactions (tenant, id, version, digest, removed, started_at, is_call, body, personal)
       VALUES (?1, 'old', 1, x'', 0, ?2, 1, '{}', CAST('{"name":"Eve"}' AS BLOB))`,
    )
      .bind(own.slug, nowSeconds() - 3 * DAY)
      .run();
    await patch(own, { status: 'suspended' });
    await runTask(env, { tenant: own.slug, task: 'forget' }, Date.now() + 20_000);
    const row = env.DB.prepare('SELECT personal FROM interactions WHERE tenant = ?1').bind(own.slug);
    expect(await row.first('personal')).toBeNull();
  });
});

describe('a removal', () => {
  const path = ({ slug }: TestTenant) => `/api/v1/tenants/${slug}`;

  test('wants the slug once more, is due in 7 days, and asked for twice is the same', async () => {
    const tenant = await freshTenant();
    const remove = (body: unknown) => call(path(tenant), { method: 'DELETE', bearer, body });
    expect((await problemIn(await remove({ confirm: 'another' }))).status).toBe(409);
    expect((await problemIn(await remove({}))).status).toBe(400);
    const first = await remove({ confirm: tenant.slug });
    const text = await first.text();
    const { removal } = JSON.parse(text);
    expect([first.status, Date.parse(removal.due_at) - Date.parse(removal.requested_at)]).toEqual([
      202,
      7 * DAY * 1_000,
    ]);
    const again = await remove({ confirm: tenant.slug });
    expect([again.status, await again.text()]).toEqual([202, text]);
    expect(await (await call(path(tenant), { bearer })).json()).toMatchObject({
      status: 'suspended',
      removal,
    });
    expect((await problemIn(await patch(tenant, { status: 'active' }))).status).toBe(409);
  });

  test('can be taken back; the tenant is then what it was', async () => {
    const tenant = await suspended();
    const restore = () => call(`${path(tenant)}/restore`, { method: 'POST', bearer });
    expect((await problemIn(await restore())).status).toBe(409);
    await call(path(tenant), { method: 'DELETE', bearer, body: { confirm: tenant.slug } });
    expect(await (await restore()).json()).toMatchObject({ status: 'suspended', removal: null });
    await patch(tenant, { status: 'active' });
    const { key } = await tenant.key();
    expect((await call('/api/v1/evaluations', { bearer: key })).status).toBe(200);
  });

  test('of an unknown tenant is refused as a foreign one is', async () => {
    const options = { method: 'DELETE', bearer, body: { confirm: 'no-such-tenant' } };
    expect((await call('/api/v1/tenants/no-such-tenant', options)).status).toBe(403);
  });

  test('leaves a slug that nobody can use again, and says what it was', async () => {
    const tenant = await freshTenant();
    const { key } = await tenant.key();
    const insert = `INSERT INTO removed_tenants VALUES (?1, 1, 'user-1', 2, 3, '{"interactions":4}')`;
    await env.DB.prepare(insert).bind(tenant.slug).run();
    for (const table of ['tenants', 'api_keys', 'rollup_state']) {
      await env.DB.prepare(`DELETE FROM ${table} WHERE tenant = ?1`).bind(tenant.slug).run();
    }
    const body = { slug: tenant.slug, name: 'Again', time_zone: 'UTC' };
    const { status, detail } = await problemIn(
      await call('/api/v1/tenants', { method: 'POST', bearer, body }),
    );
    expect([status, detail]).toEqual([409, expect.stringContaining('removed')]);
    for (const table of ['tenants', 'rollup_state']) {
      const count = env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE tenant = ?1`).bind(tenant.slug);
      expect(await count.first('n')).toBe(0);
    }
    expect((await call('/api/v1/evaluations', { bearer: key })).status).toBe(401);
    const listed = await (await call('/api/v1/removed-tenants', { bearer })).json<{
      removed_tenants: unknown[];
    }>();
    expect(listed.removed_tenants).toContainEqual({
      slug: tenant.slug,
      requested_at: '1970-01-01T00:00:01Z',
      requested_by: 'user-1',
      removed_at: '1970-01-01T00:00:03Z',
      counts: { interactions: 4 },
    });
  });

  test('makes late messages of its tenant harmless', async () => {
    for (const task of [undefined, 'forget', 'forget_exports', 'forget_answers', 'reconcile'] as const) {
      const message = { tenant: 'long-gone', ...(task && { task }) };
      await expect(runTask(env, message, Date.now() + 20_000)).resolves.toBeUndefined();
    }
    const late = { store: (await freshTenant()).store };
    await expect(runSlice({ ...workshopOf(await freshTenant(), 1), ...late }, 'no-such-job')).resolves.toBe(
      'lost',
    );
  });
});
