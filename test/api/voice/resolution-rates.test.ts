import { describe, expect, test } from 'vitest';
import { aCall, type Sent, times } from '../../support/records.ts';
import { voiceClient } from './client.ts';

const DAY = { start_date: '2026-03-10', end_date: '2026-03-10' };

/** Calls of a category, the first so many of them resolved at first contact. */
function of(category: string | undefined, calls: number, resolved: number, fields: Sent = {}): Sent[] {
  return times(calls, (index) =>
    aCall(`${category} ${index} ${fields.started_at ?? ''}`, {
      ...(category !== undefined && { category }),
      first_contact_resolved: index <= resolved,
      ...fields,
    }),
  );
}

interface Rates {
  resolution_by_category: { category: string; total_calls: number }[];
  avg_resolution_time_seconds: number | null;
  period_comparison: Record<string, unknown>;
}

test('a tenant without calls', async () => {
  const client = await voiceClient();
  expect(
    await client.readTwice('resolution-rates', { start_date: '2026-03-01', end_date: '2026-03-02' }),
  ).toEqual({
    fcr_trend: [
      { date: '2026-03-01', total_calls: 0, resolved_calls: 0, fcr_rate: null },
      { date: '2026-03-02', total_calls: 0, resolved_calls: 0, fcr_rate: null },
    ],
    resolution_by_category: [],
    avg_resolution_time_seconds: null,
    period_comparison: {
      previous_start: '2026-02-27',
      previous_end: '2026-02-28',
      current_fcr_rate: null,
      previous_fcr_rate: null,
      change: null,
    },
  });
});

test('every part of two days', async () => {
  const client = await voiceClient();
  const at = (time: string): string => `2026-03-10T${time}Z`;
  await client.send(
    aCall('resolved', { category: 'Billing', first_contact_resolved: true, resolved_at: at('12:01:00') }),
    aCall('ended', { category: 'Billing', first_contact_resolved: true, ended_at: at('12:00:31') }),
    aCall('resolved first', {
      ...{ first_contact_resolved: true, resolved_at: at('12:00:10'), ended_at: at('12:30:00') },
    }),
    aCall('at once', { first_contact_resolved: true }),
    aCall('not at first contact', { category: 'Billing', outcome: 'escalated', ended_at: at('13:00:00') }),
    aCall('missed but so said', { status: 'missed', first_contact_resolved: true, duration_seconds: 4 }),
    aCall('open', { status: 'open', first_contact_resolved: true, category: 'Billing' }),
    aCall('next day', { started_at: '2026-03-11T00:00:00Z', status: 'failed', category: 'Login' }),
    ...of('Login', 3, 1, { started_at: '2026-03-09T23:59:59Z' }),
  );
  expect(await client.readTwice('resolution-rates', { ...DAY, end_date: '2026-03-11' })).toEqual({
    fcr_trend: [
      { date: '2026-03-10', total_calls: 6, resolved_calls: 5, fcr_rate: 83.3 },
      { date: '2026-03-11', total_calls: 1, resolved_calls: 0, fcr_rate: 0 },
    ],
    resolution_by_category: [
      {
        category: 'Billing',
        total_calls: 3,
        resolved_calls: 2,
        resolution_rate: 66.7,
        avg_resolution_time_seconds: 45.5,
      },
      {
        category: 'uncategorized',
        total_calls: 3,
        resolved_calls: 3,
        resolution_rate: 100,
        // 10, 0 and 4.
        avg_resolution_time_seconds: 4.7,
      },
      {
        category: 'Login',
        total_calls: 1,
        resolved_calls: 0,
        resolution_rate: 0,
        avg_resolution_time_seconds: null,
      },
    ],
    // 60 + 31 + 10 + 0 + 4 over 5.
    avg_resolution_time_seconds: 21,
    period_comparison: {
      previous_start: '2026-03-08',
      previous_end: '2026-03-09',
      current_fcr_rate: 71.4,
      previous_fcr_rate: 33.3,
      // 5/7 − 1/3 = 8/21.
      change: 38.1,
    },
  });
});

describe('categories: largest first, ties by name', () => {
  const CATEGORIES: [title: string, records: Sent[], expected: [category: string, calls: number][]][] = [
    [
      'by size, then code point',
      [...of('b', 1, 0), ...of('a', 2, 0), ...of('é', 2, 0), ...of('B', 1, 0)],
      [
        ['a', 2],
        ['é', 2],
        ['B', 1],
        ['b', 1],
      ],
    ],
    [
      'those without one are with those of that very name',
      [...of(undefined, 2, 0), ...of('uncategorized', 1, 0), ...of('z', 2, 0)],
      [
        ['uncategorized', 3],
        ['z', 2],
      ],
    ],
    ['only of that very name', [...of('uncategorized', 1, 0)], [['uncategorized', 1]]],
    ['only without one', [...of(undefined, 1, 0)], [['uncategorized', 1]]],
    [
      'without one in the order as any',
      [...of(undefined, 1, 0), ...of('v', 1, 0), ...of('a', 1, 0)],
      [
        ['a', 1],
        ['uncategorized', 1],
        ['v', 1],
      ],
    ],
    ['of conversations none', [aCall('c', { kind: 'conversation', channel: 'chat', category: 'x' })], []],
  ];

  test.each(CATEGORIES)('%s', async (_, records, expected) => {
    const client = await voiceClient();
    await client.send(...records);
    const { resolution_by_category } = (await client.readTwice('resolution-rates', DAY)) as Rates;
    expect(resolution_by_category.map(({ category, total_calls }) => [category, total_calls])).toEqual(
      expected,
    );
  });
});

describe('the change, of the exact rates', () => {
  type Calls = [calls: number, resolved: number];
  const CHANGES: [before: Calls, now: Calls, rates: (number | null)[], change: number | null][] = [
    [[3, 1], [3, 2], [66.7, 33.3], 33.3],
    [[3, 2], [3, 1], [33.3, 66.7], -33.3],
    [[2, 1], [2, 1], [50, 50], 0],
    [[8, 3], [16, 7], [43.8, 37.5], 6.3],
    [[16, 7], [8, 3], [37.5, 43.8], -6.3],
    [[0, 0], [2, 1], [50, null], null],
    [[2, 0], [0, 0], [null, 0], null],
  ];

  test.each(CHANGES)('from %j to %j', async (before, now, [current, previous], change) => {
    const client = await voiceClient();
    await client.send(
      ...of('before', ...before, { started_at: '2026-03-09T12:00:00Z' }),
      ...of('now', ...now),
      ...of('earlier', 1, 1, { started_at: '2026-03-08T23:59:59Z' }),
      ...of('later', 1, 1, { started_at: '2026-03-11T00:00:00Z' }),
    );
    const { period_comparison } = (await client.readTwice('resolution-rates', DAY)) as Rates;
    expect(period_comparison).toEqual({
      previous_start: '2026-03-09',
      previous_end: '2026-03-09',
      current_fcr_rate: current,
      previous_fcr_rate: previous,
      change,
    });
  });
});

test('as many local days before, whatever their hours', async () => {
  const client = await voiceClient({ timeZone: 'Europe/Paris' });
  await client.send(
    ...of('in', 1, 1, { started_at: '2026-03-27T23:00:00Z' }),
    ...of('out', 1, 0, { started_at: '2026-03-27T22:59:59Z' }),
    ...of('last', 1, 1, { started_at: '2026-03-29T21:59:59Z' }),
    ...of('now', 2, 1, { started_at: '2026-03-29T22:00:00Z' }),
  );
  const params = { start_date: '2026-03-30', end_date: '2026-03-31' };
  const { period_comparison } = (await client.readTwice('resolution-rates', params)) as Rates;
  expect(period_comparison).toEqual({
    previous_start: '2026-03-28',
    previous_end: '2026-03-29',
    current_fcr_rate: 50,
    previous_fcr_rate: 100,
    change: -50,
  });
});

test('one trip and, on settled days, a row a day of both periods', async () => {
  const client = await voiceClient();
  await client.send(
    ...times(28, (day) =>
      aCall(`c${day}`, { started_at: `2026-02-${String(day).padStart(2, '0')}T12:00:00Z` }),
    ),
  );
  await client.refresh();
  const { trips, rows } = await client.costOf('resolution-rates', {
    start_date: '2026-02-15',
    end_date: '2026-02-28',
  });
  expect([trips, rows <= 28 + 20]).toEqual([1, true]);
});
