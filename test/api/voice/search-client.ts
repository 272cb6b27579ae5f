import { expect } from 'vitest';
import { statement } from '../../../src/db/statement.ts';
import type { NewTenant } from '../../../src/tenants/settings.ts';
import { call } from '../../support/client.ts';
import type { Params, ReadsClient } from '../../support/reads-client.ts';
import { aCall, type Sent } from '../../support/records.ts';
import { voiceClient } from './client.ts';

interface Found {
  results: Record<string, unknown>[];
  total_count: number;
  search_term_redacted: string;
}

interface AuditRow {
  actor_kind: string;
  actor_id: string;
  actor_role: string | null;
  details: Record<string, unknown>;
  /** How often the same happened again. */
  repeated: number;
}

const AUDIT = statement<AuditRow & { details: string }>(
  `SELECT e.actor_kind, e.actor_id, e.actor_role, e.details, coalesce(r.times, 0) AS repeated
   FROM audit_log e LEFT JOIN audit_repeats r ON r.tenant = ?1 AND r.at = e.at AND r.id = e.id
   WHERE e.tenant = ?1 AND e.action = 'phone_search' ORDER BY e.at, e.id`,
);
export const MARCH = { start_date: '2026-03-01', end_date: '2026-03-31' };

/** Searches on a tenant of its own, each as another user unless told. */
export interface SearchClient extends Pick<ReadsClient, 'tenant' | 'send'> {
  search(phone: string, params?: Params, bearer?: string): Promise<Response>;
  /** What a 200 says. */
  find(phone: string, params?: Params): Promise<Found>;
  /** Ids of the calls found. */
  ids(phone: string, params?: Params): Promise<unknown[]>;
  audit(): Promise<AuditRow[]>;
}

/** A client of a fresh tenant; zone UTC and calling code 33 unless told. */
export async function searchClient(settings: Partial<NewTenant> = {}): Promise<SearchClient> {
  const { tenant, send } = await voiceClient({ countryCode: '33', ...settings });
  let users = 0;
  const client: SearchClient = {
    tenant,
    send,
    async search(phone, params = {}, bearer = undefined) {
      users += 1;
      const who = bearer ?? (await tenant.token('agent', { sub: `searcher-${users}-${tenant.slug}` }));
      const query = new URLSearchParams({ phone, ...MARCH, ...params });
      return call(`/api/v1/analytics/search?${query}`, { bearer: who });
    },
    async find(phone, params) {
      const response = await client.search(phone, params);
      const body = await response.json();
      expect([response.status, body]).toEqual([200, expect.anything()]);
      return body as Found;
    },
    ids: async (phone, params) => (await client.find(phone, params)).results.map(({ call_id }) => call_id),
    async audit() {
      const [rows] = await tenant.store.batch([AUDIT.with()]);
      return rows.map((row) => ({ ...row, details: JSON.parse(row.details) }));
    },
  };
  return client;
}

/** A call from such a number. */
export function callFrom(id: string, phone: string, fields: Sent = {}): Sent {
  return aCall(id, { customer: { phone }, ...fields });
}
