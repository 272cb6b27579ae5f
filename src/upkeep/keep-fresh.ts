import { bringUpToDate } from '../rollups/generations.ts';
import { LAYOUT } from '../rollups/layout.ts';
import { refresh } from '../rollups/refresh.ts';
import { isDue } from '../rollups/thresholds.ts';
import { type Upkeep, upkeepOfAll } from '../store/catalog-store.ts';
import { newMeter } from '../store/meter.ts';
import { storeFor, type TenantStore } from '../store/tenant-store.ts';
import { logFailure } from './log-failure.ts';
import { RUN_MILLISECONDS } from './run-time.ts';

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
