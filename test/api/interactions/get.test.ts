import { describe, expect, test } from 'vitest';
import type { NewTenant } from '../../../src/tenants/settings.ts';
import { call, problemIn } from '../../support/client.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';

type Sent = Readonly<Record<string, unknown>>;

const FULL: Sent = {
  type: 'interaction',
  id: 'c-1',
  updated_at: '2026-03-12T08:00:00Z',
  kind: 'call',
  channel: 'phone',
  direction: 'outbound',
  status: 'completed',
  started_at: '2026-03-10T23:30:00-03:00',
  answered_at: '2026-03-11T02:30:20Z',
  ended_at: '2026-03-11T02:35:20Z',
  first_response_at: '2026-03-11T02:30:20Z',
  resolved_at: '2026-03-11T02:35:20Z',
  customer: { id: 'cust-1', name: 'João da Silva', phone: '+5511987655678', email: 'joao@example.com' },
  agent_id: 'a1',
  team_id: 't1',
  department_id: 'd1',
  campaign_id: 'k1',
  call_center_id: 'cc1',
  engagement_id: 'e1',
  email_channel_id: 'm1',
  article_id: 'x1',
  outcome: 'resolved',
  category: 'Billing',
  topic: 'Invoice',
  subject: 'Call me on 11 98765-5678 or joao@example.com',
  intent: 'refund',
  priority: 'high',
  transferred: false,
  first_contact_resolved: true,
  resolved_by: 'ai',
  sla: { first_response_seconds: 30, resolution_seconds: 3600, paused_seconds: 9 },
  sentiment: { score: 0.8125 },
  cost: { llm: 0.000001, tts: 0.25, stt: 0, telephony: 1.1 },
  llm_usage: [
    { provider: 'p1', requests: 2, input_tokens: 100, output_tokens: 50, latency_ms: 900, errors: 1 },
  ],
  messages: { inbound: 3, outbound: 4 },
  queue_id: 'qu1',
  queued_at: '2026-03-11T02:30:05Z',
  ring_seconds: 8,
  hold_seconds: 45,
  holds: 2,
  wrap_seconds: 30,
  reopens: 1,
  reopened_at: '2026-03-12T02:30:05+01:00',
  legs: [
    {
      id: 'l2',
      agent_id: 'a1',
      started_at: '2026-03-11T02:30:15Z',
      wrap_seconds: 30,
      disposition: 'answered',
    },
    {
      team_id: 't2',
      started_at: '2026-03-11T02:30:00Z',
      ended_at: '2026-03-11T02:30:15Z',
      disposition: 'rejected',
    },
  ],
  transcript: 'My card is 4111 1111 1111 1111.',
};

const SHOWN = {
  id: 'c-1',
  updated_at: '2026-03-12T08:00:00Z',
  kind: 'call',
  channel: 'phone',
  direction: 'outbound',
  status: 'completed',
  started_at: '2026-03-11T02:30:00Z',
  answered_at: '2026-03-11T02:30:20Z',
  ended_at: '2026-03-11T02:35:20Z',
  first_response_at: '2026-03-11T02:30:20Z',
  resolved_at: '2026-03-11T02:35:20Z',
  duration_seconds: 300,
  wait_seconds: 15,
  customer: { id: 'cust-1', name: 'J. D. S.', phone: '***-***-5678', email: '***@***' },
  agent_id: 'a1',
  team_id: 't1',
  department_id: 'd1',
  campaign_id: 'k1',
  call_center_id: 'cc1',
  engagement_id: 'e1',
  email_channel_id: 'm1',
  article_id: 'x1',
  outcome: 'resolved',
  category: 'Billing',
  topic: 'Invoice',
  subject: 'Call me on ***-***-5678 or ***@***',
  intent: 'refund',
  priority: 'high',
  transferred: false,
  first_contact_resolved: true,
  resolved_by: 'ai',
  sla: { first_response_seconds: 30, resolution_seconds: 3600, paused_seconds: 9, calendar: null },
  sentiment: { label: 'positive', score: 0.8125 },
  cost: { llm: 0.000001, tts: 0.25, stt: 0, telephony: 1.1 },
  llm_usage: [
    { provider: 'p1', requests: 2, input_tokens: 100, output_tokens: 50, latency_ms: 900, errors: 1 },
  ],
  messages: { inbound: 3, outbound: 4 },
  queue_id: 'qu1',
  queued_at: '2026-03-11T02:30:05Z',
  ring_seconds: 8,
  hold_seconds: 45,
  holds: 2,
  wrap_seconds: 30,
  reopens: 1,
  reopened_at: '2026-03-12T01:30:05Z',
  legs: [
    {
      id: null,
      agent_id: null,
      team_id: 't2',
      department_id: null,
      queue_id: null,
      started_at: '2026-03-11T02:30:00Z',
      answered_at: null,
      ended_at: '2026-03-11T02:30:15Z',
      hold_seconds: null,
      wrap_seconds: null,
      disposition: 'rejected',
    },
    {
      id: 'l2',
      agent_id: 'a1',
      team_id: null,
      department_id: null,
      queue_id: null,
      started_at: '2026-03-11T02:30:15Z',
      answered_at: '2026-03-11T02:30:15Z',
      ended_at: null,
      hold_seconds: null,
      wrap_seconds: 30,
      disposition: 'answered',
    },
  ],
  attributes: null,
  has_transcript: true,
  names: {
    agent_id: 'Ana',
    team_id: 't1',
    department_id: 'Support',
    campaign_id: 'Spring',
    call_center_id: 'North',
    engagement_id: 'Renewal',
    queue_id: 'Support line',
    email_channel_id: 'help@example.com',
    article_id: 'How to pay',
  },
};

async function tenantWith(
  records: readonly Sent[],
  settings: Partial<NewTenant> = {},
): Promise<{ tenant: TestTenant; get: (id: string) => Promise<Response> }> {
  const tenant = await freshTenant(settings);
  const { key } = await tenant.key();
  const response = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
  expect(await response.json()).toMatchObject({ received: records.length, errors: [] });
  return { tenant, get: (id) => call(`/api/v1/interactions/${encodeURIComponent(id)}`, { bearer: key }) };
}

async function shown(response: Response): Promise<Record<string, unknown>> {
  const body = await response.json();
  expect([response.status, body]).toEqual([200, expect.anything()]);
  return body as Record<string, unknown>;
}

describe('an interaction as it is stored', () => {
  test('has every field in the units it was sent in, redacted, with the names it refers to', async () => {
    const { get } = await tenantWith([
      FULL,
      { type: 'agent', id: 'a1', name: 'Ana' },
      { type: 'agent', id: 'a2', name: 'Somebody else' },
      { type: 'department', id: 'd1', name: 'Support' },
      { type: 'campaign', id: 'k1', name: 'Spring' },
      { type: 'call_center', id: 'cc1', name: 'North' },
      { type: 'engagement', id: 'e1', name: 'Renewal' },
      { type: 'queue', id: 'qu1', name: 'Support line' },
      { type: 'email_channel', id: 'm1', address: 'help@example.com', status: 'active' },
      { type: 'article', id: 'x1', title: 'How to pay', slug: 'pay', status: 'published' },
    ]);
    const { evaluations, quality_reviews, counts_from, ...rest } = await shown(await get('c-1'));
    expect(rest).toEqual(SHOWN);
    expect([evaluations, quality_reviews]).toEqual([[], []]);
    expect(counts_from).toMatchObject({ date: '2026-03-11' });
  });

  test('has nulls where nothing was sent', async () => {
    const { get } = await tenantWith([
      {
        type: 'interaction',
        id: 'c',
        kind: 'conversation',
        channel: 'chat',
        status: 'open',
        started_at: '2026-03-10T12:00:00Z',
      },
    ]);
    const body = await shown(await get('c'));
    const given = Object.entries(body).filter(([, value]) => value !== null);
    expect(Object.keys(body).filter((name) => name !== 'evaluations' && name !== 'quality_reviews')).toEqual([
      ...Object.keys(SHOWN),
      'counts_from',
    ]);
    expect(Object.fromEntries(given)).toEqual({
      id: 'c',
      updated_at: expect.any(String),
      kind: 'conversation',
      channel: 'chat',
      direction: 'inbound',
      status: 'open',
      started_at: '2026-03-10T12:00:00Z',
      customer: { id: null, name: null, phone: null, email: null },
      outcome: 'unknown',
      transferred: false,
      first_contact_resolved: false,
      has_transcript: false,
      names: {},
      evaluations: [],
      quality_reviews: [],
      counts_from: {
        time_zone: 'UTC',
        date: '2026-03-10',
        as_call: false,
        as_conversation: true,
        as_ended: false,
        evaluations: [],
        quality_reviews: [],
      },
    });
  });

  test('brings what hangs on it, oldest first, and tells under which local dates all counts', async () => {
    const { get } = await tenantWith(
      [
        FULL,
        {
          type: 'evaluation',
          id: 'late',
          interaction_id: 'c-1',
          rating: 5,
          responded_at: '2026-03-12T03:00:00Z',
          sent_at: '2026-03-11T03:00:00Z',
          channel: 'sms',
          comment: 'Ring +55 11 98765-5678',
          followup_answer: 'or ana@example.com',
          agent_id: 'a2',
          team_id: 't2',
        },
        {
          type: 'evaluation',
          id: 'early',
          interaction_id: 'c-1',
          rating: null,
          responded_at: '2026-03-12T02:59:59Z',
        },
        {
          type: 'evaluation',
          id: 'other',
          interaction_id: 'c-2',
          rating: 1,
          responded_at: '2026-03-12T00:00:00Z',
        },
        {
          type: 'quality_review',
          id: 'q1',
          interaction_id: 'c-1',
          status: 'completed',
          score: 8.25,
          sentiment: 'neutral',
          created_at: '2026-03-20T12:00:00Z',
        },
        {
          type: 'quality_review',
          id: 'q0',
          interaction_id: 'c-1',
          status: 'pending',
          created_at: '2026-03-19T12:00:00Z',
        },
      ],
      { timeZone: 'America/Sao_Paulo' },
    );
    const { evaluations, quality_reviews, counts_from } = await shown(await get('c-1'));
    expect(evaluations).toEqual([
      {
        id: 'early',
        rating: null,
        comment: null,
        followup_answer: null,
        channel: 'phone',
        sent_at: null,
        responded_at: '2026-03-12T02:59:59Z',
        agent_id: null,
        team_id: null,
        rated_by: null,
      },
      {
        id: 'late',
        rating: 5,
        comment: 'Ring ***-***-5678',
        followup_answer: 'or ***@***',
        channel: 'sms',
        sent_at: '2026-03-11T03:00:00Z',
        responded_at: '2026-03-12T03:00:00Z',
        agent_id: 'a2',
        team_id: 't2',
        rated_by: null,
      },
    ]);
    expect(quality_reviews).toEqual([
      { id: 'q0', status: 'pending', score: null, sentiment: null, created_at: '2026-03-19T12:00:00Z' },
      {
        id: 'q1',
        status: 'completed',
        score: 8.25,
        sentiment: 'neutral',
        created_at: '2026-03-20T12:00:00Z',
      },
    ]);
    expect(counts_from).toEqual({
      time_zone: 'America/Sao_Paulo',
      date: '2026-03-10',
      as_call: true,
      as_conversation: false,
      as_ended: true,
      evaluations: [
        { id: 'early', date: '2026-03-11', rated: false },
        { id: 'late', date: '2026-03-12', rated: true },
      ],
      quality_reviews: [
        { id: 'q0', date: '2026-03-19' },
        { id: 'q1', date: '2026-03-20' },
      ],
    });
  });

  test('holds no phone number, address, name or transcript in clear', async () => {
    const { get } = await tenantWith([FULL]);
    const text = await (await get('c-1')).text();
    for (const secret of ['98765', 'joao', 'Silva', '4111 1111']) expect(text).not.toContain(secret);
  });

  test('is read in one round trip once its tenant is known', async () => {
    const { tenant, get } = await tenantWith([FULL]);
    await (await get('c-1')).body?.cancel();
    const bearer = await tenant.token('agent');
    const response = await call('/api/v1/interactions/c-1', { bearer });
    await response.body?.cancel();
    expect(response.headers.get('Server-Timing')).toMatch(/trips=1 read=\d+ written=0/);
  });
});

describe('nothing of that id', () => {
  test('is the same for an unknown, a removed and a foreign one', async () => {
    const { get } = await tenantWith([
      FULL,
      { type: 'interaction', id: 'c-1', updated_at: '2026-03-13T00:00:00Z', deleted: true },
    ]);
    await tenantWith([{ ...FULL, id: 'foreign' }]);
    for (const id of ['c-1', 'never', 'foreign', 'x'.repeat(300), "'; --"]) {
      const { status, detail } = await problemIn(await get(id));
      expect([id, status, detail]).toEqual([id, 404, 'No interaction with this id.']);
    }
  });
});
