import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { tenantsWithExportsToSweep } from '../../src/db/catalog-store.ts';
import { newMeter } from '../../src/db/meter.ts';
import { statement } from '../../src/db/statement.ts';
import type { SliceMessage } from '../../src/exports/create.ts';
import { findJob, findRow, GIVEN_UP, MAX_ATTEMPTS } from '../../src/exports/jobs.ts';
import { runSlice } from '../../src/exports/run.ts';
import { forgetOldExports, sweepExports } from '../../src/exports/sweep.ts';
import worker from '../../src/worker.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';
import { newJob, storedNames, workshopOf } from './synthetic.ts';

const DAY = 86_400;

async function sweep(tenant: TestTenant, now: number): Promise<string[]> {
  const sent: string[] = [];
  const queue = { send: async ({ job }: SliceMessage) => void sent.push(job) } as never;
  await sweepExports(contextOf(tenant, { now, env: { ...env, EXPORT_QUEUE: queue } }));
  return sent;
}

async function isDue(tenant: TestTenant, now: number): Promise<boolean> {
  return (await tenantsWithExportsToSweep(env.DB, now, newMeter())).includes(tenant.slug);
}

test('a job that sits queued is asked for again, once a minute', async () => {
  const tenant = await freshTenant();
  const now = nowSeconds();
  const { id } = (await newJob(tenant, 'csv', now)).job;
  expect([await isDue(tenant, now + 59), await sweep(tenant, now + 59)]).toEqual([false, []]);
  expect([await isDue(tenant, now + 60), await sweep(tenant, now + 60)]).toEqual([true, [id]]);
  expect(await sweep(tenant, now + 61)).toEqual([]);
  expect(await sweep(tenant, now + 120)).toEqual([id]);
});

test('a job that is not done after six hours fails', async () => {
  const tenant = await freshTenant();
  const now = nowSeconds();
  const { id } = (await newJob(tenant, 'csv', now)).job;
  expect(await sweep(tenant, now + 6 * 3_600)).toEqual([]);
  const { status, error } = (await findJob(tenant, id))!;
  expect([status, error]).toEqual(['failed', expect.stringContaining('6 hours')]);
});

test('an expired job keeps its status and loses its file, then is forgotten', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  await runSlice(workshopOf(tenant, 10), job.id);
  await sweep(tenant, job.expiresAt - 1);
  expect(await storedNames(tenant)).toHaveLength(1);
  expect(await isDue(tenant, job.expiresAt)).toBe(true);
  await sweep(tenant, job.expiresAt);
  expect(await storedNames(tenant)).toEqual([]);
  expect(await isDue(tenant, job.expiresAt + DAY)).toBe(false);
  await forgetOldExports(contextOf(tenant, { now: job.expiresAt + 30 * DAY - 1 }));
  expect(await findJob(tenant, job.id)).toMatchObject({ status: 'completed', rowsWritten: 20 });
  await forgetOldExports(contextOf(tenant, { now: job.expiresAt + 30 * DAY }));
  expect(await findJob(tenant, job.id)).toBeUndefined();
});

test('a withdrawn job loses its upload and what it carried', async () => {
  const tenant = await freshTenant();
  const { id } = (await newJob(tenant)).job;
  expect(await runSlice(workshopOf(tenant, 50_000, { sliceMilliseconds: 0 }), id)).toBe('more');
  expect(await storedNames(tenant)).toHaveLength(1);
  const withdraw = statement(
    "UPDATE export_jobs SET status = 'withdrawn', fence = fence + 1, lease_until = 0 WHERE tenant = ?1 AND id = ?2",
  );
  await tenant.store.batch([withdraw.with(id)]);
  await sweep(tenant, nowSeconds());
  expect(await storedNames(tenant)).toEqual([]);
  expect((await findRow(tenant, id))?.has_file).toBe(0);
});

function batchOf(queue: string, body: SliceMessage) {
  return createMessageBatch<SliceMessage>(queue, [{ id: '1', timestamp: new Date(), attempts: 1, body }]);
}

test('a message of the queue makes the file', async () => {
  const tenant = await freshTenant();
  const { job, sent } = await newJob(tenant);
  const batch = batchOf('callmeter-exports', sent[0]!);
  const context = createExecutionContext();
  await worker.queue(batch, env);
  expect((await getQueueResult(batch, context)).outcome).toBe('ok');
  expect(await findJob(tenant, job.id)).toMatchObject({ status: 'completed', rowsWritten: 0 });
});

test('a message that failed again and again fails its job, unless it was hardly tried or a worker holds it', async () => {
  const tenant = await freshTenant();
  const [idle, held, untried] = [await newJob(tenant), await newJob(tenant), await newJob(tenant)];
  const leave = statement(
    'UPDATE export_jobs SET lease_until = ?3, attempts = ?4 WHERE tenant = ?1 AND id = ?2',
  );
  await tenant.store.batch([
    leave.with(idle.job.id, nowSeconds(), MAX_ATTEMPTS),
    leave.with(held.job.id, nowSeconds() + 60, MAX_ATTEMPTS),
  ]);
  for (const { sent } of [idle, held, untried]) {
    await worker.queue(batchOf('callmeter-exports-failed', sent[0]!), env);
  }
  expect(await findJob(tenant, idle.job.id)).toMatchObject({ status: 'failed', error: GIVEN_UP });
  for (const { id } of [held.job, untried.job]) {
    expect(await findJob(tenant, id)).toMatchObject({ status: 'queued', error: null });
  }
});

test('the minutely cron sweeps', async () => {
  const tenant = await freshTenant();
  const { id } = (await newJob(tenant, 'csv', nowSeconds() - 7 * 3_600)).job;
  await worker.scheduled(createScheduledController({ cron: '* * * * *' }), env);
  expect((await findJob(tenant, id))?.status).toBe('failed');
});
