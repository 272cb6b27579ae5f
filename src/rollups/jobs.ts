import { forgetOld } from '../facts/retention.ts';
import { allTenants, type Upkeep, upkeepOfAll } from '../store/catalog-store.ts';
import { newMeter } from '../store/meter.ts';
import type { tenants } from '../store/schema.ts';
import { storeFor, type TenantStore } from '../store/tenant-store.ts';
import { bringUpToDate } from './generations.ts';
import { LAYOUT } from './layout.ts';
import { reconcile } from './reconcile.ts';
import { refresh } from './refresh.ts';
import { isDue } from './thresholds.ts';

type TenantRow = Pick<typeof tenants.$inferSelect, 'tenant' | 'retention_days'>;

/** A run stays well below what the platform gives a queue consumer or a cron. */
const RUN_MILLISECONDS = 20_000;

/** One tenant's pending changes, after ingest has asked for it. Running it twice does no harm. */
export async function refreshTenant(database: D1Database, tenant: string): Promise<{ done: boolean }> {
  return refresh(storeFor(tenant, database, newMeter()), Date.now() + RUN_MILLISECONDS);
}

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

/** Every night: checks a sample of every tenant's days against the facts and repairs what differs. */
export async function reconcileAll(database: D1Database): Promise<void> {
  for (const { tenant } of await upkeepOfAll(database, LAYOUT, newMeter())) {
    await logFailure(tenant, async () => {
      const report = await reconcile(storeFor(tenant, database, newMeter()), Math.floor(Date.now() / 1_000));
      if (report.differences > 0) console.warn(JSON.stringify({ event: 'reconcile', tenant, ...report }));
    });
  }
}

/** Every night: what is personal and older than its tenant's retention goes. */
export async function forgetOldOfAll(database: D1Database): Promise<void> {
  const deadline = Date.now() + RUN_MILLISECONDS;
  const now = Math.floor(Date.now() / 1_000);
  const all = await allTenants<TenantRow>(database, newMeter());
  for (const [index, { tenant, retention_days }] of all.entries()) {
    const until = Date.now() + (deadline - Date.now()) / (all.length - index);
    await logFailure(tenant, () =>
      forgetOld(storeFor(tenant, database, newMeter()), retention_days, now, until),
    );
  }
}

/** One tenant's trouble must not keep the others waiting. */
async function logFailure(tenant: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(JSON.stringify({ event: 'upkeep failed', tenant, error: String(error) }));
  }
}
