import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { findJob } from '../../src/exports/jobs.ts';
import type { MaintenanceMessage } from '../../src/maintenance/tasks.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import worker from '../../src/worker.ts';
import { newJob } from '../exports/synthetic.ts';
import { differencesOf, expectSettled, far, History, pendingOf, stateOf } from '../rollups/support.ts';
import { freshTenant, nowSeconds } from '../support/tenant.ts';

const AGE = statement('UPDATE changes SET changed_at = ?2 WHERE tenant = ?1');
const DAMAGE = statement(`
  UPDATE rollups SET base_measures = replace(base_measures, '1', '2') WHERE tenant = ?1 AND dimension = 'all' AND day = ?2`);
const LOSE = statement(`DELETE FROM rollups WHERE tenant = ?1 AND dimension = 'agent' AND day = ?2`);
const INVENT = statement(`
  INSERT INTO rollups (tenant, generation, dimension, member, day, base_measures, customers, agents, agent_ratings)
  SELECT ?1, r.generation, r.dimension, 'nobody', r.day, r.base_measures, r.customers, r.agents, r.agent_ratings
  FROM rollups r WHERE r.tenant = ?1 AND r.dimension = 'all' AND r.day = ?2`);

/** The last day that random records touch most, as a day of 1970 and on. */
const DAY = Date.parse('2026-03-29') / 86_400_000;

let history: History;

beforeEach(async () => {
  history = new History(await freshTenant(), 11);
  await history.random(80);
});

async function deliver(...tenants: string[]) {
  return deliverAll(tenants.map((tenant) => ({ tenant })));
}

async function deliverAll(bodies: readonly MaintenanceMessage[]) {
  const messages = bodies.map((body, index) => ({
    id: `m${index}`,
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  const batch = createMessageBatch<MaintenanceMessage>('callmeter-refresh', messages);
  const context = createExecutionContext();
  await worker.queue(batch, env);
  await waitOnExecutionContext(context);
  return getQueueResult(batch, context);
}

async function cron(expression: string): Promise<void> {
  await worker.scheduled(createScheduledController({ scheduledTime: new Date(), cron: expression }), env);
}

/** The cron of the night, and then what it asks for of this tenant. */
async function night(): Promise<MaintenanceMessage[]> {
  const asked: MaintenanceMessage[] = [];
  const sendBatch = async (messages: Iterable<{ body: MaintenanceMessage }>) => {
    asked.push(...[...messages].map(({ body }) => body));
  };
  const controller = createScheduledController({ scheduledTime: new Date(), cron: '17 2 * * *' });
  await worker.scheduled(controller, { ...env, NIGHTLY_QUEUE: { ...env.NIGHTLY_QUEUE, sendBatch } as never });
  const own = asked.filter(({ tenant }) => tenant === history.tenant.slug);
  await deliverAll(own);
  return own;
}

describe('the queue', () => {
  test('a message delivered twice, in one batch and in two, is one refresh', async () => {
    const figures = await history.figures();
    const { slug } = history.tenant;
    expect(await deliver(slug, slug)).toMatchObject({ outcome: 'ok', retryBatch: { retry: false } });
    const { version } = await stateOf(history.tenant);
    expect(version).toBe(1);
    await deliver(slug);
    expect((await stateOf(history.tenant)).version).toBe(version);
    await expectSettled(history, figures);
  });

  test('messages of several tenants, one of them unknown', async () => {
    const other = new History(await freshTenant(), 12);
    await other.random(30);
    const figures = [await history.figures(), await other.figures()];
    await deliver(other.tenant.slug, 'no-such-tenant', history.tenant.slug);
    await expectSettled(history, figures[0]!);
    await expectSettled(other, figures[1]!);
  });
});

describe('every minute', () => {
  test('what is few and young waits', async () => {
    const pending = await pendingOf(history.tenant);
    await history.tenant.store.batch([AGE.with(nowSeconds() - 14 * 60)]);
    await cron('* * * * *');
    expect(await pendingOf(history.tenant)).toBe(pending);
    expect((await stateOf(history.tenant)).last_refreshed_at).toBeNull();
  });

  test('what is 15 minutes old is taken in', async () => {
    const figures = await history.figures();
    await history.tenant.store.batch([AGE.with(nowSeconds() - 15 * 60)]);
    await cron('* * * * *');
    expect((await stateOf(history.tenant)).last_refreshed_at).toBeGreaterThan(nowSeconds() - 60);
    await expectSettled(history, figures);
  });

  test('what is 500 is taken in, 499 wait', async () => {
    await refresh(history.tenant, { deadline: far() });
    const calls = Array.from({ length: 500 }, (_, index) => ({
      type: 'interaction',
      id: `x${index}`,
      kind: 'call',
      status: 'missed',
      started_at: '2026-03-28T10:00:00Z',
    }));
    await history.store(calls.slice(0, 499));
    await cron('* * * * *');
    expect(await pendingOf(history.tenant)).toBe(499);
    await history.store(calls.slice(499));
    const figures = await history.figures();
    await cron('* * * * *');
    await expectSettled(history, figures);
  });

  test('a tenant in trouble does not keep the others waiting', async () => {
    const [broken, other] = [
      new History(await freshTenant({ slug: `a-${history.tenant.slug.slice(2)}` }), 13),
      new History(await freshTenant({ slug: `z-${history.tenant.slug.slice(2)}` }), 14),
    ];
    await broken.random(5);
    await other.random(5);
    const figures = await other.figures();
    for (const { tenant } of [broken, other]) await tenant.store.batch([AGE.with(0)]);
    await env.DB.prepare(`UPDATE changes SET current = 'no JSON', base = NULL WHERE tenant = ?1`)
      .bind(broken.tenant.slug)
      .run();
    const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await cron('* * * * *');
    expect(errors.mock.calls.flat().join()).toContain(broken.tenant.slug);
    errors.mockRestore();
    await expectSettled(other, figures);
    await env.DB.prepare('DELETE FROM changes WHERE tenant = ?1').bind(broken.tenant.slug).run();
  });
});

describe('every night', () => {
  beforeEach(async () => {
    await refresh(history.tenant, { deadline: far() });
    // Reconcile looks at the last days by the clock.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-30T02:17:00Z') });
    return () => vi.useRealTimers();
  });

  test('rollups that are right stay as they are', async () => {
    const figures = await history.figures();
    const { version } = await stateOf(history.tenant);
    await night();
    expect(await stateOf(history.tenant)).toMatchObject({
      version,
      reconcile_differences: 0,
      last_reconciled_at: Date.parse('2026-03-30T02:17:00Z') / 1_000,
    });
    expect(await history.figures()).toEqual(figures);
  });

  test.each([
    ['a row with wrong figures', DAMAGE],
    ['rows that are missing', LOSE],
    ['a row of nobody', INVENT],
  ])('%s: reported and repaired', async (_, damage) => {
    const figures = await history.figures();
    await history.tenant.store.batch([damage.with(DAY)]);
    const warnings = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await night();
    expect(warnings.mock.calls.flat().join()).toContain(`"tenant":"${history.tenant.slug}"`);
    warnings.mockRestore();
    const { reconcile_differences } = await stateOf(history.tenant);
    expect(reconcile_differences).toBeGreaterThanOrEqual(1);
    expect(await differencesOf(history.tenant)).toBe(0);
    expect(await history.figures()).toEqual(figures);
    await night();
    expect(await stateOf(history.tenant)).toMatchObject({ reconcile_differences: 0 });
  });

  test('each task is asked for by itself; what is older than the retention goes', async () => {
    const { store, slug } = history.tenant;
    const SEAL = statement(`UPDATE interactions SET personal = x'5ea1ed' WHERE tenant = ?1 AND removed = 0`);
    const SEALED = statement<{ count: number }>(
      'SELECT count(*) AS count FROM interactions WHERE tenant = ?1 AND personal IS NOT NULL',
    );
    const KEEP = statement('UPDATE tenants SET retention_days = ?2 WHERE tenant = ?1');
    await store.batch([SEAL.with(), KEEP.with(36_500)]);
    expect(await night()).toEqual([
      { tenant: slug, task: 'forget' },
      { tenant: slug, task: 'forget_exports' },
      { tenant: slug, task: 'forget_answers' },
      { tenant: slug, task: 'reconcile' },
      { tenant: slug, task: 'measure_storage' },
      { tenant: slug, task: 'outbox' },
    ]);
    const [[kept]] = await store.batch([SEALED.with()]);
    expect(kept?.count).toBeGreaterThan(0);
    vi.setSystemTime(Date.parse('2030-01-01T02:17:00Z'));
    await store.batch([KEEP.with(30)]);
    await night();
    expect(await store.batch([SEALED.with()])).toEqual([[{ count: 0 }]]);
  });

  test('jobs whose files expired 30 days ago are forgotten', async () => {
    const { tenant } = history;
    const day = 86_400;
    const [old, young] = [await newJob(tenant, 'csv', nowSeconds() - 38 * day), await newJob(tenant, 'csv')];
    await night();
    expect([await findJob(tenant, old.job.id), (await findJob(tenant, young.job.id))?.id]).toEqual([
      undefined,
      young.job.id,
    ]);
  });

  test('pending changes are no differences', async () => {
    await history.random(30);
    const figures = await history.figures();
    await night();
    expect(await stateOf(history.tenant)).toMatchObject({ reconcile_differences: 0 });
    expect(await history.figures()).toEqual(figures);
  });
});
