import { describe, expect, test } from 'vitest';
import { bucketPeriod } from '../../../web/dashboard/view/bucket-period.ts';
import {
  columnsOf,
  type Explored,
  exploredOf,
  queryOf,
  viewOfQuery,
  writeExplored,
} from '../../../web/dashboard/view/explored.ts';
import { metricOf, recordsView } from '../../../web/dashboard/view/records-link.ts';
import { linkOf, type View, viewOf } from '../../../web/dashboard/view/view.ts';

const ORIGIN = 'https://callmeter.example';
const asked: Explored = {
  metrics: [
    { metric: 'service_level', args: { seconds: 30 } },
    { metric: 'handle_time', stat: 'p90' },
  ],
  dimensions: ['queue', 'time:day'],
  having: [{ metric: 'handle_time_p90', gte: 60 }],
  order: [{ by: 'queue', direction: 'asc' }],
  limit: 25,
};

function viewAt(path: string): View {
  return viewOf(new URL(path, ORIGIN));
}

describe('a link to a question', () => {
  test('holds all of it', () => {
    const link = linkOf({
      ...viewAt('/explore?period=last_month&filter=queue:q-1'),
      own: { q: writeExplored(asked) },
    });
    const view = viewAt(link);
    expect(exploredOf(view)).toEqual(asked);
    expect(queryOf(view)).toEqual({
      metrics: [
        { metric: 'service_level', args: { seconds: 30 }, as: 'service_level' },
        { metric: 'handle_time', stat: 'p90', as: 'handle_time_p90' },
      ],
      dimensions: ['queue', 'time:day'],
      period: { preset: 'last_month' },
      filters: [{ dimension: 'queue', in: ['q-1'] }],
      compare: 'previous',
      having: [{ metric: 'handle_time_p90', gte: 60 }],
      order: [{ by: 'queue', direction: 'asc' }],
      limit: 25,
      include: ['totals'],
    });
  });

  test('that cannot be read is the usual question', () => {
    const usual = exploredOf(viewAt('/explore'));
    for (const q of ['%', 'bm9uZQ', 'eyJtZXRyaWNzIjoxfQ']) {
      expect(exploredOf({ own: { q } })).toEqual(usual);
    }
  });

  test('leaves out orders and conditions of columns that it does not have', () => {
    const q = writeExplored({ ...asked, metrics: [{ metric: 'offered' }] });
    expect(exploredOf({ own: { q } })).toMatchObject({ having: [], order: [{ by: 'queue' }] });
  });

  test('tells columns of one metric apart', () => {
    const twice = [{ metric: 'wait' }, { metric: 'wait' }, { metric: 'wait', stat: 'p50' }];
    expect(columnsOf(twice)).toEqual(['wait', 'wait_2', 'wait_p50']);
  });
});

test('a proposed query becomes a view of the same period and filters', () => {
  const view = viewOfQuery({
    metrics: [{ metric: 'total_calls', as: 'total_calls' }],
    dimensions: ['agent'],
    period: { from: '2026-11-01', to: '2026-11-30' },
    filters: [
      { dimension: 'queue', is_set: true },
      { dimension: 'team', is_set: false },
    ],
    compare: 'previous_elapsed',
  });
  expect(view).toMatchObject({
    period: { from: '2026-11-01', to: '2026-11-30' },
    compare: 'previous',
    filters: [
      { dimension: 'queue', not_in: [null] },
      { dimension: 'team', in: [null] },
    ],
  });
});

test('the records of a figure keep its statistic and arguments', () => {
  const shown = viewAt('/explore?filter=queue:q-1&filter=channel:phone');
  const records = recordsView(
    shown,
    { metric: 'handle_time', stat: 'p90', as: 'x' },
    { members: { queue: 'q-2' } },
  );
  const view = viewAt(linkOf({ ...shown, ...records }));
  expect(metricOf(view)).toEqual({ metric: 'handle_time', stat: 'p90' });
  expect(view.filters).toEqual([
    { dimension: 'channel', in: ['phone'] },
    { dimension: 'queue', in: ['q-2'] },
  ]);
  expect(metricOf({ own: { metric: 'service_level', args: '{"seconds":30}' } })).toEqual({
    metric: 'service_level',
    args: { seconds: 30 },
  });
  expect(metricOf({ own: { metric: 'offered', args: '{' } })).toEqual({ metric: 'offered' });
});

describe('the dates of a bucket', () => {
  const within = { from: '2026-01-05', to: '2026-11-30' };
  test.each([
    ['2026-02-03', 'day', '2026-02-03', '2026-02-03'],
    ['2026-02-02', 'week', '2026-02-02', '2026-02-08'],
    ['2026-02-01', 'month', '2026-02-01', '2026-02-28'],
    ['2026-10-01', 'quarter', '2026-10-01', '2026-11-30'],
    ['2026-01-01', 'year', '2026-01-05', '2026-11-30'],
  ])('%s by %s is %s to %s', (label, grain, from, to) => {
    expect(bucketPeriod(label, grain, within)).toEqual({ from, to });
  });

  test('an hour is from its first second to its last, and a link holds it', () => {
    const hour = bucketPeriod('2026-02-03T09:00:00-03:00', 'hour', within)!;
    expect(hour).toEqual({ from: '2026-02-03T09:00:00-03:00', to: '2026-02-03T12:59:59Z' });
    const view = viewAt(linkOf({ ...viewAt('/records'), period: hour }));
    expect(view.period).toEqual(hour);
  });

  test('weekdays have none', () => {
    expect(bucketPeriod('1-09', 'weekday_hour', within)).toBeUndefined();
  });
});
