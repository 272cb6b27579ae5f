import { describe, expect, test } from 'vitest';
import { queryClient } from './client.ts';

const PERIOD = { from: '2026-03-01', to: '2026-03-31' };
const CALLS = { metrics: ['total_calls'], period: PERIOD };

/** What is asked, and which errors it gets: their paths, and what the first message has. */
type Case = [title: string, query: unknown, paths: string[], message: string | RegExp];

const CASES: Case[] = [
  ['no object', '"x"', [''], /JSON object/],
  ['no metrics', {}, ['metrics'], 'Required: an array of 1 to 20 entries'],
  [
    'an unknown field',
    { ...CALLS, dimension: ['agent'] },
    ['dimension'],
    /Unknown field; accepted: metrics,/,
  ],
  [
    'an unknown metric',
    { metrics: ['totl_calls'] },
    ['metrics.0'],
    /^Unknown metric; nearest: total_calls, /,
  ],
  [
    'an unknown metric in an object',
    { metrics: [{ metric: 'totl_calls' }] },
    ['metrics.0.metric'],
    /nearest: total_calls/,
  ],
  [
    'a metric by its label',
    { metrics: ['average_wait'] },
    ['metrics.0'],
    /^Unknown metric; nearest: avg_wait_time[,;]/,
  ],
  [
    'a statistic in the name of its timing',
    { metrics: ['wait_p95'] },
    ['metrics.0'],
    'Unknown metric; a statistic is written {"metric": "wait", "stat": "p95"}.',
  ],
  [
    'a grain without time',
    { ...CALLS, dimensions: ['hour'], filters: [{ dimension: 'day_of_week', in: ['1'] }] },
    ['dimensions.0', 'filters.0.dimension'],
    'Must be written time:hour.',
  ],
  [
    'an unknown dimension',
    { ...CALLS, dimensions: ['agnet'] },
    ['dimensions.0'],
    /^Unknown dimension; nearest: agent; accepted: /,
  ],
  [
    'an unknown grain',
    { ...CALLS, dimensions: ['time:fortnight'] },
    ['dimensions.0'],
    /^Must be time: and one of 15m, 30m, hour/,
  ],
  ['time without a grain', { ...CALLS, dimensions: ['time'] }, ['dimensions.0'], /such as time:day\.$/],
  [
    'a filter of time',
    { ...CALLS, filters: [{ dimension: 'time:day', is_set: true }] },
    ['filters.0.dimension'],
    'Time cannot be filtered; use period.',
  ],
  [
    'names and values at once',
    { metrics: ['nope'], limit: 0, filters: [{ dimension: 'no', in: [] }] },
    ['metrics.0', 'filters.0.dimension', 'filters.0.in', 'limit'],
    /Unknown metric/,
  ],
  [
    'a stat of a count',
    { metrics: [{ metric: 'total_calls', stat: 'p90' }] },
    ['metrics.0.stat'],
    'total_calls has no stats.',
  ],
  [
    'an unknown stat',
    { metrics: [{ metric: 'duration', stat: 'p91' }] },
    ['metrics.0.stat'],
    /^Must be one of .*p90/,
  ],
  [
    'two columns of a name',
    { metrics: ['total_calls', 'total_calls'] },
    ['metrics.1'],
    'Two columns cannot both be called total_calls; rename one with `as`.',
  ],
  [
    'a column of a dimension’s name',
    { metrics: [{ metric: 'total_calls', as: 'agent_name' }], dimensions: ['agent'] },
    ['metrics.0'],
    /agent_name/,
  ],
  ['a column of no name', { metrics: [{ metric: 'total_calls', as: '=1' }] }, ['metrics.0.as'], /matches/],
  ['a dimension twice', { ...CALLS, dimensions: ['agent', 'agent'] }, ['dimensions.1'], 'Duplicate value.'],
  [
    'two grains',
    { ...CALLS, dimensions: ['time:day', 'time:hour'] },
    ['dimensions.1'],
    'Only one dimension may be of time.',
  ],
  [
    'four dimensions',
    { ...CALLS, dimensions: ['agent', 'team', 'channel', 'time:day'] },
    ['dimensions'],
    /at most 3/,
  ],
  [
    'two kinds of condition',
    { ...CALLS, filters: [{ dimension: 'agent', in: ['x'], is_set: true }] },
    ['filters.0'],
    'Must have exactly one of in, not_in, is_set.',
  ],
  [
    'having of nothing',
    { ...CALLS, having: [{ metric: 'total_calls' }] },
    ['having.0'],
    'Must have at least one of gte, gt, lte, lt, eq.',
  ],
  [
    'having of another metric',
    { ...CALLS, having: [{ metric: 'missed_calls', gt: 1 }] },
    ['having.0.metric'],
    'Must be a metric of the query: total_calls.',
  ],
  [
    'order by another column',
    { ...CALLS, order: [{ by: 'agent' }] },
    ['order.0.by'],
    'Must be a column of the query: total_calls.',
  ],
  [
    'two kinds of period',
    { ...CALLS, period: { ...PERIOD, last: 'P1D' } },
    ['period'],
    'Must have either from and to, or last, or preset.',
  ],
  ['a duration of nothing', { ...CALLS, period: { last: 'PT' } }, ['period.last'], /such as P30D/],
  [
    'a reversed period',
    { ...CALLS, period: { from: '2026-03-02', to: '2026-03-01' } },
    ['period.from'],
    'Must not be after period.to.',
  ],
  [
    'a reversed comparison',
    { ...CALLS, compare: { from: '2026-03-02', to: '2026-03-01' } },
    ['compare.from'],
    'Must not be after compare.to.',
  ],
  ['an unknown comparison', { ...CALLS, compare: 'before' }, ['compare'], /previous_elapsed/],
  [
    'an unknown zone',
    { ...CALLS, time_zone: 'Mars/Base' },
    ['time_zone'],
    'Must be an IANA time zone such as Europe/Paris.',
  ],
  [
    'what does not combine',
    { metrics: ['article_views'], dimensions: ['agent', 'time:hour'] },
    ['dimensions.0', 'dimensions.1'],
    /^article_views and agent do not combine\. .* article_views combines with: article, time:day,/,
  ],
  [
    'a filter that does not combine',
    { ...CALLS, filters: [{ dimension: 'provider', in: ['x'] }] },
    ['filters.0.dimension'],
    /^total_calls and provider do not combine\. Only llm_requests/,
  ],
  ['no queries', { queries: {} }, ['queries'], 'Must have 1 to 10 queries.'],
  [
    'queries beside a query',
    { queries: { a: CALLS }, metrics: ['total_calls'] },
    ['metrics'],
    /^Unknown field; accepted: queries/,
  ],
];

describe('a query is refused with all that is wrong with it', () => {
  test.each(CASES)('%s', async (_, query, paths, message) => {
    const client = await queryClient();
    const { detail, errors = [] } = await client.refused(query);
    expect([paths, errors.map(({ path }) => path)]).toEqual([paths, paths]);
    expect(errors[0]!.message).toMatch(message);
    expect(detail).toMatch(/^The query is invalid\. /);
  });

  test('broken JSON, another content type, a body that is too large', async () => {
    const client = await queryClient();
    expect((await client.refused('{')).detail).toBe('The body is not valid JSON.');
    const large = { metrics: ['x'.repeat(70_000)] };
    expect((await client.post(large)).status).toBe(413);
  });
});

describe('several queries that cost too much together', () => {
  const AGENTS = Array.from({ length: 12 }, (_, index) => `a${index}`);
  /** The rows of 1,095 days and 12 agents. */
  const longAgo = (agents: readonly string[]) => ({
    metrics: [{ metric: 'duration', stat: 'p90' }],
    filters: [{ dimension: 'agent', in: agents }],
    period: { from: '2021-01-01', to: '2023-12-31' },
  });
  const groups = (sets: readonly (readonly string[])[]) =>
    Object.fromEntries(sets.map((agents, index) => [`q${index}`, longAgo(agents)]));
  const setsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => AGENTS.map((agent) => `${agent}-${index}`));

  test('are refused before anything is read, although each by itself is answered', async () => {
    const client = await queryClient();
    expect((await client.ask(longAgo(AGENTS))).cost.rows_read).toBeGreaterThan(0);
    expect((await client.post({ queries: groups(setsOf(3)) })).status).toBe(200);
    const { detail, ...problem } = await client.refused({ queries: groups(setsOf(5)) }, 422);
    expect(detail).toBe(
      'The queries of this request would together read up to 65,700 rows; at most 50,000 are read for one request. ' +
        'Send fewer queries at once, or ask for shorter or the same periods.',
    );
    expect(problem).toMatchObject({ rows_planned: 65_700, rows_allowed: 50_000 });
  });

  test('rows that several queries need count once', async () => {
    const client = await queryClient();
    const [agents] = setsOf(1);
    const response = await client.post({ queries: groups(Array.from({ length: 10 }, () => agents!)) });
    expect(response.status).toBe(200);
  });

  test('periods that are read from facts are few', async () => {
    const client = await queryClient();
    const factsOf = (day: number) => ({
      metrics: ['total_calls'],
      dimensions: ['topic', 'category', 'engagement'],
      period: { from: `2026-03-0${day}`, to: `2026-03-0${day}` },
    });
    const queries = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, day) => [`q${day}`, factsOf(day + 1)]));
    expect((await client.post({ queries: queries(5) })).status).toBe(200);
    const problem = await client.refused({ queries: queries(6) }, 422);
    expect(problem).toMatchObject({ facts_planned: 120_000, facts_allowed: 100_000 });
  });
});
