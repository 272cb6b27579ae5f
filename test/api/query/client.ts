import { expect } from 'vitest';
import type { NewTenant } from '../../../src/tenants/settings.ts';
import { call, type Problem, problemIn } from '../../support/client.ts';
import { type ReadsClient, readsClient } from '../../support/reads-client.ts';

/** What a query may answer. */
export interface Answered {
  columns: Record<string, unknown>[];
  rows: Record<string, string | number | null>[];
  previous?: Answered['rows'];
  change?: Record<string, number | null>[];
  totals?: Record<string, number | null>;
  previous_totals?: Record<string, number | null>;
  page: { limit: number; after: string | null; rows: number };
  period: { from: string; to: string; time_zone: string };
  compared_period?: Answered['period'];
  as_of: string;
  partial: string[];
  cut: string[];
  cost: { rows_read: number; trips: number; plan: string };
  query: Record<string, unknown>;
}

export interface QueryClient extends Pick<ReadsClient, 'tenant' | 'key' | 'send' | 'refresh'> {
  /** The response to a query, or to several. */
  post(body: unknown, search?: string): Promise<Response>;
  /** The answer to a query. */
  ask(body: unknown): Promise<Answered>;
  /** The same, while all is pending and once all is in the rollups: both must have the same figures. */
  askTwice(body: unknown): Promise<Answered>;
  /** Why a query is refused. */
  refused(body: unknown, status?: number): Promise<Problem>;
}

const READS = { pathOf: () => '/api/v1/query', credential: 'key' } as const;

/** A client of queries on a tenant of its own; zone UTC unless told. */
export async function queryClient(settings: Partial<NewTenant> = {}): Promise<QueryClient> {
  const { tenant, key, send, refresh } = await readsClient(READS, settings);
  const client: QueryClient = {
    tenant,
    key,
    send,
    refresh,
    post: (body, search = '') => call(`/api/v1/query${search}`, { method: 'POST', bearer: key, body }),
    async ask(body) {
      const response = await client.post(body);
      const answer = (await response.json()) as Answered;
      expect([response.status, response.status === 200 ? undefined : answer]).toEqual([200, undefined]);
      return answer;
    },
    async askTwice(body) {
      const pending = await client.ask(body);
      await refresh();
      const settled = await client.ask(body);
      expect(figuresOf(settled)).toEqual(figuresOf(pending));
      return settled;
    },
    async refused(body, status = 400) {
      const response = await client.post(body);
      expect(response.status).toBe(status);
      return problemIn(response);
    },
  };
  return client;
}

/** What must not depend on when and from what an answer was made. */
function figuresOf({ cost: _cost, as_of: _now, partial: _partial, page, ...figures }: Answered) {
  return { ...figures, page: { ...page, after: page.after !== null } };
}
