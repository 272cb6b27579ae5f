import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import { call } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { NAME, phone, phoneText, words } from './personal-seeds.ts';

/** How many calls wait for a rating: one for each role and scope that may give one. */
const UNRATED = 40;
const PATIENCE = { timeout: 60_000, interval: 100 };

type Sent = Readonly<Record<string, unknown>>;

/** A tenant whose every free text and every customer's field holds personal data. */
export interface World {
  tenant: TestTenant;
  /** The local date, in UTC, of everything in it. */
  date: string;
  /** A call that nobody has rated yet. */
  unrated(): string;
  /** A finished export, made anew each time, by the path that begins it and its body. */
  finished(path: string, body: object): Promise<string>;
}

/** Fills a tenant of its own. */
export async function personalWorld(): Promise<World> {
  const tenant = await freshTenant({ countryCode: '351' });
  const started = new Date(Date.now() - 60_000).toISOString();
  const { key } = await tenant.key();
  let rated = 0;
  const response = await call('/api/v1/ingest', {
    method: 'POST',
    bearer: key,
    body: { records: recordsAt(started) },
  });
  expect([response.status, await response.json()]).toMatchObject([200, { rejected: 0, errors: [] }]);
  return {
    tenant,
    date: started.slice(0, 10),
    unrated() {
      rated += 1;
      expect(rated, 'more calls to rate are needed').toBeLessThanOrEqual(UNRATED);
      return unratedId(rated);
    },
    async finished(path, body) {
      const bearer = await tenant.token('tenant_admin');
      const created = await call(path, { method: 'POST', bearer, tenant: tenant.slug, body });
      const job = await created.json<{ jobId?: string; reportId?: string; export_id?: string }>();
      expect([created.status, job]).toEqual([202, expect.anything()]);
      const id = job.jobId ?? job.reportId ?? job.export_id ?? '';
      await vi.waitFor(async () => expect(await statusOf(tenant, id)).toBe('completed'), PATIENCE);
      return id;
    },
  };
}

/** Without 7, 8 or 9, which mean personal data here. */
function unratedId(index: number): string {
  return `unrated-${index.toString(6)}`;
}

async function statusOf(tenant: TestTenant, id: string): Promise<string | undefined> {
  const row = await env.DB.prepare('SELECT status FROM export_jobs WHERE tenant = ?1 AND id = ?2')
    .bind(tenant.slug, id)
    .first<{ status: string }>();
  return row?.status;
}

function recordsAt(startedAt: string): Sent[] {
  const interaction = (id: string, fields: Sent): Sent => ({
    type: 'interaction',
    id,
    kind: 'call',
    status: 'completed',
    started_at: startedAt,
    duration_seconds: 60,
    agent_id: 'ann',
    team_id: 'desk',
    department_id: 'sales',
    campaign_id: 'spring',
    call_center_id: 'north',
    engagement_id: 'renewal',
    outcome: 'resolved',
    intent: 'refund',
    sentiment: { score: 0.5 },
    cost: { llm: 0.25 },
    llm_usage: [
      {
        provider: 'model-3-20241022',
        requests: 1,
        input_tokens: 1,
        output_tokens: 1,
        latency_ms: 1,
        errors: 0,
      },
    ],
    customer: { name: `${NAME} ${phoneText()}`, phone: phone(), email: 'mailzq@zqhost.example' },
    category: words('Billing'),
    topic: words('Refund'),
    subject: words('Invoice'),
    transcript: Array.from({ length: 5 }, () => words('bye')).join('\n'),
    ...fields,
  });
  const chat = { kind: 'conversation', channel: 'chat', resolved_at: startedAt, resolved_by: 'ai' };
  const rating = (id: string, interactionId: string): Sent => ({
    type: 'evaluation',
    id,
    interaction_id: interactionId,
    rating: 5,
    responded_at: startedAt,
    comment: words('thanks'),
    followup_answer: words('yes'),
  });
  const review = (id: string, interactionId: string): Sent => ({
    type: 'quality_review',
    id,
    interaction_id: interactionId,
    status: 'completed',
    score: 5,
    sentiment: 'positive',
    created_at: startedAt,
  });
  return [
    { type: 'agent', id: 'ann', name: 'Ann Lee' },
    { type: 'team', id: 'desk', name: 'Desk' },
    { type: 'department', id: 'sales', name: 'Sales' },
    interaction('call', {}),
    interaction('chat', chat),
    interaction('by-number', { customer: { id: phone(), name: NAME } }),
    interaction('by-address', { ...chat, customer: { id: 'mailzq@zqhost.example', name: NAME } }),
    interaction('erased', { ...chat, customer: { id: 'crm-erased', name: NAME, phone: phone() } }),
    rating('rated-call', 'call'),
    rating('rated-chat', 'chat'),
    rating('rated-erased', 'erased'),
    review('reviewed-call', 'call'),
    review('reviewed-chat', 'chat'),
    ...Array.from({ length: UNRATED }, (_, index) => interaction(unratedId(index + 1), { transcript: null })),
  ];
}
