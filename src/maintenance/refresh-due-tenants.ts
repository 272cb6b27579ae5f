import { upkeepOfAll } from '../db/catalog-store.ts';
import { newMeter } from '../db/meter.ts';
import { storeFor, type TenantStore } from '../db/tenant-store.ts';
import { bringUpToDate } from '../rollups/generations.ts';
import { refresh } from '../rollups/refresh.ts';
import { LAYOUT } from '../rollups/schema.ts';
import { isDue } from '../rollups/thresholds.ts';
import { inTurn } from './in-turn.ts';
import { RUN_MILLISECONDS } from './run-time.ts';

/**
 * Every minute: refreshes tenants whose changes have waited long enough, and continues with generations being built.
 */
export async function keepFresh(database: D1Database): Promise<void> {
  const deadline = Date.now() + RUN_MILLISECONDS;
  const now = Math.floor(Date.now() / 1_000);
  const storeOf = (tenant: string): TenantStore => storeFor(tenant, database, newMeter());
  const all = await upkeepOfAll(database, LAYOUT, newMeter());
  const due = all.filter((upkeep) => isDue(upkeep, now));
  await inTurn(due, deadline, ({ tenant }, until) => refresh(storeOf(tenant), until));
  // Last, because it may use all the remaining time.
  const outdated = all.filter((upkeep) => upkeep.outdated);
  await inTurn(outdated, deadline, ({ tenant, time_zone }, until) =>
    bringUpToDate(storeOf(tenant), time_zone, until),
  );
}
