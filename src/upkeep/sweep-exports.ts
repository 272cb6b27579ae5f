import type { Env } from '../env.ts';
import { sweepExports } from '../exports/sweep.ts';
import { tenantsWithExportsToSweep } from '../store/catalog-store.ts';
import { newMeter } from '../store/meter.ts';
import { storeFor } from '../store/tenant-store.ts';
import { logFailure } from './log-failure.ts';

/** Every minute: see `sweepExports`. */
export async function sweepAllExports(env: Env): Promise<void> {
  const now = Math.floor(Date.now() / 1_000);
  for (const tenant of await tenantsWithExportsToSweep(env.DB, now, newMeter())) {
    const store = storeFor(tenant, env.DB, newMeter());
    await logFailure(tenant, () =>
      sweepExports({ store, bucket: env.EXPORT_FILES, queue: env.EXPORT_QUEUE, now }),
    );
  }
}
