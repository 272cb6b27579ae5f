import { tenantsWithExportsToSweep } from '../db/catalog-store.ts';
import { newMeter } from '../db/meter.ts';
import { storeFor } from '../db/tenant-store.ts';
import type { Env } from '../env.ts';
import { sweepExports } from '../exports/sweep.ts';
import { inTurn } from './in-turn.ts';
import { RUN_MILLISECONDS } from './run-time.ts';

/** Runs every minute; see `sweepExports`. */
export async function sweepAllExports(env: Env): Promise<void> {
  const deadline = Date.now() + RUN_MILLISECONDS;
  const now = Math.floor(Date.now() / 1_000);
  const tenants = await tenantsWithExportsToSweep(env.DB, now, newMeter());
  await inTurn(
    tenants.map((tenant) => ({ tenant })),
    deadline,
    ({ tenant }, until) =>
      sweepExports({
        store: storeFor(tenant, env.DB, newMeter()),
        bucket: env.EXPORT_FILES,
        queue: env.EXPORT_QUEUE,
        now,
        until,
      }),
  );
}
