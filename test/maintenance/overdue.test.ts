import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { overdueTasks } from '../../src/db/catalog-store.ts';
import { newMeter } from '../../src/db/meter.ts';
import { NIGHTLY, type NightlyTask } from '../../src/maintenance/nightly.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';
import { askedBy, deliverTo, errorLines } from './queues.ts';

const HOURLY = '47 * * * *';
const TASKS = Object.keys(NIGHTLY) as NightlyTask[];
const START = Date.parse('2026-11-28T02:17:00Z');
const HOUR = 3_600_000;

let tenant: TestTenant;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  tenant = await freshTenant();
});
afterEach(() => vi.useRealTimers());

/** The tasks that the hourly cron asks for, so many hours after the start. */
async function askedAfter(hours: number): Promise<unknown[]> {
  vi.setSystemTime(START + hours * HOUR);
  const lines = errorLines();
  const asked = (await askedBy(HOURLY)).filter((message) => message.tenant === tenant.slug);
  const logged = lines().filter((line) => line.tenant === tenant.slug);
  expect(logged).toEqual(
    asked.map((message) => ({ level: 'error', event: 'maintenance overdue', ...message })),
  );
  return asked.map(({ task }) => task);
}

test('tasks that were never done are asked for every hour, once the tenant is 26 hours old, until they are', async () => {
  expect(await askedAfter(26)).toEqual([]);
  expect(await askedAfter(27)).toEqual(TASKS);
  expect(await askedAfter(28)).toEqual(TASKS);
  await deliverTo('callmeter-nightly', [{ tenant: tenant.slug, task: 'forget' }]);
  expect(await askedAfter(29)).toEqual(TASKS.filter((task) => task !== 'forget'));
});

test('a task whose message was lost is asked for 26 hours after it was last done', async () => {
  const all = TASKS.map((task) => ({ tenant: tenant.slug, task }));
  vi.setSystemTime(START + 24 * HOUR);
  await deliverTo('callmeter-nightly', all);
  vi.setSystemTime(START + 48 * HOUR);
  await deliverTo(
    'callmeter-nightly',
    all.filter(({ task }) => task !== 'forget_exports'),
  );
  expect(await askedAfter(50)).toEqual([]);
  expect(await askedAfter(51)).toEqual(['forget_exports']);
});

test('looking for them reads a few rows per tenant', async () => {
  await deliverTo('callmeter-nightly', [{ tenant: tenant.slug, task: 'forget' }]);
  const { results } = await env.DB.prepare('SELECT tenant FROM tenants').all();
  const meter = newMeter();
  await overdueTasks(env.DB, TASKS, nowSeconds(), meter);
  expect(meter.rowsRead).toBeLessThanOrEqual(results.length * 4 * TASKS.length + 20);
  expect(meter.trips).toBe(1);
});
