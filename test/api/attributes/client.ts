import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { refreshDueTenants } from '../../../src/maintenance/cron.ts';
import { call, costOf } from '../../support/client.ts';
import type { Sent } from '../../support/records.ts';
import { freshTenant } from '../../support/tenant.ts';

/** An attribute as it is sent. */
export interface SentAttribute {
  key: string;
  type: string;
  label?: string;
  dimension?: boolean;
}

export const TIER: SentAttribute = { key: 'tier', type: 'token', label: 'Customer tier', dimension: true };
export const SEATS: SentAttribute = { key: 'seats', type: 'integer', dimension: true };
export const VIP: SentAttribute = { key: 'vip', type: 'boolean', dimension: true };
export const NOTE: SentAttribute = { key: 'order_kind', type: 'token' };

/** Declares attributes, sends interactions that have them, and asks for what they make, on a tenant of its own. */
export async function attributesClient() {
  const tenant = await freshTenant({ timeZone: 'UTC' });
  const { key } = await tenant.key();
  const admin = await tenant.token('tenant_admin');
  const request = async (path: string, method = 'GET', body?: unknown, bearer = admin) => {
    const response = await call(`/api/v1${path}`, { method, bearer, ...(body !== undefined && { body }) });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? null : JSON.parse(text),
      cost: response.headers.has('Server-Timing') ? costOf(response) : undefined,
    };
  };
  return {
    tenant,
    request,
    put: (...attributes: readonly SentAttribute[]) => request('/attributes', 'PUT', { attributes }),
    ingest: (...records: readonly Sent[]) => request('/ingest', 'POST', { records }, key),
    async send(...records: readonly Sent[]) {
      const { status, body } = await request('/ingest', 'POST', { records }, key);
      expect([status, body.errors]).toEqual([200, []]);
    },
    query: (body: object) => request('/query', 'POST', body, key),
    /** Does what cron does: takes in what is pending, and builds the figures of new dimensions. */
    build: () => refreshDueTenants(env),
  };
}

/** A call on a day of March 2026 with attributes. */
export function aCallWith(id: string, day: number, attributes: unknown, rest: Sent = {}): Sent {
  const date = `2026-03-${String(day).padStart(2, '0')}`;
  return {
    type: 'interaction',
    id,
    kind: 'call',
    status: 'completed',
    started_at: `${date}T09:00:00Z`,
    duration_seconds: 60,
    attributes,
    ...rest,
  };
}
