import type { NewTenant } from '../../../src/tenants/settings.ts';
import { type ReadsClient, readsClient } from '../../support/reads-client.ts';

/** A client of the conversations' reads; zone UTC unless told. */
export function conversationsClient(settings: Partial<NewTenant> = {}): Promise<ReadsClient> {
  return readsClient({ pathOf: (route) => `/api/v1/analytics/${route}`, credential: 'key' }, settings);
}

/** The day of `aChat`. */
export const THAT_DAY = { dateFrom: '2026-03-10', dateTo: '2026-03-10' };
