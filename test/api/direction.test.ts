import { beforeAll, describe, expect, test } from 'vitest';
import { problemIn } from '../support/client.ts';
import { type Params, type ReadsClient, readsClient } from '../support/reads-client.ts';
import { aCall, aChat, aRating, type Sent } from '../support/records.ts';
import { aReview } from './quality/client.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are compared, not typed.
type Answer = any;

const OUT = { direction: 'outbound' };
const usage = { provider: 'one', input_tokens: 10, output_tokens: 5, latency_ms: 100, errors: 0 };

/** Three calls and three chats are inbound, two calls and one chat outbound. */
const RECORDS: Sent[] = [
  aCall('in1', {
    customer: { id: 'k1' },
    agent_id: 'a',
    department_id: 'd',
    campaign_id: 'p',
    call_center_id: 'cc',
    outcome: 'resolved',
    category: 'bills',
    duration_seconds: 60,
    llm_usage: [{ ...usage, requests: 2 }],
  }),
  aCall('in2', { customer: { id: 'k2' }, agent_id: 'b', status: 'missed', direction: null }),
  aCall('in3', { customer: { id: 'k2' }, agent_id: 'a', status: 'cancelled', direction: 'inbound' }),
  aCall('out1', {
    ...OUT,
    customer: { id: 'k1' },
    started_at: '2026-03-10T14:00:00Z',
    agent_id: 'a',
    department_id: 'd',
    campaign_id: 'p',
    call_center_id: 'cc',
    outcome: 'resolved',
    category: 'bills',
    duration_seconds: 120,
    llm_usage: [{ ...usage, requests: 3 }],
  }),
  aCall('out2', { ...OUT, customer: { id: 'k3' }, agent_id: 'c', status: 'missed', outcome: 'no_answer' }),
  aChat('chat1', {
    agent_id: 'a',
    team_id: 't',
    priority: 'high',
    topic: 'Bills',
    intent: 'pay',
    resolved_at: '2026-03-10T12:10:00Z',
    resolved_by: 'human',
    first_response_at: '2026-03-10T12:01:00Z',
    sla: { first_response_seconds: 60 },
  }),
  aChat('chat2', { agent_id: 'b', team_id: 't', status: 'open', sla: { first_response_seconds: 60 } }),
  aChat('chat3', { channel: 'email', intent: 'pay', messages: { inbound: 2, outbound: 1 } }),
  aChat('chat4', {
    ...OUT,
    channel: 'email',
    agent_id: 'a',
    team_id: 't',
    priority: 'high',
    topic: 'Bills',
    intent: 'pay',
    messages: { inbound: 0, outbound: 4 },
    resolved_at: '2026-03-10T12:20:00Z',
    resolved_by: 'ai',
    sla: { first_response_seconds: 60 },
    status: 'open',
  }),
  aRating('e1', 'in1', 5, { comment: 'good' }),
  aRating('e2', 'out1', 2),
  aRating('e3', 'chat1', 4),
  aRating('e4', 'chat2', 3),
  aRating('e5', 'chat4', 1),
  aReview('r1', 'in1'),
  aReview('r2', 'in2', { status: 'pending' }),
  aReview('r3', 'out1', { score: 8, sentiment: 'positive' }),
  { type: 'article_stats', article_id: 'k', date: '2026-03-10', views: 7, helpful: 1, not_helpful: 0 },
  {
    type: 'email_channel_stats',
    email_channel_id: 'm',
    date: '2026-03-10',
    bounced_contacts: 6,
    complained_contacts: 0,
  },
];

const SNAKE = { date_from: '2026-03-10', date_to: '2026-03-10' };
const CAMEL = { dateFrom: '2026-03-10', dateTo: '2026-03-10' };
const VOICE = { start_date: '2026-03-10', end_date: '2026-03-10' };
const V1 = '/api/v1/analytics/';
const HELPDESK = '/api/v2/analytics/conversations/';
const QUALITY = '/v1/analytics/';

const ofId = (rows: Answer[], field: string, id: string | number, count: string): number =>
  rows.find((row) => row[field] === id)?.[count] ?? 0;
const summed = (rows: Answer[], count: string): number => rows.reduce((sum, row) => sum + row[count], 0);

interface Read {
  path: string;
  params: Params;
  /** Counts of an answer: each adds up over the directions. */
  counts: (answer: Answer) => number[];
  inbound: number[];
  outbound: number[];
}

const READS: Read[] = [
  {
    path: `${V1}overview`,
    params: SNAKE,
    counts: ({ data: it }) => [it.total_calls, it.completed_calls, it.missed_calls, it.new_customers],
    inbound: [3, 1, 1, 2],
    outbound: [2, 1, 1, 1],
  },
  {
    path: `${V1}overview`,
    params: { ...SNAKE, department_id: 'd' },
    counts: ({ data: it }) => [it.total_calls, it.new_customers],
    inbound: [1, 1],
    outbound: [1, 0],
  },
  {
    path: `${V1}trends`,
    params: { ...SNAKE, granularity: 'week' },
    counts: ({ data: [it] }) => [it.total_calls, it.completed_calls, it.new_customers],
    inbound: [3, 1, 2],
    outbound: [2, 1, 1],
  },
  {
    path: `${V1}hourly`,
    params: SNAKE,
    counts: ({ data }) => [ofId(data, 'hour', 12, 'total'), ofId(data, 'hour', 14, 'total')],
    inbound: [3, 0],
    outbound: [1, 1],
  },
  {
    path: `${V1}agents`,
    params: SNAKE,
    counts: ({ data }) => ['a', 'b', 'c'].map((id) => ofId(data, 'user_id', id, 'total_calls')),
    inbound: [2, 1, 0],
    outbound: [1, 0, 1],
  },
  {
    path: `${V1}agents`,
    params: { ...SNAKE, department_id: 'd' },
    counts: ({ data }) => [ofId(data, 'user_id', 'a', 'total_duration')],
    inbound: [60],
    outbound: [120],
  },
  {
    path: `${V1}overview`,
    params: CAMEL,
    counts: ({ totals, series }) => [
      totals.conversations,
      totals.totalDurationSeconds,
      series[0].conversations,
    ],
    inbound: [5, 60, 5],
    outbound: [2, 120, 2],
  },
  {
    path: `${V1}overview`,
    params: { ...CAMEL, agentId: 'a' },
    counts: ({ totals }) => [totals.conversations],
    inbound: [3],
    outbound: [1],
  },
  {
    path: `${V1}conversations`,
    params: CAMEL,
    counts: (it) => [it.total, it.byStatus.abandoned, it.byChannel.webchat ?? 0, it.byOutcome.resolved],
    inbound: [5, 1, 1, 2],
    outbound: [2, 1, 0, 1],
  },
  {
    path: `${V1}conversations`,
    params: { ...CAMEL, agentId: 'a' },
    counts: (it) => [it.total, it.byOutcome.resolved],
    inbound: [3, 2],
    outbound: [1, 1],
  },
  {
    path: `${V1}costs`,
    params: CAMEL,
    counts: ({ byAgent }) => ['a', 'c'].map((id) => ofId(byAgent, 'agentId', id, 'conversations')),
    inbound: [3, 0],
    outbound: [1, 1],
  },
  {
    path: `${V1}intents`,
    params: CAMEL,
    counts: ({ intents }) => [summed(intents, 'count'), ofId(intents, 'intent', 'pay', 'count')],
    inbound: [5, 2],
    outbound: [2, 0],
  },
  {
    path: `${V1}call-metrics`,
    params: VOICE,
    counts: (it) => [
      it.kpis.total_calls,
      it.call_volume[0].completed_calls,
      summed(it.peak_hours, 'call_count'),
      ofId(it.outcome_breakdown, 'outcome', 'resolved', 'count'),
    ],
    inbound: [3, 1, 3, 1],
    outbound: [2, 1, 2, 1],
  },
  {
    path: `${V1}call-metrics`,
    params: { ...VOICE, outcome: 'resolved' },
    counts: ({ kpis }) => [kpis.total_calls],
    inbound: [1],
    outbound: [1],
  },
  {
    path: `${V1}resolution-rates`,
    params: VOICE,
    counts: (it) => [
      it.fcr_trend[0].total_calls,
      it.fcr_trend[0].resolved_calls,
      ofId(it.resolution_by_category, 'category', 'bills', 'total_calls'),
      ofId(it.resolution_by_category, 'category', 'uncategorized', 'total_calls'),
    ],
    inbound: [3, 1, 1, 2],
    outbound: [2, 1, 1, 1],
  },
  {
    path: `${V1}usage-patterns`,
    params: VOICE,
    counts: (it) => [
      summed(it.hourly_distribution, 'call_count'),
      summed(it.weekly_distribution, 'call_count'),
      it.monthly_trends[0].total_calls,
      ofId(it.llm_usage, 'provider', 'one', 'total_requests'),
    ],
    inbound: [3, 3, 3, 2],
    outbound: [2, 2, 2, 3],
  },
  {
    path: `${HELPDESK}overview`,
    params: SNAKE,
    counts: (it) => [
      it.total_conversations,
      it.ai_resolved_count,
      it.human_resolved_count,
      ofId(it.channel_distribution, 'channel', 'email', 'conversation_count'),
    ],
    inbound: [3, 0, 1, 1],
    outbound: [1, 1, 0, 1],
  },
  {
    path: `${HELPDESK}sla-compliance`,
    params: SNAKE,
    counts: (it) => [it.first_response.tracked, it.first_response.breached, it.by_team[0].breached],
    inbound: [2, 1, 1],
    outbound: [1, 1, 1],
  },
  {
    path: `${HELPDESK}resolution-rates`,
    params: SNAKE,
    counts: (it) => [it.total_conversations, ofId(it.by_priority, 'priority', 'high', 'total')],
    inbound: [3, 1],
    outbound: [1, 1],
  },
  {
    path: `${HELPDESK}resolution-rates`,
    params: { ...SNAKE, team_id: 't' },
    counts: (it) => [it.total_conversations, ofId(it.by_priority, 'priority', 'high', 'total')],
    inbound: [2, 1],
    outbound: [1, 1],
  },
  {
    path: `${HELPDESK}csat`,
    params: SNAKE,
    counts: (it) => [
      it.rated_responses,
      it.positive_responses,
      it.trend[0].count,
      ofId(it.per_agent, 'assignee_user_id', 'a', 'response_count'),
    ],
    inbound: [2, 1, 2, 1],
    outbound: [1, 0, 1, 1],
  },
  {
    path: `${HELPDESK}csat`,
    params: { ...SNAKE, team_id: 't', agent_id: 'a' },
    counts: (it) => [it.rated_responses],
    inbound: [1],
    outbound: [1],
  },
  {
    path: `${HELPDESK}insights`,
    params: SNAKE,
    counts: (it) => [
      it.csat.rated_responses,
      summed(it.busiest_hours, 'conversation_count'),
      ofId(it.top_topics, 'topic', 'Bills', 'conversation_count'),
      it.sla_breach_trend[0].breached,
      ofId(it.agent_performance, 'assignee_user_id', 'a', 'assigned_count'),
      ofId(it.team_performance, 'team_id', 't', 'assigned_count'),
      it.email_channel_metrics.email_conversations,
      it.email_channel_metrics.outbound_messages,
    ],
    inbound: [2, 3, 1, 1, 1, 2, 1, 1],
    outbound: [1, 1, 1, 1, 1, 1, 1, 4],
  },
  {
    path: '/api/v2/analytics/unified-overview',
    params: SNAKE,
    counts: (it) => [it.voice.total_calls, it.cs.total_conversations, it.cross_product.total_interactions],
    inbound: [3, 3, 6],
    outbound: [2, 1, 3],
  },
  {
    path: `${QUALITY}summary`,
    params: CAMEL,
    counts: (it) => [it.totalEvaluations, it.completedEvaluations, it.sentimentBreakdown.positive],
    inbound: [2, 1, 0],
    outbound: [1, 1, 1],
  },
  {
    path: `${QUALITY}trends`,
    params: { ...CAMEL, campaignId: 'p' },
    counts: ({ trends: [it] }) => [it.totalEvaluations],
    inbound: [1],
    outbound: [1],
  },
  {
    path: `${QUALITY}campaigns`,
    params: CAMEL,
    counts: ({ campaigns }) => [ofId(campaigns, 'campaignId', 'p', 'totalEvaluations')],
    inbound: [1],
    outbound: [1],
  },
  {
    path: `${QUALITY}call-centers`,
    params: { ...CAMEL, campaignId: 'p' },
    counts: ({ callCenters }) => [ofId(callCenters, 'callCenterId', 'cc', 'totalEvaluations')],
    inbound: [1],
    outbound: [1],
  },
  {
    path: `${QUALITY}executives`,
    params: CAMEL,
    counts: ({ executives }) =>
      ['a', 'b'].map((id) => ofId(executives, 'executiveId', id, 'totalEvaluations')),
    inbound: [1, 1],
    outbound: [1, 0],
  },
  {
    path: '/api/v1/evaluations/stats',
    params: SNAKE,
    counts: ({ data: it }) => [it.total_evaluations, it.with_comments, it.distribution[5]],
    inbound: [3, 1, 1],
    outbound: [2, 0, 0],
  },
  {
    path: '/api/v1/evaluations/stats',
    params: { ...SNAKE, department_id: 'd' },
    counts: ({ data: it }) => [it.total_evaluations],
    inbound: [1],
    outbound: [1],
  },
];

let pending: ReadsClient<string, Answer>;
let settled: ReadsClient<string, Answer>;

beforeAll(async () => {
  const reads = { pathOf: (path: string) => path, credential: 'manager' } as const;
  [pending, settled] = await Promise.all([readsClient(reads), readsClient(reads)]);
  await Promise.all([pending.send(...RECORDS), settled.send(...RECORDS)]);
  await settled.refresh();
});

describe.each(['pending', 'settled'] as const)('while records are %s', (state) => {
  const client = () => (state === 'pending' ? pending : settled);

  test.each(READS)('$path $params', async ({ path, params, counts, inbound, outbound }) => {
    const of = async (direction: Params) => counts(await client().read(path, { ...params, ...direction }));
    expect(await of({ direction: 'inbound' })).toEqual(inbound);
    expect(await of({ direction: 'outbound' })).toEqual(outbound);
    expect(await of({})).toEqual(inbound.map((count, index) => count + outbound[index]!));
  });

  test('customers of both directions count once without it', async () => {
    const of = async (direction: Params) =>
      (await client().read(`${V1}overview`, { ...SNAKE, ...direction })).data.total_customers;
    expect([await of({ direction: 'inbound' }), await of({ direction: 'outbound' }), await of({})]).toEqual([
      2, 2, 3,
    ]);
  });

  test('means and shares are of the direction', async () => {
    const calls = await client().read(`${V1}overview`, { ...SNAKE, ...OUT });
    expect(calls.data).toMatchObject({ avg_duration: 120, avg_rating: 2, completion_rate: 50 });
    const sentiment = await client().read(`${V1}sentiment`, { ...CAMEL, ...OUT });
    expect(sentiment.avgScore).toBeNull();
    const reviews = await client().read(`${QUALITY}summary`, { ...CAMEL, ...OUT });
    expect(reviews.averageScore).toBe(8);
  });

  test('what belongs to no interaction stays the same', async () => {
    for (const direction of [{}, { direction: 'inbound' }, OUT]) {
      const unified = await client().read('/api/v2/analytics/unified-overview', { ...SNAKE, ...direction });
      expect(unified.kb).toMatchObject({ total_views: 7, helpfulness_rate: 100 });
      const insights = await client().read(`${HELPDESK}insights`, { ...SNAKE, ...direction });
      expect(insights.help_center_deflection.total_views).toBe(7);
      expect(insights.email_channel_metrics.bounced_contacts).toBe(6);
    }
  });
});

const PATHS = new Map(
  [...READS, { path: `${V1}sentiment`, params: CAMEL }].map((read) => [
    JSON.stringify([read.path, Object.keys(read.params)[0]]),
    read,
  ]),
);

test.each([...PATHS.values()])('$path refuses another direction', async ({ path, params }) => {
  for (const direction of ['both', 'Inbound', '1']) {
    const { status, errors } = await problemIn(await settled.get(path, { ...params, direction }));
    const message = 'Must be one of inbound, outbound.';
    expect([status, errors]).toEqual([400, [{ path: 'direction', message }]]);
  }
});

test.each([
  [`${HELPDESK}aggregation-health`, SNAKE],
  [`${HELPDESK}csat/responses`, SNAKE],
  [`${V1}search`, { ...VOICE, phone: '5678' }],
  ['/api/v1/evaluations', SNAKE],
])('%s has none', async (path, params) => {
  const { status, errors } = await problemIn(await settled.get(path, { ...params, ...OUT }));
  expect([status, errors?.[0]?.path]).toEqual([400, 'direction']);
});
