import type { NewTenant } from '../../../src/tenants/settings.ts';
import { type CallOptions, call } from '../../support/client.ts';
import { dataIn, type Params, type ReadsClient, readsClient } from '../../support/reads-client.ts';
import { aCall as aCompletedCall, type Sent } from '../../support/records.ts';

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
  meta: {
    current_page: number;
    page_size: number;
    total_pages: number;
    total_count: number;
    next_cursor: string | null;
  };
}

/** The evaluations of a tenant of its own, as an attendant's program uses them. */
export interface EvaluationsClient extends Pick<ReadsClient, 'tenant' | 'send' | 'refresh'> {
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
  const { tenant, send, refresh, read } = await readsClient(
    { pathOf: (route) => `/api/v1/evaluations${route}`, credential: 'attendant' },
    settings,
  );
  const bearer = await tenant.token('attendant');
  const client: EvaluationsClient = {
    tenant,
    send,
    refresh,
    call: (path, options) => call(path, { bearer, ...options }),
    list: async (params) => (await read('', params)) as List,
    ids: async (params) => (await client.list(params)).data.map(({ id }) => id),
    stats: async (params) => dataIn(await read('/stats', params)),
  };
  return client;
}

/** A completed call of ten minutes at noon UTC of 10 March 2026, and what is said otherwise. */
export function aCall(id: string, fields: Sent = {}): Sent {
  return aCompletedCall(id, { duration_seconds: 600, ...fields });
}
