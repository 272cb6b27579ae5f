import { sealLog } from '../audit/seal.ts';
import { tenantsWithEntriesToSeal } from '../db/catalog-store.ts';
import { newMeter } from '../db/meter.ts';
import { storeFor } from '../db/tenant-store.ts';
import type { Env } from '../env.ts';
import { logFailure } from './log-failure.ts';
import { RUN_MILLISECONDS } from './run-time.ts';

/** An audit log is sealed once its oldest unsealed entry is this old, so a tenant makes at most 48 seals per day. */
const DUE_SECONDS = 30 * 60;
/** About 100 queries, below the limit per invocation. The other tenants follow a minute later. */
const TENANTS_A_RUN = 40;

/** Runs every minute; see `sealLog`. */
export async function sealAllLogs(env: Env): Promise<void> {
  const until = Date.now() + RUN_MILLISECONDS;
  const now = Math.floor(Date.now() / 1_000);
  const { DATA_SECRET: dataSecret } = env;
  const due = await tenantsWithEntriesToSeal(env.DB, now - DUE_SECONDS, TENANTS_A_RUN, newMeter());
  for (const [index, tenant] of due.entries()) {
    const share = Math.max(0, until - Date.now()) / (due.length - index);
    const store = storeFor(tenant, env.DB, newMeter());
    await logFailure(tenant, () => sealLog(store, { dataSecret }, now, Date.now() + share));
  }
}
