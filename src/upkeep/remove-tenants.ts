import type { Env } from '../env.ts';
import { removeTenant } from '../removal/remove-tenant.ts';
import { tenantsToRemove } from '../store/catalog-store.ts';
import { newMeter } from '../store/meter.ts';
import { storeFor } from '../store/tenant-store.ts';
import { logFailure } from './log-failure.ts';
import { RUN_MILLISECONDS } from './run-time.ts';

/** Every minute: goes on with the deletion of tenants whose removal is due; see `removeTenant`. */
export async function removeDueTenants(env: Env): Promise<void> {
  const deadline = Date.now() + RUN_MILLISECONDS;
  const now = Math.floor(Date.now() / 1_000);
  for (const tenant of await tenantsToRemove(env.DB, now, newMeter())) {
    const store = storeFor(tenant, env.DB, newMeter());
    await logFailure(tenant, () => removeTenant({ store, bucket: env.EXPORT_FILES }, now, deadline));
    if (Date.now() >= deadline) return;
  }
}
