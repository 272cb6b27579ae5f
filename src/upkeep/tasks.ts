import type { Env } from '../env.ts';
import { forgetOldExports } from '../exports/sweep.ts';
import { forgetOld, SELECT_RETENTION } from '../facts/retention.ts';
import { logLine } from '../log.ts';
import { reconcile } from '../rollups/reconcile.ts';
import { refresh } from '../rollups/refresh.ts';
import { allTenants } from '../store/catalog-store.ts';
import { newMeter } from '../store/meter.ts';
import { storeFor, type TenantStore } from '../store/tenant-store.ts';
import { measureStorage } from '../usage/storage.ts';
import { logFailure } from './log-failure.ts';
import { RUN_MILLISECONDS } from './run-time.ts';

/** Seconds UTC; `until` is a time of Date.now(). */
type Task = (store: TenantStore, now: number, until: number) => Promise<{ done: boolean }>;

/** What is done for every tenant at night. */
const NIGHTLY = {
  forget: forgetOldOf,
  forget_exports: async (store, now) => {
    await forgetOldExports(store, now);
    return { done: true };
  },
  reconcile: reconcileOf,
  measure_storage: async (store, now) => {
    await measureStorage(store, now);
    return { done: true };
  },
} satisfies Record<string, Task>;

/** What is done for one tenant; without a task, its pending changes are taken in. */
export interface UpkeepMessage {
  tenant: string;
  task?: keyof typeof NIGHTLY;
}

/** The most messages that a queue takes at once. */
const QUEUE_BATCH = 100;

/** Every night: asks for each task of each tenant by itself, so that none uses up what an invocation is given. */
export async function askForNight(database: D1Database, queue: Env['REFRESH_QUEUE']): Promise<void> {
  const tenants = await allTenants<{ tenant: string }>(database, newMeter());
  const tasks = Object.keys(NIGHTLY) as (keyof typeof NIGHTLY)[];
  const messages = tenants.flatMap(({ tenant }) => tasks.map((task) => ({ body: { tenant, task } })));
  for (let from = 0; from < messages.length; from += QUEUE_BATCH) {
    await queue.sendBatch(messages.slice(from, from + QUEUE_BATCH));
  }
}

/** Does what a message asks for; not done where it should be asked for again. Running it twice does no harm. */
export async function keepUp(
  database: D1Database,
  { tenant, task }: UpkeepMessage,
): Promise<{ done: boolean }> {
  const store = storeFor(tenant, database, newMeter());
  const until = Date.now() + RUN_MILLISECONDS;
  if (task === undefined) return refresh(store, until);
  let outcome = { done: true };
  await logFailure(tenant, async () => {
    outcome = await NIGHTLY[task](store, Math.floor(Date.now() / 1_000), until);
  });
  return outcome;
}

/** What is personal and older than the tenant's retention goes. */
async function forgetOldOf(store: TenantStore, now: number, until: number): Promise<{ done: boolean }> {
  const [[tenant]] = await store.batch([SELECT_RETENTION.with()]);
  return tenant ? forgetOld(store, tenant.retention_days, now, until) : { done: true };
}

/** Checks a sample of the tenant's days against the facts and repairs what differs. */
async function reconcileOf(store: TenantStore, now: number): Promise<{ done: boolean }> {
  const report = await reconcile(store, now);
  if (report.differences > 0) logLine('error', { event: 'reconcile', tenant: store.tenant, ...report });
  return { done: true };
}
