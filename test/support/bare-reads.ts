import { expect } from 'vitest';
import type { NewTenant } from '../../src/tenants/settings.ts';
import { type CallsClient, callsClient, type Params } from '../api/calls/client.ts';

/** A client of reads whose answer is the body itself, on a tenant of its own. */
export interface BareClient extends Pick<CallsClient, 'tenant' | 'send' | 'refreshViews'> {
  /** The answer to GET `base``route`. */
  get(route: string, params?: Params): Promise<Response>;
  /** The body of a 200. */
  read(route: string, params?: Params): Promise<unknown>;
  /** The same, while all is pending and once all is in the aggregates; both must agree. */
  readTwice(route: string, params?: Params): Promise<unknown>;
  /** What a read of known tenant and credential costs. */
  costOf(route: string, params?: Params): Promise<{ trips: number; rows: number }>;
}

/** A client of a fresh tenant for the reads below `base`; zone UTC unless told. */
export async function bareClient(base: string, settings: Partial<NewTenant> = {}): Promise<BareClient> {
  const calls = await callsClient(settings);
  const client: BareClient = {
    tenant: calls.tenant,
    send: calls.send,
    refreshViews: calls.refreshViews,
    get: (route, params) => calls.get(`${base}${route}`, params),
    async read(route, params) {
      const response = await client.get(route, params);
      const body: unknown = await response.json();
      expect([response.status, response.status === 200 ? undefined : body]).toEqual([200, undefined]);
      return body;
    },
    async readTwice(route, params) {
      const pending = await client.read(route, params);
      await client.refreshViews();
      expect(await client.read(route, params)).toEqual(pending);
      return pending;
    },
    async costOf(route, params) {
      await client.read(route, params);
      const response = await client.get(route, params);
      await response.body?.cancel();
      const timing = response.headers.get('Server-Timing') ?? '';
      const [, trips, rows] = /trips=(\d+) read=(\d+)/.exec(timing) ?? [];
      return { trips: Number(trips), rows: Number(rows) };
    },
  };
  return client;
}
