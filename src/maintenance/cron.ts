import { sealLog } from '../audit/seal.ts';
import {
  lanesWithDueDeliveries,
  rollupStatusOfAll,
  tenantsToRemove,
  tenantsWithEntriesToSeal,
  tenantsWithExportsToSweep,
} from '../db/catalog-store.ts';
import { newMeter } from '../db/meter.ts';
import { countedStore, storeFor } from '../db/tenant-store.ts';
import { enqueueLanes, type LaneMessage, queueing } from '../delivery/announce.ts';
import { type Env, readConfig } from '../env.ts';
import { sweepExports } from '../exports/sweep.ts';
import { describeError, logLine } from '../log.ts';
import { bringUpToDate } from '../rollups/generations.ts';
import { isDue, refresh } from '../rollups/refresh.ts';
import { LAYOUT } from '../rollups/schema.ts';
import { serviceContext } from '../service-context.ts';
import { removeTenant } from './remove-tenant.ts';

/** Time limit of a maintenance run, well below the platform's limit for a queue consumer or a cron. */
export const RUN_MILLISECONDS = 20_000;

/** Runs a maintenance task, of one tenant unless `tenant` is null. A failure is logged, not thrown. */
export async function logFailure(tenant: string | null, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logLine('error', {
      event: 'maintenance failed',
      ...(tenant !== null && { tenant }),
      error: describeError(error),
    });
  }
}

/**
 * The context of maintenance of one tenant; it counts the queries. Without settings: most tasks do not need them, and
 * they cost a read.
 */
export function maintenanceContext(env: Env, tenant: string) {
  const store = countedStore(queueing(storeFor(tenant, env.DB, newMeter()), env.DELIVERY_QUEUE));
  return serviceContext({ store, now: Math.floor(Date.now() / 1_000), config: readConfig(env), env });
}

const MINUTE = 60_000;

/**
 * Runs `work` for one item after the other until `deadline`, a time of Date.now(). Each gets an equal share of the
 * remaining time; failures are logged. The first tenant changes every minute, so that one that kills the invocation
 * does not always starve the same others.
 */
async function inTurn<Item extends { tenant: string }>(
  items: readonly Item[],
  deadline: number,
  work: (item: Item, until: number) => Promise<unknown>,
): Promise<void> {
  const first = items.length === 0 ? 0 : Math.floor(Date.now() / MINUTE) % items.length;
  const inOrder = [...items.slice(first), ...items.slice(0, first)];
  for (const [index, item] of inOrder.entries()) {
    const share = (deadline - Date.now()) / (inOrder.length - index);
    await logFailure(item.tenant, () => work(item, Date.now() + share));
  }
}

/**
 * Every minute: refreshes tenants whose changes have waited long enough, and continues with generations being built.
 */
export async function refreshDueTenants(env: Env): Promise<void> {
  const deadline = Date.now() + RUN_MILLISECONDS;
  const now = Math.floor(Date.now() / 1_000);
  const all = await rollupStatusOfAll(env.DB, LAYOUT, newMeter());
  const due = all.filter((status) => isDue(status, now));
  await inTurn(due, deadline, ({ tenant }, until) =>
    refresh(maintenanceContext(env, tenant), { deadline: until }),
  );
  // Last, because it may use all the remaining time.
  const outdated = all.filter((status) => status.outdated);
  await inTurn(outdated, deadline, ({ tenant, time_zone }, until) =>
    bringUpToDate(maintenanceContext(env, tenant), { timeZone: time_zone, deadline: until }),
  );
}

/**
 * After this many queries, the next tenant waits for the next minute: other tasks share the query limit of the cron.
 */
const MAX_QUERIES = 200;

/** Every minute: continues the deletion of tenants whose removal is due; see `removeTenant`. */
export async function removeDueTenants(env: Env): Promise<void> {
  const deadline = Date.now() + RUN_MILLISECONDS;
  const now = Math.floor(Date.now() / 1_000);
  let queries = 0;
  for (const tenant of await tenantsToRemove(env.DB, now, newMeter())) {
    const context = maintenanceContext(env, tenant);
    await logFailure(tenant, () => removeTenant(context, { until: deadline }));
    queries += context.store.queries;
    if (queries >= MAX_QUERIES || Date.now() >= deadline) return;
  }
}

/** An audit log is sealed once its oldest unsealed entry is this old, so a tenant makes at most 48 seals per day. */
const DUE_SECONDS = 30 * 60;
/** About 100 queries, below the limit per invocation. The other tenants follow a minute later. */
const TENANTS_A_RUN = 40;

/** Runs every minute; see `sealLog`. */
export async function sealAllLogs(env: Env): Promise<void> {
  const until = Date.now() + RUN_MILLISECONDS;
  const now = Math.floor(Date.now() / 1_000);
  const due = await tenantsWithEntriesToSeal(env.DB, now - DUE_SECONDS, TENANTS_A_RUN, newMeter());
  for (const [index, tenant] of due.entries()) {
    const share = Math.max(0, until - Date.now()) / (due.length - index);
    const context = maintenanceContext(env, tenant);
    await logFailure(tenant, () => sealLog(context, { until: Date.now() + share }));
  }
}

/** Runs every minute; see `sweepExports`. */
export async function sweepAllExports(env: Env): Promise<void> {
  const deadline = Date.now() + RUN_MILLISECONDS;
  const now = Math.floor(Date.now() / 1_000);
  const tenants = await tenantsWithExportsToSweep(env.DB, now, newMeter());
  await inTurn(
    tenants.map((tenant) => ({ tenant })),
    deadline,
    ({ tenant }, until) => sweepExports(maintenanceContext(env, tenant), { until }),
  );
}

/** A delivery that has been due for this long has no message under way, or one that is late. */
const DUE_DELIVERY_SECONDS = 10;
/** Lanes that one run queues; the others follow a minute later. */
const LANES_A_RUN = 1_000;

/**
 * Every minute: queues the lanes with deliveries that are due, whether their message was lost, their worker died, or
 * they waited longer than a message may.
 */
export async function sweepDeliveries(env: Pick<Env, 'DB' | 'DELIVERY_QUEUE'>): Promise<void> {
  const before = Math.floor(Date.now() / 1_000) - DUE_DELIVERY_SECONDS;
  const lanes = await lanesWithDueDeliveries<LaneMessage>(env.DB, before, LANES_A_RUN, newMeter());
  await enqueueLanes(env.DELIVERY_QUEUE, lanes);
}
