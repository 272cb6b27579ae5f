import { expect, test } from 'vitest';
import { problemIn } from '../../support/client.ts';
import type { Params } from '../../support/reads-client.ts';
import { aChat, aRating } from '../../support/records.ts';
import { helpdeskClient, type Route, THAT_DAY } from './client.ts';

const NO_SLA = { tracked: 0, met: 0, breached: 0, compliance_rate: null };
const PRIORITIES = ['urgent', 'high', 'medium', 'low'];

const NO_OVERVIEW = {
  total_conversations: 0,
  ai_resolved_count: 0,
  ai_resolution_rate: null,
  human_resolved_count: 0,
  escalation_rate: null,
  first_response_minutes_avg: null,
  resolution_minutes_median: null,
  channel_distribution: [],
};
const NO_CSAT = {
  total_responses: 0,
  rated_responses: 0,
  avg_rating: null,
  positive_responses: 0,
  positive_rate: null,
  distribution: [5, 4, 3, 2, 1].map((rating) => ({ rating, response_count: 0 })),
  trend: [{ day: '2026-03-10', count: 0, avg_rating: null }],
  per_agent: [],
};
const NO_RESOLUTION = {
  total_conversations: 0,
  resolved_count: 0,
  ai_resolved_count: 0,
  human_resolved_count: 0,
  ai_resolution_rate: null,
  human_resolution_rate: null,
  resolution_rate: null,
  by_priority: PRIORITIES.map((priority) => ({
    priority,
    total: 0,
    resolved: 0,
    ai_resolved: 0,
    human_resolved: 0,
    resolution_rate: null,
  })),
};
const NO_HEALTH = {
  target_conversation_volume: 100_000,
  per_query_budget_ms: 500,
  total_budget_ms: 2_000,
  total_runtime_ms: expect.any(Number),
  target_met: true,
  overview_ms: expect.any(Number),
  sla_compliance_ms: expect.any(Number),
  agent_performance_ms: expect.any(Number),
  pending_days: 0,
  oldest_pending_at: null,
  last_refreshed_at: null,
  last_reconciled_at: null,
  reconcile_differences: 0,
};
const NOTHING: Record<Route, unknown> = {
  overview: NO_OVERVIEW,
  sla: {
    first_response: NO_SLA,
    resolution: NO_SLA,
    by_priority: PRIORITIES.map((priority) => ({ priority, ...NO_SLA })),
    by_team: [],
  },
  csat: NO_CSAT,
  responses: { items: [], total: 0, limit: 50, offset: 0 },
  resolution: NO_RESOLUTION,
  teams: { teams: [] },
  insights: {
    csat: NO_CSAT,
    busiest_hours: [],
    top_topics: [],
    agent_performance: [],
    team_performance: [],
    help_center_deflection: {
      article_count: 0,
      total_views: 0,
      helpful_feedback: 0,
      not_helpful_feedback: 0,
      deflection_rate: null,
      top_articles: [],
    },
    sla_breach_trend: [{ day: '2026-03-10', ...NO_SLA }],
    email_channel_metrics: {
      total_channels: 0,
      active_channels: 0,
      email_conversations: 0,
      inbound_messages: 0,
      outbound_messages: 0,
      bounced_contacts: 0,
      complained_contacts: 0,
      by_channel: [],
    },
    aggregation_health: NO_HEALTH,
    metadata: { date_from: '2026-03-10T00:00:00+00:00', date_to: '2026-03-10T23:59:59+00:00' },
  },
  health: NO_HEALTH,
  unified: {
    profile: 'complete',
    voice: {
      total_calls: 0,
      completed_calls: 0,
      failed_calls: 0,
      avg_duration_seconds: null,
      first_call_resolution_rate: null,
      tickets_created: 0,
      escalation_count: 0,
    },
    cs: { ...NO_OVERVIEW, csat_avg: null },
    cross_product: {
      total_interactions: 0,
      blended_resolution_rate: null,
      voice_share: null,
      cs_share: null,
    },
    kb: { total_published: 0, total_views: 0, helpfulness_rate: null, ai_resolutions: 0 },
  },
};

test('without records every documented field is there: zeros, nulls and empty lists', async () => {
  const client = await helpdeskClient();
  for (const [route, nothing] of Object.entries(NOTHING) as [Route, unknown][]) {
    expect(await client.read(route, route === 'teams' ? {} : THAT_DAY), route).toEqual(nothing);
  }
});

test('a filter by an unknown id answers the same', async () => {
  const client = await helpdeskClient();
  await client.send(aChat('c', { agent_id: 'a', team_id: 't', priority: 'low' }), aRating('e', 'c', 5));
  for (const params of [
    { team_id: 'nobody' },
    { agent_id: 'nobody' },
    { team_id: 't', agent_id: 'nobody' },
  ]) {
    expect(await client.readTwice('csat', { ...THAT_DAY, ...params })).toEqual(NO_CSAT);
    expect(await client.read('responses', { ...THAT_DAY, ...params })).toEqual(NOTHING.responses);
  }
  expect(await client.read('resolution', { ...THAT_DAY, team_id: 'nobody' })).toEqual(NO_RESOLUTION);
});

const REFUSED: [Route, Params, path: string][] = [
  ...(['overview', 'sla', 'insights', 'health', 'unified'] as const).flatMap((route) => [
    [route, { team_id: 't' }, 'team_id'] as [Route, Params, string],
    [route, { agent_id: 'a' }, 'agent_id'] as [Route, Params, string],
  ]),
  ['resolution', { agent_id: 'a' }, 'agent_id'],
  ['resolution', { limit: '5' }, 'limit'],
  ['csat', { limit: '5' }, 'limit'],
  ['csat', { team_id: '' }, 'team_id'],
  ['csat', { start_date: '2026-03-10' }, 'start_date'],
  ['teams', { tz: 'UTC' }, 'tz'],
  ['teams', { date_from: '2026-03-10' }, 'date_from'],
  ['responses', { limit: '0' }, 'limit'],
  ['responses', { limit: '201' }, 'limit'],
  ['responses', { limit: '1.5' }, 'limit'],
  ['responses', { offset: '-1' }, 'offset'],
  ['overview', { tz: 'Mars/Base' }, 'tz'],
  ['overview', { date_from: 'yesterday' }, 'date_from'],
  ['insights', { date_from: '2026-03-11', date_to: '2026-03-10' }, 'date_from'],
];

test.each(REFUSED)('%s refuses %o', async (route, params, path) => {
  const client = await helpdeskClient();
  const problem = await problemIn(await client.get(route, params));
  expect([problem.status, problem.errors?.map((error) => error.path)]).toEqual([400, [path]]);
});
