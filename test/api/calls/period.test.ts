import { describe, expect, test } from 'vitest';
import type { Params } from '../../support/reads-client.ts';
import { aCall, aRating } from '../../support/records.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { callsClient, NO_CALLS } from './client.ts';

/** A zone where it is about noon, so that no midnight falls into the test; its offset in hours. */
function noonZone(): { zone: string; offset: number } {
  const offset = 12 - new Date(nowSeconds() * 1_000).getUTCHours();
  return { zone: offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`, offset };
}

const { zone, offset } = noonZone();

/** The local date so many days ago. */
function daysAgo(days: number): string {
  return new Date((nowSeconds() + offset * 3_600 - days * 86_400) * 1_000).toISOString().slice(0, 10);
}

/** The instant of a local time so many days ago. */
function at(days: number, time: string): string {
  const local = Date.parse(`${daysAgo(days)}T${time}Z`) / 1_000;
  return new Date((local - offset * 3_600) * 1_000).toISOString();
}

async function clientOfThatZone() {
  const client = await callsClient({ timeZone: zone });
  await client.send(
    aCall('tomorrow', { started_at: at(-1, '00:00:00') }),
    aCall('tonight', { started_at: at(0, '23:59:59') }),
    aCall('this morning', { started_at: at(0, '00:00:00') }),
    aCall('7 days ago', { started_at: at(7, '00:00:00') }),
    aCall('nearly 8 days ago', { started_at: at(8, '23:59:59') }),
    aCall('30 days ago', { started_at: at(30, '00:00:00') }),
    aCall('nearly 31 days ago', { started_at: at(31, '23:59:59') }),
    aCall('60 days ago', { started_at: at(60, '12:00:00') }),
  );
  return client;
}

const totalOf = (data: unknown): number => (data as typeof NO_CALLS).total_calls;
const sumOf = (data: unknown, field: string): number =>
  (data as Record<string, number>[]).reduce((sum, row) => sum + (row[field] ?? Number.NaN), 0);

describe('defaults', () => {
  test('30 days: from the first second of 30 days ago to the last of today', async () => {
    const client = await clientOfThatZone();
    expect(totalOf(await client.readTwice('overview'))).toBe(5);
    expect(sumOf(await client.read('agents'), 'total_calls')).toBe(0);
    const days = (await client.read('trends')) as { date: string }[];
    expect([days.length, days[0]?.date, days.at(-1)?.date]).toEqual([31, daysAgo(30), daysAgo(0)]);
    expect(sumOf(days, 'total_calls')).toBe(5);
  });

  test('hourly: 7 days', async () => {
    const client = await clientOfThatZone();
    expect(sumOf(await client.readTwice('hourly'), 'total')).toBe(3);
  });

  test.each<[title: string, params: () => Params, calls: number]>([
    ['date_from alone: to the end of today', () => ({ date_from: daysAgo(8) }), 4],
    ['date_to alone: from 30 days before it', () => ({ date_to: daysAgo(30) }), 3],
    ['date_to as an instant: from 30 days before its date', () => ({ date_to: at(30, '00:00:00') }), 3],
    ['today as a date includes all of it', () => ({ date_from: daysAgo(0), date_to: daysAgo(0) }), 2],
    ['tomorrow may be asked for', () => ({ date_from: daysAgo(0), date_to: daysAgo(-1) }), 3],
  ])('%s', async (_, params, calls) => {
    const client = await clientOfThatZone();
    expect(totalOf(await client.readTwice('overview', params()))).toBe(calls);
  });

  test('tz moves what today is', async () => {
    const client = await clientOfThatZone();
    // A day ahead of, or behind, the tenant's own noon.
    const [other, days] = offset >= 0 ? ['Etc/GMT+12', -1] : ['Etc/GMT-14', 1];
    const rows = (await client.read('trends', { tz: other })) as { date: string }[];
    const local = nowSeconds() + (days < 0 ? -12 : 14) * 3_600;
    expect(rows.at(-1)?.date).toBe(new Date(local * 1_000).toISOString().slice(0, 10));
  });
});

describe('bounds', () => {
  const MARCH_10: [title: string, params: Params, calls: number][] = [
    ['a date is the whole local day', { date_from: '2026-03-10', date_to: '2026-03-10' }, 2],
    ['an instant with an offset', { date_from: '2026-03-09T20:00:00-03:00', date_to: '2026-03-10' }, 2],
    [
      'an offset whose + was not encoded',
      { date_from: '2026-03-10T00:00:00 01:00', date_to: '2026-03-10' },
      2,
    ],
    ['a local instant without an offset', { date_from: '2026-03-10T00:00:01', date_to: '2026-03-10' }, 1],
    ['the last second included', { date_from: '2026-03-10', date_to: '2026-03-10T22:59:59Z' }, 2],
    ['the second before it', { date_from: '2026-03-10', date_to: '2026-03-10T22:59:58Z' }, 1],
    [
      'fractions of a second are cut off',
      { date_from: '2026-03-10', date_to: '2026-03-10T22:59:59.999Z' },
      2,
    ],
    ['in another zone', { date_from: '2026-03-10', date_to: '2026-03-10', tz: 'UTC' }, 3],
    ['in another zone yet', { date_from: '2026-03-10', date_to: '2026-03-10', tz: 'Asia/Tokyo' }, 4],
  ];

  test.each(MARCH_10)('%s', async (_, params, calls) => {
    const client = await callsClient({ timeZone: 'Europe/Paris' });
    await client.send(
      aCall('long before', { started_at: '2026-03-09T15:00:00Z' }),
      aCall('soon before', { started_at: '2026-03-09T22:00:00Z' }),
      aCall('before', { started_at: '2026-03-09T22:59:59Z' }),
      aCall('first', { started_at: '2026-03-09T23:00:00Z' }),
      aCall('last', { started_at: '2026-03-10T22:59:59Z' }),
      aCall('after', { started_at: '2026-03-10T23:00:00Z' }),
      aCall('soon after', { started_at: '2026-03-10T23:59:59Z' }),
    );
    expect(totalOf(await client.readTwice('overview', params))).toBe(calls);
  });

  test('fractions of a call’s start are cut off as well', async () => {
    const client = await callsClient();
    await client.send(aCall('a', { started_at: '2026-03-10T23:59:59.999Z' }));
    expect(
      totalOf(await client.readTwice('overview', { date_from: '2026-03-10', date_to: '2026-03-10' })),
    ).toBe(1);
    expect(totalOf(await client.read('overview', { date_from: '2026-03-11', date_to: '2026-03-11' }))).toBe(
      0,
    );
  });
});

test('ratings count when they were given, under the call’s department as it now stands', async () => {
  const client = await callsClient();
  await client.send(
    aCall('a', { department_id: 'sales' }),
    aRating('e', 'a', 5, { responded_at: '2026-03-12T09:00:00Z' }),
  );
  const on = (date: string, department: string) =>
    client.readTwice('overview', { date_from: date, date_to: date, department_id: department });
  const rated = { ...NO_CALLS, avg_rating: 5, satisfaction_rate: 100 };
  expect(await on('2026-03-12', 'sales')).toEqual(rated);
  expect(await on('2026-03-10', 'sales')).toMatchObject({ total_calls: 1, avg_rating: null });
  await client.send(aCall('a', { department_id: 'support' }));
  expect(await on('2026-03-12', 'sales')).toEqual(NO_CALLS);
  expect(await on('2026-03-12', 'support')).toEqual(rated);
});

test.each(['1970-01-01', '2100-12-31'])(
  'the day %s, the last that is accepted, is answered in every zone',
  async (date) => {
    const client = await callsClient({ timeZone: 'Europe/Amsterdam' });
    for (const tz of ['Europe/Amsterdam', 'UTC', 'Pacific/Kiritimati', 'Pacific/Niue']) {
      const params = { date_from: date, date_to: date, tz };
      expect(await client.read('overview', params)).toEqual(NO_CALLS);
      expect(await client.read('hourly', params)).toEqual([]);
      expect(await client.read('agents', params)).toEqual([]);
      expect(await client.read('trends', params)).toMatchObject([{ date, total_calls: 0 }]);
    }
  },
);
