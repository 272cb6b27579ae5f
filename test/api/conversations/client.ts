import { expect } from 'vitest';
import { refresh } from '../../../src/rollups/refresh.ts';
import type { NewTenant } from '../../../src/tenants/settings.ts';
import { call } from '../../support/client.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';

export type Params = Readonly<Record<string, string>>;
export type Sent = Readonly<Record<string, unknown>>;

/** The conversations' analytics as a program with an API key uses them, on a tenant of its own. */
export interface ConversationsClient {
  tenant: TestTenant;
  key: string;
  /** Sends records; each must be accepted. */
  send(...records: readonly Sent[]): Promise<void>;
  /** The answer to GET /api/v1/analytics/`route`. */
  get(route: string, params?: Params): Promise<Response>;
  /** The body of a 200. */
  read(route: string, params?: Params): Promise<unknown>;
  refresh(): Promise<void>;
  /** The same, while all is pending and once all is in the rollups; both must agree. */
  readTwice(route: string, params?: Params): Promise<unknown>;
}

/** A client of a fresh tenant; zone UTC unless told. */
export async function conversationsClient(settings: Partial<NewTenant> = {}): Promise<ConversationsClient> {
  const tenant = await freshTenant(settings);
  const { key } = await tenant.key();
  const client: ConversationsClient = {
    tenant,
    key,
    async send(...records) {
      const response = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
      const report = (await response.json()) as { received: number; errors: unknown };
      expect([response.status, report.received, report.errors]).toEqual([200, records.length, []]);
    },
    get(route, params = {}) {
      return call(`/api/v1/analytics/${route}?${new URLSearchParams(params)}`, { bearer: key });
    },
    async read(route, params) {
      const response = await client.get(route, params);
      const body: unknown = await response.json();
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

/** The day of `aChat`. */
export const THAT_DAY = { dateFrom: '2026-03-10', dateTo: '2026-03-10' };
