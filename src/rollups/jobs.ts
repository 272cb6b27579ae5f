import type { Env } from '../env.ts';
import { forgetOld } from '../facts/retention.ts';
import { describeError, logLine } from '../log.ts';
import { allTenants, type Upkeep, upkeepOfAll } from '../store/catalog-store.ts';
import { newMeter } from '../store/meter.ts';
import { statement } from '../store/statement.ts';
import { storeFor, type TenantStore } from '../store/tenant-store.ts';
import { bringUpToDate } from './generations.ts';
import { LAYOUT } from './layout.ts';
import { reconcile } from './reconcile.ts';
import { refresh } from './refresh.ts';
import { isDue } from './thresholds.ts';

/** What is done for one tenant; without a task, its pending changes are taken in. */
export interface UpkeepMessage {
  tenant: string;
  task?: (typeof NIGHTLY_TASKS)[number];
}

const NIGHTLY_TASKS = ['forget', 'reconcile'] as const;
/** The most messages that a queue takes at once. */
const QUEUE_BATCH = 100;
const RETENTION = statement<{ retention_days: number }>(
  'SELECT retention_days FROM tenants WHERE tenant = ?1',
);

/** A run stays well below what the platform gives a queue consumer or a cron. */
const RUN_MILLISECONDS = 20_000;

/** Every minute: takes in what waits long enough, and goes on with generations under construction. */
export async function keepFresh(database: D1Database): Promise<void> {
  const deadline = Date.now() + RUN_MILLISECONDS;
  const now = Math.floor(Date.now() / 1_000);
  const all = await upkeepOfAll(database, LAYOUT, newMeter());
  const due = all.filter((upkeep) => isDue(upkeep, now));
  await inTurn(database, due, deadline, (store, _, until) => refresh(store, until));
  // Last, for they may take all the time there is.
  const outdated = all.filter((upkeep) => upkeep.outdated);
  await inTurn(database, outdated, deadline, (store, { time_zone }, until) =>
    bringUpToDate(store, time_zone, until),
  );
}

/** Works for one tenant after the other; each gets an equal share of the time that is left. */
async function inTurn(
  database: D1Database,
  tenants: readonly Upkeep[],
  deadline: number,
  work: (store: TenantStore, upkeep: Upkeep, until: number) => Promise<unknown>,
): Promise<void> {
  for (const [index, upkeep] of tenants.entries()) {
    const share = (deadline - Date.now()) / (tenants.length - index);
    const store = storeFor(upkeep.tenant, database, newMeter());
    await logFailure(upkeep.tenant, () => work(store, upkeep, Date.now() + share));
  }
}

/** Every night: asks for each task of each tenant by itself, so that none uses up what an invocation is given. */
export async function askForNight(database: D1Database, queue: Env['REFRESH_QUEUE']): Promise<void> {
  const tenants = await allTenants<{ tenant: string }>(database, newMeter());
  const messages = tenants.flatMap(({ tenant }) => NIGHTLY_TASKS.map((task) => ({ body: { tenant, task } })));
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
  const now = Math.floor(Date.now() / 1_000);
  const until = Date.now() + RUN_MILLISECONDS;
  if (task === undefined) return refresh(store, until);
  let outcome = { done: true };
  await logFailure(tenant, async () => {
    if (task === 'forget') outcome = await forgetOldOf(store, now, until);
    else await reconcileOf(store, now);
  });
  return outcome;
}

/** What is personal and older than the tenant's retention goes. */
async function forgetOldOf(store: TenantStore, now: number, until: number): Promise<{ done: boolean }> {
  const [[tenant]] = await store.batch([RETENTION.with()]);
  return tenant ? forgetOld(store, tenant.retention_days, now, until) : { done: true };
}

/** Checks a sample of the tenant's days against the facts and repairs what differs. */
async function reconcileOf(store: TenantStore, now: number): Promise<void> {
  const report = await reconcile(store, now);
  if (report.differences > 0) logLine('error', { event: 'reconcile', tenant: store.tenant, ...report });
}

/** One tenant's trouble must not keep the others waiting. */
async function logFailure(tenant: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logLine('error', { event: 'upkeep failed', tenant, error: describeError(error) });
  }
}
