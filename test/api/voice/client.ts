import type { NewTenant } from '../../../src/tenants/settings.ts';
import { type ReadsClient, readsClient } from '../../support/reads-client.ts';

/** A client of the reads of calls in the helpdesk contract; zone UTC unless told. */
export function voiceClient(settings: Partial<NewTenant> = {}): Promise<ReadsClient> {
  return readsClient({ pathOf: (route) => `/api/v1/analytics/${route}`, credential: 'manager' }, settings);
}

/** A bucket without calls. */
export const NO_VOLUME = { total_calls: 0, completed_calls: 0, failed_calls: 0 };

/** Key figures of no calls. */
export const NO_KPIS = {
  ...NO_VOLUME,
  avg_duration_seconds: null,
  first_call_resolution_rate: null,
  tickets_created: 0,
  escalation_count: 0,
};
