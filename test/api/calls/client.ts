import { expect } from 'vitest';
import type { NewTenant } from '../../../src/tenants/settings.ts';
import { call } from '../../support/client.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';

export type Params = Readonly<Record<string, string>>;
export type Sent = Readonly<Record<string, unknown>>;

/** The API as a manager's program uses it, on a tenant of its own. */
export interface CallsClient {
  tenant: TestTenant;
  /** Sends records; each must be accepted. */
  send(...records: readonly Sent[]): Promise<void>;
  /** The answer to GET /api/v1/analytics/`route`, or to a whole path. */
  get(route: string, params?: Params): Promise<Response>;
  /** The `data` of a 200. */
  read(route: string, params?: Params): Promise<unknown>;
  refreshViews(): Promise<void>;
  /** The same, while all is pending and once all is in the aggregates; both must agree. */
  readTwice(route: string, params?: Params): Promise<unknown>;
}

/** A client of a fresh tenant; zone UTC unless told. */
export async function callsClient(settings: Partial<NewTenant> = {}): Promise<CallsClient> {
  const tenant = await freshTenant(settings);
  const { key } = await tenant.key();
  // A manager a request: the limit of requests is not what is tested.
  const manager = () => tenant.token('manager');
  const client: CallsClient = {
    tenant,
    async send(...records) {
      const response = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
      const report = (await response.json()) as { received: number; errors: unknown };
      expect([response.status, report.received, report.errors]).toEqual([200, records.length, []]);
    },
    async get(route, params = {}) {
      const path = route.startsWith('/') ? route : `/api/v1/analytics/${route}`;
      return call(`${path}?${new URLSearchParams(params)}`, { bearer: await manager() });
    },
    async read(route, params) {
      const response = await client.get(route, params);
      const body = (await response.json()) as { data: unknown };
      expect([response.status, Object.keys(body)]).toEqual([200, ['data']]);
      return body.data;
    },
    async refreshViews() {
      const path = '/api/v1/analytics/refresh-views';
      const response = await call(path, { method: 'POST', bearer: await manager() });
      expect([response.status, await response.json()]).toEqual([200, expect.anything()]);
    },
    async readTwice(route, params) {
      const pending = await client.read(route, params);
      await client.refreshViews();
      expect(await client.read(route, params)).toEqual(pending);
      return pending;
    },
  };
  return client;
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

/** A completed call at noon UTC of 10 March 2026, and what is said otherwise. */
export function aCall(id: string, fields: Sent = {}): Sent {
  return {
    type: 'interaction',
    id,
    kind: 'call',
    status: 'completed',
    started_at: '2026-03-10T12:00:00Z',
    ...fields,
  };
}

/** A rating of the interaction, an hour later. */
export function aRating(id: string, interactionId: string, rating: number | null, fields: Sent = {}): Sent {
  return {
    type: 'evaluation',
    id,
    interaction_id: interactionId,
    rating,
    responded_at: '2026-03-10T13:00:00Z',
    ...fields,
  };
}

/** The removal of a record. */
export function removal(type: string, id: string): Sent {
  return { type, id, deleted: true };
}

/** So many things made from 1, 2, 3 … */
export function times<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}
