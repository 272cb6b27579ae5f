import { expect } from 'vitest';
import { refresh } from '../../../src/rollups/refresh.ts';
import type { NewTenant } from '../../../src/tenants/settings.ts';
import { type CallOptions, call } from '../../support/client.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';

export type Params = Readonly<Record<string, string>>;
export type Sent = Readonly<Record<string, unknown>>;

export interface Item {
  id: string;
  call_id: string;
  rating: number;
  comment: string | null;
  customer_name: string | null;
  user_name: string | null;
  department_name: string | null;
  inserted_at: string;
}

interface List {
  data: Item[];
  meta: { current_page: number; page_size: number; total_pages: number; total_count: number };
}

/** The evaluations of a tenant of its own, as an attendant's program uses them. */
export interface EvaluationsClient {
  tenant: TestTenant;
  /** Sends records; each must be accepted. */
  send(...records: readonly Sent[]): Promise<void>;
  /** Takes all that is pending into the aggregates. */
  settle(): Promise<void>;
  /** Any request, with the attendant's session. */
  call(path: string, options?: CallOptions): Promise<Response>;
  /** The answer to GET /api/v1/evaluations, a 200. */
  list(params?: Params): Promise<List>;
  /** The ids of a list. */
  ids(params?: Params): Promise<string[]>;
  /** The `data` of GET /api/v1/evaluations/stats, a 200. */
  stats(params?: Params): Promise<unknown>;
}

/** A client of a fresh tenant; zone UTC unless told. */
export async function evaluationsClient(settings: Partial<NewTenant> = {}): Promise<EvaluationsClient> {
  const tenant = await freshTenant(settings);
  const { key } = await tenant.key();
  const bearer = await tenant.token('attendant');
  const read = async (path: string): Promise<unknown> => {
    const response = await call(path, { bearer });
    const body = await response.json();
    expect([response.status, body]).toEqual([200, expect.anything()]);
    return body;
  };
  const client: EvaluationsClient = {
    tenant,
    async send(...records) {
      const response = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
      const report = (await response.json()) as { received: number; errors: unknown };
      expect([response.status, report.received, report.errors]).toEqual([200, records.length, []]);
    },
    async settle() {
      expect(await refresh(tenant.store, Date.now() + 20_000)).toEqual({ done: true });
    },
    call: (path, options) => call(path, { bearer, ...options }),
    list: async (params = {}) => (await read(`/api/v1/evaluations?${new URLSearchParams(params)}`)) as List,
    ids: async (params) => (await client.list(params)).data.map(({ id }) => id),
    stats: async (params = {}) =>
      ((await read(`/api/v1/evaluations/stats?${new URLSearchParams(params)}`)) as { data: unknown }).data,
  };
  return client;
}

/** A completed call of ten minutes at noon UTC of 10 March 2026, and what is said otherwise. */
export function aCall(id: string, fields: Sent = {}): Sent {
  return {
    type: 'interaction',
    id,
    kind: 'call',
    status: 'completed',
    started_at: '2026-03-10T12:00:00Z',
    duration_seconds: 600,
    ...fields,
  };
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
