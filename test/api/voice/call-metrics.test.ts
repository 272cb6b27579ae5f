import { describe, expect, test } from 'vitest';
import type { Params } from '../../support/reads-client.ts';
import { aCall, type Sent, times } from '../../support/records.ts';
import { NO_KPIS, NO_VOLUME, voiceClient } from './client.ts';

const DAY = { start_date: '2026-03-10', end_date: '2026-03-10' };
const of = (id: string, outcome: string, fields: Sent = {}): Sent => aCall(id, { outcome, ...fields });

interface Metrics {
  kpis: Record<string, unknown>;
  call_volume: { date: string; total_calls: number }[];
  outcome_breakdown: { outcome: string; count: number; percentage: number }[];
  peak_hours: { hour: number; day_of_week: number; call_count: number }[];
}

test('a tenant without calls', async () => {
  const client = await voiceClient();
  await client.send(
    aCall('open', { status: 'open' }),
    aCall('chat', { kind: 'conversation', channel: 'chat' }),
  );
  const period = { start_date: '2026-03-10', end_date: '2026-03-11' };
  const expected = {
    kpis: { ...NO_KPIS, period_start: '2026-03-10', period_end: '2026-03-11' },
    call_volume: [
      { date: '2026-03-10', ...NO_VOLUME },
      { date: '2026-03-11', ...NO_VOLUME },
    ],
    outcome_breakdown: [],
    peak_hours: [],
  };
  expect(await client.readTwice('call-metrics', period)).toEqual(expected);
  expect(await client.read('call-metrics', { ...period, outcome: 'never' })).toEqual(expected);
});

/** Of twelve ended calls: durations of completed ones 100, 101 and 100.5 in the mean of the tickets. */
const RECORDS: Sent[] = [
  of('1', 'ticket_created', { duration_seconds: 100 }),
  of('2', 'ticket_created', { duration_seconds: 101 }),
  of('3', 'ticket_created', { status: 'missed', duration_seconds: 900 }),
  of('4', 'escalated', { duration_seconds: 200 }),
  of('5', 'resolved', { first_contact_resolved: false }),
  of('6', 'resolved'),
  aCall('7', { status: 'abandoned' }),
  aCall('8', { status: 'cancelled' }),
  aCall('9', { status: 'failed', started_at: '2026-03-11T00:00:00Z' }),
  of('10', 'resolved', { status: 'open' }),
  of('11', 'resolved', { kind: 'conversation', channel: 'voice' }),
];

test('every part of a day', async () => {
  const client = await voiceClient();
  await client.send(...RECORDS);
  expect(await client.readTwice('call-metrics', DAY)).toEqual({
    kpis: {
      total_calls: 8,
      completed_calls: 5,
      failed_calls: 3,
      // 401 / 3.
      avg_duration_seconds: 133.7,
      // 1, 2 and 6 of 8.
      first_call_resolution_rate: 37.5,
      tickets_created: 3,
      escalation_count: 1,
      period_start: '2026-03-10',
      period_end: '2026-03-10',
    },
    call_volume: [{ date: '2026-03-10', total_calls: 8, completed_calls: 5, failed_calls: 3 }],
    outcome_breakdown: [
      { outcome: 'ticket_created', count: 3, percentage: 37.5 },
      { outcome: 'resolved', count: 2, percentage: 25 },
      { outcome: 'abandoned', count: 1, percentage: 12.5 },
      { outcome: 'escalated', count: 1, percentage: 12.5 },
      { outcome: 'unknown', count: 1, percentage: 12.5 },
    ],
    peak_hours: [{ hour: 12, day_of_week: 2, call_count: 8 }],
  });
});

test('an outcome filters every part', async () => {
  const client = await voiceClient();
  await client.send(...RECORDS);
  expect(
    await client.readTwice('call-metrics', { ...DAY, end_date: '2026-03-11', outcome: 'ticket_created' }),
  ).toEqual({
    kpis: {
      total_calls: 3,
      completed_calls: 2,
      failed_calls: 1,
      avg_duration_seconds: 100.5,
      first_call_resolution_rate: 66.7,
      tickets_created: 3,
      escalation_count: 0,
      period_start: '2026-03-10',
      period_end: '2026-03-11',
    },
    call_volume: [
      { date: '2026-03-10', total_calls: 3, completed_calls: 2, failed_calls: 1 },
      { date: '2026-03-11', ...NO_VOLUME },
    ],
    outcome_breakdown: [{ outcome: 'ticket_created', count: 3, percentage: 100 }],
    peak_hours: [{ hour: 12, day_of_week: 2, call_count: 3 }],
  });
});

describe('peak hours and days are of the zone asked for', () => {
  const ZONES: [
    title: string,
    zone: string,
    dates: [from: string, to: string],
    starts: string[],
    volume: [date: string, calls: number][],
    peaks: [weekday: number, hour: number, calls: number][],
  ][] = [
    [
      'Sunday is 0; by weekday, then hour',
      'UTC',
      ['2026-03-07', '2026-03-15'],
      [
        '2026-03-07T23:59:59Z',
        '2026-03-08T00:00:00Z',
        '2026-03-15T00:59:59Z',
        '2026-03-09T23:00:00Z',
        '2026-03-09T09:00:00Z',
        '2026-03-16T00:00:00Z',
      ],
      [
        ['2026-03-07', 1],
        ['2026-03-08', 1],
        ['2026-03-09', 2],
        ['2026-03-10', 0],
        ['2026-03-11', 0],
        ['2026-03-12', 0],
        ['2026-03-13', 0],
        ['2026-03-14', 0],
        ['2026-03-15', 1],
      ],
      [
        [0, 0, 2],
        [1, 9, 1],
        [1, 23, 1],
        [6, 23, 1],
      ],
    ],
    [
      'Kathmandu is 5:45 ahead',
      'Asia/Kathmandu',
      ['2026-03-10', '2026-03-10'],
      ['2026-03-09T18:14:59Z', '2026-03-09T18:15:00Z', '2026-03-09T19:14:59Z', '2026-03-09T19:15:00Z'],
      [['2026-03-10', 3]],
      [
        [2, 0, 2],
        [2, 1, 1],
      ],
    ],
    [
      'an hour that comes twice is one',
      'Europe/Paris',
      ['2026-10-25', '2026-10-25'],
      ['2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:59:59Z'],
      [['2026-10-25', 4]],
      [
        [0, 0, 1],
        [0, 2, 2],
        [0, 23, 1],
      ],
    ],
  ];

  test.each(ZONES)('%s', async (_, zone, [start_date, end_date], starts, volume, peaks) => {
    const records = starts.map((started_at, index) => of(`c${index}`, 'resolved', { started_at }));
    const own = await voiceClient({ timeZone: zone });
    const foreign = await voiceClient({ timeZone: 'America/New_York' });
    await own.send(...records);
    await foreign.send(...records);
    for (const filter of [{}, { outcome: 'resolved' }]) {
      for (const answer of [
        await own.readTwice('call-metrics', { start_date, end_date, ...filter }),
        await foreign.readTwice('call-metrics', { start_date, end_date, tz: zone, ...filter }),
      ] as Metrics[]) {
        expect(answer.call_volume.map(({ date, total_calls }) => [date, total_calls])).toEqual(volume);
        expect(
          answer.peak_hours.map(({ day_of_week, hour, call_count }) => [day_of_week, hour, call_count]),
        ).toEqual(peaks);
        expect([answer.kpis.period_start, answer.kpis.period_end]).toEqual([start_date, end_date]);
      }
    }
  });
});

test('one trip and, on settled days, a row a day', async () => {
  const client = await voiceClient();
  await client.send(
    ...times(31, (day) =>
      of(`c${day}`, 'resolved', { started_at: `2026-03-${String(day).padStart(2, '0')}T12:00:00Z` }),
    ),
  );
  await client.refresh();
  const march = { start_date: '2026-03-01', end_date: '2026-03-31' };
  for (const params of [{}, { outcome: 'resolved' }, { tz: 'Asia/Tokyo' }] as Params[]) {
    const { trips, rows } = await client.costOf('call-metrics', { ...march, ...params });
    expect([params, trips, rows <= 31 + 20]).toEqual([params, 1, true]);
  }
});
