import { describeError, logLine } from '../log.ts';
import type { LiveHubs } from './calls.ts';

const MAX_TENANTS = 10_000;

/** Until when nobody listens to a tenant, milliseconds UTC: its hub has said so. */
const quietUntil = new Map<string, number>();

/** Tells the hub of a tenant that its figures may have changed, unless nobody listens. Failures are logged only. */
export async function poke(hubs: LiveHubs, tenant: string): Promise<void> {
  if (Date.now() < (quietUntil.get(tenant) ?? 0)) return;
  try {
    const quietSeconds = await hubs.getByName(tenant).poke();
    if (quietUntil.size >= MAX_TENANTS) quietUntil.clear();
    if (quietSeconds > 0) quietUntil.set(tenant, Date.now() + quietSeconds * 1_000);
    else quietUntil.delete(tenant);
  } catch (error) {
    // The hub looks for itself every 15 seconds while anyone listens.
    logLine('warn', { message: 'poke of live figures failed', tenant, error: describeError(error) });
  }
}
