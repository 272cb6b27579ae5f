import type { NewTenant } from '../../../src/tenants/settings.ts';
import { dataIn, type Reads, type ReadsClient, readsClient } from '../../support/reads-client.ts';

const CALLS: Reads<string> = {
  pathOf: (route) => (route === 'stats' ? '/api/v1/evaluations/stats' : `/api/v1/analytics/${route}`),
  credential: 'manager',
  answerIn: dataIn,
};

/** A client of the calls' reads, and of the evaluations' `stats`; zone UTC unless told. */
export function callsClient(settings: Partial<NewTenant> = {}): Promise<ReadsClient> {
  return readsClient(CALLS, settings);
}

/** The overview of a period without calls. */
export const NO_CALLS = {
  total_calls: 0,
  completed_calls: 0,
  missed_calls: 0,
  cancelled_calls: 0,
  avg_duration: null,
  avg_wait_time: null,
  avg_rating: null,
  total_customers: 0,
  new_customers: 0,
  completion_rate: null,
  satisfaction_rate: null,
};
