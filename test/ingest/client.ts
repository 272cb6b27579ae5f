import { exports } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { NewTenant } from '../../src/tenants/settings.ts';
import { allFigures, type FiguresByGroup } from '../support/all-figures.ts';
import type { Sent } from '../support/records.ts';
import * as records from '../support/records.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

export interface Report {
  received: number;
  created: number;
  updated: number;
  unchanged: number;
  stale: number;
  deleted: number;
  rejected: number;
  warned: number;
  warnings: (Place & { warnings: Reason[] })[];
  errors: (Place & { errors: Reason[] })[];
}

interface Place {
  index: number;
  type: string | null;
  id: string | null;
}

interface Reason {
  path: string;
  message: string;
}

/** Figures of the days and members that `aCall` and its changes use. */
const ASKED = {
  from: '2026-03-01',
  to: '2026-03-31',
  members: {
    department: ['sales', 'care'],
    agent: ['ann', 'bob'],
    team: ['red'],
    campaign: ['spring', 'summer'],
    channel: ['phone', 'chat'],
  },
};

/** A sender of records, on a tenant of its own. */
export interface Sender {
  tenant: TestTenant;
  /** Posts text, bytes or a stream as it is, else JSON; `query` begins with a question mark. */
  post(body: unknown, headers?: Record<string, string>, query?: string): Promise<Response>;
  /** Sends records; what became of them. */
  send(...records: readonly Sent[]): Promise<Report>;
  /** The counts of what became of them that are not zero. */
  counts(...records: readonly Sent[]): Promise<Partial<Report>>;
  /** Everything that figures say of March 2026. */
  figures(): Promise<FiguresByGroup>;
}

/** A sender of a fresh tenant; zone UTC unless told. */
export async function senderOf(settings: Partial<NewTenant> = {}): Promise<Sender> {
  const tenant = await freshTenant(settings);
  const { key } = await tenant.key({ scopes: ['ingest:write', 'records:delete', 'customers:erase'] });
  const sender: Sender = {
    tenant,
    post: (body, headers = {}, query = '') =>
      exports.default.fetch(`https://callmeter.test/api/v1/ingest${query}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
        body: isRaw(body) ? body : JSON.stringify(body),
      }),
    async send(...records) {
      const response = await sender.post({ records });
      expect(response.status).toBe(200);
      return response.json();
    },
    async counts(...records) {
      const { received: _, errors, warnings, ...counts } = await sender.send(...records);
      expect([...errors, ...warnings]).toEqual([]);
      return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
    },
    figures: () => allFigures(tenant.store, ASKED),
  };
  return sender;
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> | ReadableStream {
  return typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream;
}

/** A completed call of two minutes on 10 March 2026, and what is said otherwise. */
export function aCall(id: string, fields: Sent = {}): Sent {
  return records.aCall(id, {
    duration_seconds: 120,
    customer: { id: `customer of ${id}` },
    agent_id: 'ann',
    department_id: 'sales',
    updated_at: '2026-03-11T00:00:00Z',
    ...fields,
  });
}

/** A rating given on 12 March 2026. */
export function aRating(id: string, interactionId: string, rating: number | null, fields: Sent = {}): Sent {
  const responded_at = '2026-03-12T09:00:00Z';
  return records.aRating(id, interactionId, rating, { responded_at, updated_at: responded_at, ...fields });
}

/** A completed review created on 14 March 2026. */
export function aReview(id: string, interactionId: string, fields: Sent = {}): Sent {
  return {
    type: 'quality_review',
    id,
    interaction_id: interactionId,
    status: 'completed',
    score: 8.5,
    sentiment: 'positive',
    created_at: '2026-03-14T15:00:00Z',
    updated_at: '2026-03-14T15:00:00Z',
    ...fields,
  };
}

/** The removal of a record, later than all of the above. */
export function removal(type: string, id: string, updated_at = '2026-03-20T00:00:00Z'): Sent {
  return { ...records.removal(type, id), updated_at };
}
