import { tenantsToRemove } from '../db/catalog-store.ts';
import { countedStore } from '../db/counted-store.ts';
import { newMeter } from '../db/meter.ts';
import { storeFor } from '../db/tenant-store.ts';
import type { Env } from '../env.ts';
import { logFailure } from './log-failure.ts';
import { removeTenant } from './remove-tenant.ts';
import { RUN_MILLISECONDS } from './run-time.ts';

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
    const store = countedStore(storeFor(tenant, env.DB, newMeter()));
    await logFailure(tenant, () => removeTenant({ store, bucket: env.EXPORT_FILES }, now, deadline));
    queries += store.queries;
    if (queries >= MAX_QUERIES || Date.now() >= deadline) return;
  }
}
