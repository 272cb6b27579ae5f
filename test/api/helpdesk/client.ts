import { expect } from 'vitest';
import { refresh } from '../../../src/rollups/refresh.ts';
import type { NewTenant } from '../../../src/tenants/settings.ts';
import { call } from '../../support/client.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';

export type Params = Readonly<Record<string, string>>;
export type Sent = Readonly<Record<string, unknown>>;
// biome-ignore lint/suspicious/noExplicitAny: answers are compared, not typed.
export type Answer = any;

const ROUTES = {
  overview: 'conversations/overview',
  sla: 'conversations/sla-compliance',
  csat: 'conversations/csat',
  responses: 'conversations/csat/responses',
  resolution: 'conversations/resolution-rates',
  teams: 'conversations/teams',
  insights: 'conversations/insights',
  health: 'conversations/aggregation-health',
  unified: 'unified-overview',
} as const;
export type Route = keyof typeof ROUTES;

/** The helpdesk's analytics as a program with an API key uses them, on a tenant of its own. */
export interface HelpdeskClient {
  tenant: TestTenant;
  key: string;
  /** Sends records; each must be accepted. */
  send(...records: readonly Sent[]): Promise<void>;
  get(route: Route, params?: Params): Promise<Response>;
  /** The body of a 200. */
  read(route: Route, params?: Params): Promise<Answer>;
  /** Takes all that is pending into the rollups. */
  refresh(): Promise<void>;
  /** The same, while all is pending and once all is in the rollups; both must agree. */
  readTwice(route: Route, params?: Params): Promise<Answer>;
}

/** A client of a fresh tenant; zone UTC unless told. */
export async function helpdeskClient(settings: Partial<NewTenant> = {}): Promise<HelpdeskClient> {
  const tenant = await freshTenant(settings);
  const { key } = await tenant.key();
  const client: HelpdeskClient = {
    tenant,
    key,
    async send(...records) {
      const response = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
      const report = (await response.json()) as { received: number; errors: unknown };
      expect([response.status, report.received, report.errors]).toEqual([200, records.length, []]);
    },
    get(route, params = {}) {
      return call(`/api/v2/analytics/${ROUTES[route]}?${new URLSearchParams(params)}`, { bearer: key });
    },
    async read(route, params) {
      const response = await client.get(route, params);
      const body = await response.json();
      expect([response.status, body]).toEqual([200, expect.anything()]);
      return body;
    },
    async refresh() {
      expect(await refresh(tenant.store, Date.now() + 20_000)).toEqual({ done: true });
    },
    async readTwice(route, params) {
      const pending = await client.read(route, params);
      await client.refresh();
      expect(await client.read(route, params)).toEqual(pending);
      return pending;
    },
  };
  return client;
}

/** The day of `aChat`. */
export const THAT_DAY = { date_from: '2026-03-10', date_to: '2026-03-10' };

/** A completed web chat of noon UTC of 10 March 2026, and what is said otherwise. */
export function aChat(id: string, fields: Sent = {}): Sent {
  return {
    type: 'interaction',
    id,
    kind: 'conversation',
    channel: 'webchat',
    status: 'completed',
    started_at: '2026-03-10T12:00:00Z',
    ...fields,
  };
}

/** The same as a call. */
export function aCall(id: string, fields: Sent = {}): Sent {
  return aChat(id, { kind: 'call', channel: 'phone', ...fields });
}

/** A rating of the interaction, an hour after it began. */
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
