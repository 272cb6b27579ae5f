import { createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { findJob } from '../../src/exports/jobs.ts';
import { NIGHTLY, type NightlyTask } from '../../src/maintenance/nightly.ts';
import { eachMessage } from '../../src/maintenance/tasks.ts';
import worker from '../../src/worker.ts';
import { newJob } from '../exports/synthetic.ts';
import { History, pendingOf, stateOf } from '../rollups/support.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';
import { askedBy, deliverTo, errorLines } from './queues.ts';

const NIGHT = '17 2 * * *';
const TASKS = Object.keys(NIGHTLY) as NightlyTask[];
const DAY = 86_400;

const KEEP_FOR_A_MONTH = statement('UPDATE tenants SET retention_days = 30 WHERE tenant = ?1');
const SEAL = statement(`UPDATE interactions SET personal = x'5ea1ed' WHERE tenant = ?1 AND removed = 0`);
const SEALED = statement<{ count: number }>(
  'SELECT count(*) AS count FROM interactions WHERE tenant = ?1 AND personal IS NOT NULL',
);
const RUNS = statement<{ task: string }>('SELECT task FROM maintenance_runs WHERE tenant = ?1 ORDER BY task');

let [poisoned, healthy, other]: History[] = [];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-30T02:17:00Z') });
  [poisoned, healthy, other] = await Promise.all(
    [21, 22, 23].map(async (seed) => new History(await freshTenant(), seed)),
  );
  for (const history of [poisoned!, healthy!, other!]) {
    await history.random(20);
    await history.tenant.store.batch([KEEP_FOR_A_MONTH.with(), SEAL.with()]);
  }
  // No state of a tenant's own makes its refresh throw, so the database does.
  await env.DB.prepare(
    `CREATE TRIGGER refuses_one_tenant BEFORE UPDATE ON rollup_state
     WHEN NEW.tenant = '${poisoned!.tenant.slug}' AND NEW.data_version = OLD.data_version
     BEGIN SELECT RAISE(ABORT, 'the state cannot be written'); END`,
  ).run();
});

afterEach(async () => {
  vi.useRealTimers();
  await env.DB.prepare('DROP TRIGGER refuses_one_tenant').run();
  await env.DB.prepare('DELETE FROM changes WHERE tenant = ?1').bind(poisoned!.tenant.slug).run();
});

async function sealedOf({ store }: TestTenant): Promise<number> {
  const [[row]] = await store.batch([SEALED.with()]);
  return row!.count;
}

async function completedOf({ store }: TestTenant): Promise<string[]> {
  const [rows] = await store.batch([RUNS.with()]);
  return rows.map(({ task }) => task);
}

/** Personal data is gone, rollups were reconciled, and the old export is forgotten. */
async function expectNight(tenant: TestTenant, oldExport: string): Promise<void> {
  expect(await sealedOf(tenant)).toBe(0);
  expect(await stateOf(tenant)).toMatchObject({ last_reconciled_at: nowSeconds(), reconcile_differences: 0 });
  expect(await findJob(tenant, oldExport)).toBeUndefined();
  expect(await completedOf(tenant)).toEqual([...TASKS].sort());
}

describe('a tenant whose refresh throws', () => {
  test.each(['callmeter-refresh', 'callmeter-nightly'])(
    'in one batch of %s with nightly tasks of another: these are done and acknowledged',
    async (queue) => {
      const [{ tenant }, { slug }] = [healthy!, poisoned!.tenant];
      const { id } = (await newJob(tenant, 'csv', nowSeconds() - 38 * DAY)).job;
      const lines = errorLines();
      const result = await deliverTo(queue, [
        { tenant: slug },
        { tenant: slug },
        ...TASKS.map((task) => ({ tenant: tenant.slug, task })),
        { tenant: slug },
      ]);
      expect(lines()).toMatchObject([{ event: 'queue message failed', queue, tenant: slug, attempts: 1 }]);
      // Of its three messages one is retried: it was worked on once.
      expect(result).toEqual({
        outcome: 'ok',
        acknowledged: Array.from({ length: TASKS.length + 2 }, (_, index) => String(index + 1)),
        retried: [{ msgId: '0' }],
      });
      await expectNight(tenant, id);
    },
  );

  test('the night as cron asks for it: all tasks of all others, and its own that can be done', async () => {
    const jobs = await Promise.all(
      [healthy!, other!, poisoned!].map(({ tenant }) => newJob(tenant, 'csv', nowSeconds() - 38 * DAY)),
    );
    const own = [poisoned!, healthy!, other!].map(({ tenant }) => tenant.slug);
    const asked = (await askedBy(NIGHT)).filter(({ tenant }) => own.includes(tenant));
    expect(asked).toHaveLength(own.length * TASKS.length);
    const lines = errorLines();
    const { outcome, retried } = await deliverTo('callmeter-nightly', asked);
    expect(lines().map(({ event }) => event)).toContain('queue message failed');
    expect([outcome, retried.length]).toEqual(['ok', 1]);
    expect(asked[Number(retried[0]!.msgId)]).toEqual({ tenant: poisoned!.tenant.slug, task: 'reconcile' });
    await expectNight(healthy!.tenant, jobs[0]!.job.id);
    await expectNight(other!.tenant, jobs[1]!.job.id);
    expect(await sealedOf(poisoned!.tenant)).toBe(0);
    expect((await stateOf(poisoned!.tenant)).last_reconciled_at).toBeNull();
    expect(await completedOf(poisoned!.tenant)).toEqual(TASKS.filter((task) => task !== 'reconcile').sort());
  });

  test('the minutely cron refreshes the others and sweeps their exports', async () => {
    const old = statement('UPDATE changes SET changed_at = 0 WHERE tenant = ?1');
    for (const { tenant } of [poisoned!, healthy!, other!]) await tenant.store.batch([old.with()]);
    const { id } = (await newJob(other!.tenant, 'csv', nowSeconds() - 7 * 3_600)).job;
    const lines = errorLines();
    await askedBy('* * * * *');
    expect(lines()).toMatchObject([{ event: 'maintenance failed', tenant: poisoned!.tenant.slug }]);
    expect([await pendingOf(healthy!.tenant), await pendingOf(other!.tenant)]).toEqual([0, 0]);
    expect((await findJob(other!.tenant, id))?.status).toBe('failed');
  });
});

describe('the minutely cron', () => {
  /** A database that refuses statements which name a table. */
  const without = (table: string): D1Database =>
    new Proxy(env.DB, {
      get(database, name) {
        if (name === 'batch') return database.batch.bind(database);
        return (text: string) => {
          if (new RegExp(`FROM ${table}\\b`).test(text)) throw new Error(`no ${table}`);
          return database.prepare(text);
        };
      },
    });

  test.each(['export_jobs', 'changes'])('does the rest of its work without %s', async (table) => {
    const { store } = healthy!.tenant;
    await store.batch([statement('UPDATE changes SET changed_at = 0 WHERE tenant = ?1').with()]);
    const { id } = (await newJob(healthy!.tenant, 'csv', nowSeconds() - 7 * 3_600)).job;
    const lines = errorLines();
    await worker.scheduled(createScheduledController({ scheduledTime: new Date(), cron: '* * * * *' }), {
      ...env,
      DB: without(table),
    });
    expect(lines()).toContainEqual({
      level: 'error',
      event: 'maintenance failed',
      error: expect.stringContaining(`no ${table}`),
    });
    const isSwept = (await findJob({ store }, id))?.status === 'failed';
    expect([isSwept, (await pendingOf(healthy!.tenant)) === 0]).toEqual([
      table !== 'export_jobs',
      table !== 'changes',
    ]);
  });
});

describe('a message', () => {
  test.each([
    [1, 30],
    [2, 60],
    [3, 120],
    [6, 900],
    [50, 900],
  ])('that failed %i times waits %i seconds', async (attempts, delaySeconds) => {
    const lines = errorLines();
    const message = { id: '1', timestamp: new Date(), attempts, body: 'x', ack: vi.fn(), retry: vi.fn() };
    const batch = { queue: 'q', messages: [message] } as unknown as MessageBatch<string>;
    await eachMessage(batch, () => Promise.reject(new Error('no')));
    lines();
    expect(message.retry.mock.calls).toEqual([[{ delaySeconds }]]);
    expect(message.ack).not.toHaveBeenCalled();
  });

  test('has an equal share of the run, and comes after those that were tried less often', async () => {
    const message = (body: string, attempts: number) => ({ attempts, body, ack: vi.fn(), retry: vi.fn() });
    const messages = [message('c', 4), message('a', 1), message('b', 2), message('d', 5)];
    const shares: [string, number][] = [];
    const start = Date.now();
    await eachMessage({ queue: 'q', messages } as unknown as MessageBatch<string>, async (body, until) => {
      shares.push([body, until - Date.now()]);
      vi.setSystemTime(body === 'a' ? start + 1_000_000 : Date.now());
    });
    expect(shares).toEqual([
      ['a', 5_000],
      ['b', 1_000],
      ['c', 1_000],
      ['d', 1_000],
    ]);
  });

  test.each([[{}], [null], ['text'], [{ tenant: 7 }], [{ tenant: 'x', task: 'drop_everything' }]])(
    'of %j fails by itself',
    async (body) => {
      const lines = errorLines();
      const result = await deliverTo('callmeter-nightly', [
        body,
        { tenant: healthy!.tenant.slug, task: 'forget' },
      ]);
      lines();
      expect([result.acknowledged, result.retried.map(({ msgId }) => msgId)]).toEqual([['1'], ['0']]);
      expect(await sealedOf(healthy!.tenant)).toBe(0);
    },
  );

  test('that was given up is logged and acknowledged', async () => {
    const lines = errorLines();
    const message = { tenant: healthy!.tenant.slug, task: 'forget' };
    const { acknowledged } = await deliverTo('callmeter-maintenance-failed', [message]);
    expect(lines()).toEqual([{ level: 'error', event: 'maintenance message failed', ...message }]);
    expect(acknowledged).toEqual(['0']);
  });

  test('of a tenant that does not exist leaves nothing behind', async () => {
    const gone = { tenant: 'no-such-tenant', task: 'forget' };
    expect((await deliverTo('callmeter-nightly', [gone])).acknowledged).toEqual(['0']);
    const { results } = await env.DB.prepare('SELECT * FROM maintenance_runs WHERE tenant = ?1')
      .bind(gone.tenant)
      .all();
    expect(results).toEqual([]);
  });
});
