import { describe, expect, test } from 'vitest';
import { aCall } from '../../support/records.ts';
import { at, callsAt, type DayStaffing, staffingClient } from './client.ts';

const GIVEN = { volume: 100, handle_seconds: 180 };

describe('what happened, beside a past date', () => {
  test('volume, handle time, service level and speed of answer of each interval', async () => {
    const it = await staffingClient();
    await it.send(
      ...callsAt('2026-03-10T09:05:00Z', 6, 200, { wait_seconds: 20 }),
      aCall('late', {
        started_at: '2026-03-10T09:29:59Z',
        wait_seconds: 61,
        duration_seconds: 400,
        hold_seconds: 50,
      }),
      aCall('gone', { started_at: '2026-03-10T09:00:00Z', status: 'abandoned', wait_seconds: 30 }),
      ...callsAt('2026-03-10T09:30:00Z', 1, 100),
    );
    const day = await it.askTwice({ date: '2026-03-10', ...GIVEN });
    expect(at(day, '09:00').actual).toEqual({
      volume: 8,
      handle_seconds: 228.6,
      service_level: 75,
      average_speed_of_answer: 25.9,
    });
    const strict = await it.ask({ date: '2026-03-10', ...GIVEN, target: { percent: 80, seconds: 61 } });
    expect(at(strict, '09:00').actual).toMatchObject({ service_level: 87.5 });
    expect(at(day, '09:30').actual).toMatchObject({ volume: 1, handle_seconds: 100, service_level: 100 });
  });

  test('a date to come has none, and of today only what has ended', async () => {
    const it = await staffingClient();
    const now = Date.now();
    const dateAt = (at: number) => new Date(at).toISOString().slice(0, 10);
    const tomorrow = await it.ask({ date: dateAt(now + 86_400_000), ...GIVEN });
    expect(tomorrow.intervals.every(({ actual }) => actual === null)).toBe(true);
    const today = await it.ask({ date: dateAt(now), ...GIVEN });
    const ended = today.intervals.filter((each) => Date.parse(each.at) + 1_800_000 <= now).length;
    expect(today.intervals.filter(({ actual }) => actual !== null).length).toBe(ended);
  });
});

describe('days on which the clocks change', () => {
  const labels = ({ intervals }: DayStaffing) => intervals.map(({ at: label }) => label);

  test('29 March 2026 in Lisbon has 46 half hours, 25 October 50', async () => {
    const it = await staffingClient({ timeZone: 'Europe/Lisbon' });
    const spring = labels(await it.ask({ date: '2026-03-29', ...GIVEN }));
    expect(spring).toHaveLength(46);
    expect(spring.slice(1, 3)).toEqual(['2026-03-29T00:30:00+00:00', '2026-03-29T02:00:00+01:00']);
    const autumn = labels(await it.ask({ date: '2026-10-25', ...GIVEN }));
    expect(autumn).toHaveLength(50);
    expect(autumn.slice(2, 6)).toEqual([
      '2026-10-25T01:00:00+01:00',
      '2026-10-25T01:30:00+01:00',
      '2026-10-25T01:00:00+00:00',
      '2026-10-25T01:30:00+00:00',
    ]);
    const { errors } = await it.refused({ date: '2026-10-25', volume: Array.from({ length: 48 }, () => 1) });
    expect(errors).toEqual([
      {
        path: 'volume',
        message: 'Must be one number, or one for each of the 50 intervals of the date; it has 48.',
      },
    ]);
  });

  test('forecasts follow the clock, not UTC', async () => {
    const it = await staffingClient({ timeZone: 'Europe/Lisbon' });
    // Four Mondays at 9:10 of the clock: two in winter, two in summer time.
    await it.send(
      ...callsAt('2026-03-16T09:10:00Z', 4),
      ...callsAt('2026-03-23T09:10:00Z', 4),
      ...callsAt('2026-03-30T08:10:00Z', 4),
      ...callsAt('2026-04-06T08:10:00Z', 4),
    );
    const day = await it.askTwice({ date: '2026-04-13' });
    expect(at(day, '09:00')).toMatchObject({ at: '2026-04-13T09:00:00+01:00', volume: 4 });
    expect(at(day, '08:00').volume).toBe(0);
  });

  test('an hour that was skipped or repeated is as likely as on other days', async () => {
    const it = await staffingClient({ timeZone: 'Europe/Lisbon' });
    // Sundays at 1:10; the 25th of October has that time twice.
    await it.send(
      ...callsAt('2026-10-04T00:10:00Z', 4),
      ...callsAt('2026-10-11T00:10:00Z', 4),
      ...callsAt('2026-10-18T00:10:00Z', 4),
      ...callsAt('2026-10-25T00:10:00Z', 4),
      ...callsAt('2026-10-25T01:10:00Z', 4),
    );
    expect(at(await it.askTwice({ date: '2026-11-01' }), '01:00')).toMatchObject({
      volume: 4,
      low: 1,
      high: 8,
    });
    const repeated = (await it.ask({ date: '2026-10-25' })).intervals.filter(
      (each) => each.at.slice(11, 16) === '01:00',
    );
    expect(repeated.map(({ volume, actual }) => [volume, actual?.volume])).toEqual([
      [4, 4],
      [4, 4],
    ]);
  });
});

test('the zone is the tenant’s', async () => {
  const it = await staffingClient({ timeZone: 'Asia/Kathmandu' });
  await it.send(...callsAt('2026-03-10T03:20:00Z', 2));
  const day = await it.askTwice({ date: '2026-03-10', ...GIVEN });
  expect(at(day, '09:00')).toMatchObject({ at: '2026-03-10T09:00:00+05:45', actual: { volume: 2 } });
});

test.each([
  ['UTC', '1970-01-01', 48],
  ['Pacific/Kiritimati', '1970-01-01', 48],
  ['UTC', '2100-12-31', 48],
  // The zone skipped this date.
  ['Pacific/Apia', '2011-12-30', 0],
])('%s, %s has %i intervals, of which nothing is known', async (timeZone, date, intervals) => {
  const it = await staffingClient({ timeZone });
  const day = await it.ask({ date });
  expect([day.forecast, day.intervals.length]).toEqual([null, intervals]);
});
