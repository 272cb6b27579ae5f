import { describe, expect, test } from 'vitest';
import { aCall, aChat, aRating, removal, type Sent } from '../../support/records.ts';
import { helpdeskClient, THAT_DAY } from './client.ts';

const HOUR = '2026-03-10T13:00:00Z';
const byAi = { resolved_at: HOUR, resolved_by: 'ai' };
const byHuman = { resolved_at: HOUR };
const agent = (id: string, name: string): Sent => ({ type: 'agent', id, name });
const team = (id: string, name: string, fields: Sent = {}): Sent => ({ type: 'team', id, name, ...fields });
const article = (id: string, title: string, status = 'published'): Sent => ({
  type: 'article',
  id,
  title,
  slug: `slug-${id}`,
  status,
});
const views = (id: string, date: string, count: number, helpful = 0, not = 0): Sent => ({
  type: 'article_stats',
  article_id: id,
  date,
  views: count,
  helpful,
  not_helpful: not,
});
const mailbox = (id: string, address: string, status = 'active'): Sent => ({
  type: 'email_channel',
  id,
  address,
  status,
});

test('overview: what counts as resolved, escalated and answered', async () => {
  const client = await helpdeskClient();
  await client.send(
    aChat('c1', { ...byAi, first_response_at: '2026-03-10T12:01:00Z' }),
    aChat('c2', { ...byHuman, channel: 'email', first_response_at: '2026-03-10T12:00:00Z' }),
    aChat('c3', { outcome: 'resolved', channel: 'email' }),
    aChat('c4', { status: 'open', outcome: 'escalated', channel: 'chat' }),
    aChat('c5', { status: 'missed', first_response_at: '2026-03-10T12:00:08Z', channel: 'chat' }),
    aChat('c6', { resolved_at: '2026-03-10T12:00:10Z', resolved_by: 'human', channel: 'sms' }),
    aCall('k', { ...byAi, outcome: 'escalated' }),
    aChat('yesterday', { started_at: '2026-03-09T23:59:59Z', ...byAi }),
  );
  expect(await client.readTwice('overview', THAT_DAY)).toEqual({
    total_conversations: 6,
    ai_resolved_count: 1,
    ai_resolution_rate: 16.7,
    human_resolved_count: 2,
    escalation_rate: 16.7,
    // 68 s over three.
    first_response_minutes_avg: 0.4,
    // An hour stands in a bin that is 1 % wide.
    resolution_minutes_median: 60.2,
    channel_distribution: [
      { channel: 'chat', conversation_count: 2 },
      { channel: 'email', conversation_count: 2 },
      { channel: 'sms', conversation_count: 1 },
      { channel: 'webchat', conversation_count: 1 },
    ],
  });
});

test.each<[times: number[], median: number | null]>([
  [[], null],
  [[0], 0],
  [[60, 90], 1],
  [[30, 60, 90], 1],
  [[30, 60, 90, 99], 1],
])('the median of %o seconds is the lower: %s minutes', async (times, median) => {
  const client = await helpdeskClient();
  const at = (seconds: number) =>
    new Date(Date.parse('2026-03-10T12:00:00Z') + seconds * 1_000).toISOString();
  await client.send(
    aChat('open'),
    ...times.map((time, index) => aChat(`c${index}`, { resolved_at: at(time) })),
  );
  const { resolution_minutes_median } = await client.readTwice('overview', THAT_DAY);
  expect(resolution_minutes_median).toBe(median);
});

test('resolution rates, in all and of one team', async () => {
  const client = await helpdeskClient();
  await client.send(
    aChat('c1', { ...byAi, priority: 'high', team_id: 't' }),
    aChat('c2', { ...byHuman, priority: 'high', team_id: 't' }),
    aChat('c3', { priority: 'high' }),
    aChat('c4', { ...byAi, team_id: 't' }),
    aChat('c5', { ...byAi, priority: 'low' }),
    aCall('k', { ...byAi, priority: 'low', team_id: 't' }),
  );
  const row = (priority: string, ai: number, human: number, total: number, rate: number | null) => ({
    priority,
    total,
    resolved: ai + human,
    ai_resolved: ai,
    human_resolved: human,
    resolution_rate: rate,
  });
  expect(await client.readTwice('resolution', THAT_DAY)).toEqual({
    total_conversations: 5,
    resolved_count: 4,
    ai_resolved_count: 3,
    human_resolved_count: 1,
    ai_resolution_rate: 60,
    human_resolution_rate: 20,
    resolution_rate: 80,
    by_priority: [
      row('urgent', 0, 0, 0, null),
      row('high', 1, 1, 3, 66.7),
      row('medium', 0, 0, 0, null),
      row('low', 1, 0, 1, 100),
    ],
  });
  const ofTeam = await client.read('resolution', { ...THAT_DAY, team_id: 't' });
  expect([ofTeam.total_conversations, ofTeam.ai_resolved_count, ofTeam.by_priority[1]]).toEqual([
    3,
    2,
    row('high', 1, 1, 2, 100),
  ]);
});

test('csat: all responses, rated ones, and the filters together', async () => {
  const client = await helpdeskClient();
  await client.send(
    agent('a', 'Ann'),
    aChat('c1', { agent_id: 'a', team_id: 't' }),
    aChat('c2', { agent_id: 'a', team_id: 'u', status: 'open' }),
    aChat('c3', { agent_id: 'b', team_id: 't' }),
    aChat('c4'),
    aCall('k', { agent_id: 'a', team_id: 't' }),
    aRating('e1', 'c1', 5),
    aRating('e2', 'c2', 2, { responded_at: '2026-03-12T00:00:00Z' }),
    aRating('e3', 'c3', 4),
    aRating('e4', 'c4', 1),
    aRating('e5', 'c1', null),
    aRating('e6', 'k', 5),
    aRating('e7', 'c1', 5, { responded_at: '2026-03-13T00:00:00Z' }),
  );
  const period = { date_from: '2026-03-10', date_to: '2026-03-12' };
  const all = await client.readTwice('csat', period);
  expect(all).toEqual({
    total_responses: 5,
    rated_responses: 4,
    avg_rating: 3,
    positive_responses: 2,
    positive_rate: 50,
    distribution: [
      { rating: 5, response_count: 1 },
      { rating: 4, response_count: 1 },
      { rating: 3, response_count: 0 },
      { rating: 2, response_count: 1 },
      { rating: 1, response_count: 1 },
    ],
    trend: [
      { day: '2026-03-10', count: 3, avg_rating: 3.3 },
      { day: '2026-03-11', count: 0, avg_rating: null },
      { day: '2026-03-12', count: 1, avg_rating: 2 },
    ],
    per_agent: [
      { assignee_user_id: 'a', assignee_name: 'Ann', response_count: 2, avg_rating: 3.5, positive_rate: 50 },
      { assignee_user_id: 'b', assignee_name: 'b', response_count: 1, avg_rating: 4, positive_rate: 100 },
    ],
  });
  const seen = async (filter: Record<string, string>) => {
    const answer = await client.read('csat', { ...period, ...filter });
    return [
      answer.total_responses,
      answer.rated_responses,
      answer.trend.map((day: { count: number }) => day.count).join(' '),
      answer.per_agent
        .map(
          (row: { assignee_user_id: string; response_count: number }) =>
            `${row.assignee_user_id}${row.response_count}`,
        )
        .join(' '),
    ];
  };
  expect(await seen({ agent_id: 'a' })).toEqual([3, 2, '1 0 1', 'a2']);
  expect(await seen({ team_id: 't' })).toEqual([3, 2, '2 0 0', 'a1 b1']);
  expect(await seen({ team_id: 't', agent_id: 'a' })).toEqual([2, 1, '1 0 0', 'a1']);
  expect(await seen({ team_id: 'u', agent_id: 'b' })).toEqual([0, 0, '0 0 0', '']);
});

test('teams: the active ones, by name, then id', async () => {
  const client = await helpdeskClient();
  await client.send(
    team('t3', 'Same'),
    team('t1', 'Same'),
    team('t2', 'Alpha'),
    team('gone', 'Gone'),
    team('off', 'Off', { active: false }),
    removal('team', 'gone'),
    aChat('c', { team_id: 'never came' }),
  );
  const rows = (await client.read('teams')).teams;
  expect(rows).toEqual([
    { team_id: 't2', team_name: 'Alpha' },
    { team_id: 't1', team_name: 'Same' },
    { team_id: 't3', team_name: 'Same' },
  ]);
});

describe('insights', () => {
  test('hours of the day are UTC whatever the zone; the busiest first', async () => {
    const client = await helpdeskClient({ timeZone: 'Asia/Kathmandu' });
    await client.send(
      aChat('c1', { started_at: '2026-03-10T04:59:59Z' }),
      aChat('c2', { started_at: '2026-03-10T05:00:00Z' }),
      aChat('c3', { started_at: '2026-03-10T05:59:59Z' }),
      aChat('c4', { started_at: '2026-03-09T18:15:00Z' }),
      aChat('outside', { started_at: '2026-03-09T18:14:59Z' }),
    );
    const { busiest_hours, metadata } = await client.read('insights', THAT_DAY);
    expect(busiest_hours).toEqual([
      { hour_utc: 5, conversation_count: 2 },
      { hour_utc: 4, conversation_count: 1 },
      { hour_utc: 18, conversation_count: 1 },
    ]);
    expect(metadata).toEqual({
      date_from: '2026-03-09T18:15:00+00:00',
      date_to: '2026-03-10T18:14:59+00:00',
    });
  });

  test('the ten largest topics, as shares of all conversations', async () => {
    const client = await helpdeskClient();
    await client.send(
      ...Array.from({ length: 12 }, (_, index) =>
        aChat(`c${index}`, { topic: `T${String(11 - index).padStart(2, '0')}` }),
      ),
      aChat('more', { topic: 'T05' }),
      aChat('none'),
      aCall('k', { topic: 'T06' }),
    );
    const { top_topics } = await client.read('insights', THAT_DAY);
    expect(top_topics[0]).toEqual({ topic: 'T05', conversation_count: 2, share: 14.3 });
    expect(
      top_topics
        .slice(1)
        .map((row: { topic: string }) => row.topic)
        .join(' '),
    ).toBe('T00 T01 T02 T03 T04 T06 T07 T08 T09');
    expect(top_topics[1].share).toBe(7.1);
  });

  test('agents and teams with a conversation', async () => {
    const client = await helpdeskClient();
    const answered = { first_response_at: '2026-03-10T12:00:45Z' };
    await client.send(
      agent('a', 'Ann'),
      agent('idle', 'Idle'),
      team('t', 'Tier 1'),
      aChat('c1', { agent_id: 'a', team_id: 't', ...byAi, ...answered }),
      aChat('c2', { agent_id: 'a', status: 'open', first_response_at: '2026-03-10T12:01:30Z' }),
      aChat('c3', { agent_id: 'a', resolved_at: '2026-03-10T12:00:00Z' }),
      aChat('c4', { agent_id: 'b', team_id: 't' }),
      aCall('k', { agent_id: 'c', team_id: 'u' }),
    );
    const answer = await client.read('insights', THAT_DAY);
    expect(answer.agent_performance).toEqual([
      {
        assignee_user_id: 'a',
        assignee_name: 'Ann',
        assigned_count: 3,
        resolved_count: 2,
        resolution_rate: 66.7,
        avg_first_response_minutes: 1.1,
        avg_resolution_minutes: 30,
      },
      {
        assignee_user_id: 'b',
        assignee_name: 'b',
        assigned_count: 1,
        resolved_count: 0,
        resolution_rate: 0,
        avg_first_response_minutes: null,
        avg_resolution_minutes: null,
      },
    ]);
    expect(answer.team_performance).toEqual([
      {
        team_id: 't',
        team_name: 'Tier 1',
        assigned_count: 2,
        resolved_count: 1,
        resolution_rate: 50,
        avg_resolution_minutes: 60,
      },
    ]);
  });

  test('articles: published ones now, views of the dates that the period touches', async () => {
    const client = await helpdeskClient();
    await client.send(
      article('k1', 'Same'),
      article('k2', 'Same', 'draft'),
      article('k3', 'Alpha', 'archived'),
      article('k4', 'Gone'),
      article('k5', 'Unread'),
      removal('article', 'k4'),
      views('k1', '2026-03-10', 5, 3, 1),
      views('k2', '2026-03-11', 5, 1, 0),
      views('k3', '2026-03-11', 5),
      views('k4', '2026-03-11', 6),
      views('k5', '2026-03-11', 0, 2, 2),
      views('never', '2026-03-11', 1),
      views('k1', '2026-03-09', 100),
      views('k1', '2026-03-12', 100),
      aChat('c1', { ...byAi, article_id: 'k1' }),
      aChat('c2', { ...byHuman, article_id: 'k1' }),
      aChat('c3', byAi),
    );
    const period = { date_from: '2026-03-10T12:00:00Z', date_to: '2026-03-11T00:00:00Z' };
    const { help_center_deflection } = await client.read('insights', period);
    await client.refresh();
    expect((await client.read('insights', period)).help_center_deflection).toEqual(help_center_deflection);
    const row = (id: string, title: string, count: number, helpful = 0, not = 0) => ({
      article_id: id,
      title,
      slug: id === 'never' ? 'never' : `slug-${id}`,
      view_count: count,
      helpful_count: helpful,
      not_helpful_count: not,
    });
    expect(help_center_deflection).toEqual({
      article_count: 2,
      total_views: 22,
      helpful_feedback: 6,
      not_helpful_feedback: 3,
      deflection_rate: 33.3,
      top_articles: [
        row('k4', 'Gone', 6),
        row('k3', 'Alpha', 5),
        row('k1', 'Same', 5, 3, 1),
        row('k2', 'Same', 5, 1),
        row('never', 'never', 1),
      ],
    });
  });

  test('e-mail: conversations by e-mail alone, every mailbox on record', async () => {
    const client = await helpdeskClient();
    const messages = { inbound: 2, outbound: 3 };
    await client.send(
      mailbox('m1', 'b@example.com'),
      mailbox('m2', 'a@example.com', 'inactive'),
      mailbox('m3', 'a@example.com'),
      mailbox('m4', 'z@example.com'),
      removal('email_channel', 'm3'),
      aChat('c1', { channel: 'email', email_channel_id: 'm1', messages }),
      aChat('c2', { channel: 'email', email_channel_id: 'm4', status: 'open', messages: { inbound: 1 } }),
      aChat('c3', { channel: 'email', email_channel_id: 'm4' }),
      aChat('c4', { channel: 'email', email_channel_id: 'unknown', messages }),
      aChat('c5', { channel: 'email' }),
      aChat('c6', { email_channel_id: 'm1', messages }),
      {
        type: 'email_channel_stats',
        email_channel_id: 'm1',
        date: '2026-03-10',
        bounced_contacts: 4,
        complained_contacts: 1,
      },
      {
        type: 'email_channel_stats',
        email_channel_id: 'unknown',
        date: '2026-03-10',
        bounced_contacts: 1,
        complained_contacts: 0,
      },
      {
        type: 'email_channel_stats',
        email_channel_id: 'm1',
        date: '2026-03-11',
        bounced_contacts: 9,
        complained_contacts: 9,
      },
    );
    const { email_channel_metrics } = await client.read('insights', THAT_DAY);
    await client.refresh();
    expect((await client.read('insights', THAT_DAY)).email_channel_metrics).toEqual(email_channel_metrics);
    const row = (id: string, address: string, status: string, count: number) => ({
      channel_id: id,
      address,
      status,
      conversation_count: count,
    });
    expect(email_channel_metrics).toEqual({
      total_channels: 4,
      active_channels: 2,
      email_conversations: 5,
      inbound_messages: 5,
      outbound_messages: 6,
      bounced_contacts: 5,
      complained_contacts: 1,
      by_channel: [
        row('m4', 'z@example.com', 'active', 2),
        row('m1', 'b@example.com', 'active', 1),
        row('m2', 'a@example.com', 'inactive', 0),
        row('m3', 'a@example.com', 'inactive', 0),
      ],
    });
  });
});

describe('unified overview', () => {
  const RECORDS = [
    aCall('k1', { duration_seconds: 245, outcome: 'resolved' }),
    aCall('k2', { duration_seconds: 246, outcome: 'ticket_created' }),
    aCall('k3', { status: 'missed', duration_seconds: 9_000 }),
    aCall('k4', { status: 'open' }),
    aCall('k5', { outcome: 'escalated' }),
    aChat('c1', { ...byAi, article_id: 'x' }),
    aChat('c2', { status: 'open' }),
    aRating('e1', 'c1', 5),
    aRating('e2', 'c2', 4),
    aRating('e3', 'k1', 1),
    article('x', 'One'),
    article('y', 'Two', 'draft'),
    views('x', '2026-03-10', 7, 2, 1),
  ];
  const VOICE = {
    total_calls: 4,
    completed_calls: 3,
    failed_calls: 1,
    avg_duration_seconds: 245.5,
    // k1 by its outcome; k2, for a ticket is no reason against it.
    first_call_resolution_rate: 50,
    tickets_created: 1,
    escalation_count: 1,
  };
  const CS = {
    total_conversations: 2,
    ai_resolved_count: 1,
    ai_resolution_rate: 50,
    human_resolved_count: 0,
    escalation_rate: 0,
    first_response_minutes_avg: null,
    resolution_minutes_median: 60.2,
    csat_avg: 4.5,
    channel_distribution: [{ channel: 'webchat', conversation_count: 2 }],
  };
  const KB = { total_published: 1, total_views: 7, helpfulness_rate: 66.7, ai_resolutions: 1 };
  const CROSS_PRODUCT = {
    total_interactions: 6,
    blended_resolution_rate: 50,
    voice_share: 66.7,
    cs_share: 33.3,
  };

  test.each([
    ['complete', { voice: VOICE, cs: CS, cross_product: CROSS_PRODUCT, kb: KB }],
    ['voice', { voice: VOICE, cs: null, cross_product: null, kb: null }],
    ['platform', { voice: null, cs: CS, cross_product: null, kb: KB }],
  ] as const)('of profile %s', async (profile, blocks) => {
    const client = await helpdeskClient({ profile });
    await client.send(...RECORDS);
    expect(await client.readTwice('unified', THAT_DAY)).toEqual({ profile, ...blocks });
  });
});
