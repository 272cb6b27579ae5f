import { describe, expect, test } from 'vitest';
import { times } from '../../support/records.ts';
import { at, callsAt, staffingClient } from './client.ts';

/** The eight Tuesdays before 10 March 2026, oldest first. */
const TUESDAYS = times(8, (index) => new Date(Date.UTC(2026, 0, 6 + 7 * index)).toISOString().slice(0, 10));
const DATE = '2026-03-10';

/** Calls at 9:10 on each Tuesday. */
function tuesdays(counts: readonly number[], handle?: (index: number) => number) {
  return counts.flatMap((count, index) =>
    callsAt(`${TUESDAYS[8 - counts.length + index]}T09:10:00Z`, count, handle?.(index)),
  );
}

test('eight weeks of 20 calls: 20 again, and the agents they need', async () => {
  const it = await staffingClient();
  await it.send(...tuesdays([20, 20, 20, 20, 20, 20, 20, 20]));
  const day = await it.askTwice({ date: DATE });
  expect(day.forecast).toEqual({ days: 8, trend: 1 });
  expect(day.intervals).toHaveLength(48);
  expect(at(day, '09:00')).toEqual({
    at: '2026-03-10T09:00:00+00:00',
    volume: 20,
    low: 14,
    high: 27,
    handle_seconds: 180,
    required: 4,
    to_schedule: 6,
    scheduled: null,
    service_level: 86.1,
    average_speed_of_answer: 15.7,
    occupancy: 50,
    actual: { volume: 0, handle_seconds: null, service_level: null, average_speed_of_answer: null },
  });
  expect(at(day, '09:30')).toMatchObject({
    volume: 0,
    low: 0,
    high: 0,
    required: 0,
    to_schedule: 0,
    service_level: null,
    average_speed_of_answer: null,
    occupancy: null,
  });
});

test('the median times the trend, of volumes and of handle times', async () => {
  const it = await staffingClient();
  await it.send(...tuesdays([5, 5, 5, 5, 10, 10, 10, 10], (index) => (index < 4 ? 100 : 200)));
  const day = await it.askTwice({ date: DATE });
  expect(day.forecast).toEqual({ days: 8, trend: 1.333 });
  // Handle times: a median of 150, and (40 · 200) / 40 over (20 · 100 + 40 · 200) / 60.
  expect(at(day, '09:00')).toMatchObject({ volume: 10, handle_seconds: 180 });
});

test('quarters of an hour', async () => {
  const it = await staffingClient();
  await it.send(...tuesdays([4, 4, 4, 4]));
  const day = await it.ask({ date: DATE, interval: '15m' });
  expect(day.intervals).toHaveLength(96);
  expect([at(day, '09:00').volume, at(day, '09:15').volume]).toEqual([4, 0]);
});

describe('what is not forecast', () => {
  test('without any calls everything is unknown, and nothing is NaN', async () => {
    const it = await staffingClient();
    const day = await it.ask({ date: DATE });
    expect(day.forecast).toBeNull();
    expect(
      new Set(day.intervals.flatMap(({ at: _at, actual: _actual, ...figures }) => Object.values(figures))),
    ).toEqual(new Set([null]));
  });

  test('a closed weekday: nobody is needed', async () => {
    const it = await staffingClient();
    await it.send(...tuesdays([4, 4, 4, 4, 4, 4, 4, 4]));
    const day = await it.ask({ date: '2026-03-08' });
    expect(day.forecast).toEqual({ days: 0, trend: 1 });
    expect(day.intervals[20]).toMatchObject({
      volume: 0,
      low: 0,
      high: 0,
      required: 0,
      service_level: null,
    });
  });

  test('a holiday is left out', async () => {
    const it = await staffingClient();
    await it.send(...tuesdays([8, 8, 8, 8, 8, 8, 0, 8]));
    const day = await it.ask({ date: DATE });
    expect([day.forecast?.days, at(day, '09:00').volume]).toEqual([7, 8]);
  });

  test('outbound and cancelled calls are not offered', async () => {
    const it = await staffingClient();
    await it.send(
      ...tuesdays([4, 4, 4, 4]),
      ...TUESDAYS.slice(4).flatMap((date) => [
        ...callsAt(`${date}T09:20:00Z`, 3, 900, { direction: 'outbound' }),
        ...callsAt(`${date}T09:25:00Z`, 2, 900, { status: 'cancelled' }),
      ]),
    );
    expect(at(await it.askTwice({ date: DATE }), '09:00')).toMatchObject({ volume: 4, handle_seconds: 180 });
  });
});

test('of one queue', async () => {
  const it = await staffingClient();
  await it.send(
    ...TUESDAYS.flatMap((date) => [
      ...callsAt(`${date}T09:10:00Z`, 6, 120, { queue_id: 'sales' }),
      ...callsAt(`${date}T09:10:00Z`, 2, 300, { queue_id: 'support' }),
      ...callsAt(`${date}T09:12:00Z`, 1, 900, { queue_id: 'sales', direction: 'outbound' }),
    ]),
  );
  expect(at(await it.askTwice({ date: DATE, queue: 'sales' }), '09:00')).toMatchObject({
    volume: 6,
    handle_seconds: 120,
  });
  expect(at(await it.ask({ date: DATE, queue: 'support' }), '09:00')).toMatchObject({
    volume: 2,
    handle_seconds: 300,
  });
  expect(at(await it.ask({ date: DATE }), '09:00')).toMatchObject({ volume: 8 });
  expect((await it.ask({ date: DATE, queue: 'unknown' })).forecast).toBeNull();
});

test('a date to come is forecast from the weeks before today, whose hours that have passed count for nothing', async () => {
  const it = await staffingClient();
  const today = Math.floor(Date.now() / 86_400_000);
  const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
  await it.send(
    ...times(8, (week) => callsAt(`${dateOf(today - 7 * week)}T00:10:00Z`, 3)).flat(),
    ...callsAt(`${dateOf(today)}T00:00:00Z`, 9),
  );
  const day = await it.ask({ date: dateOf(today + 7) });
  expect(day.forecast?.days).toBe(8);
  expect(at(day, '00:00')).toMatchObject({ volume: 3, actual: null });
  expect(at(await it.ask({ date: dateOf(today) }), '00:00').volume).toBe(3);
});

describe('it is read in one trip, for one row per day', () => {
  test.each([null, 'sales'])('of the queue %s, whatever the number of calls', async (queue) => {
    const it = await staffingClient();
    const dates = times(57, (day) => new Date(Date.UTC(2026, 2, 11 - day)).toISOString().slice(0, 10));
    await it.send(...dates.flatMap((date) => callsAt(`${date}T09:10:00Z`, 2, 180, { queue_id: 'sales' })));
    await it.refresh();
    const few = await it.costOf({ date: DATE, queue });
    expect([few.trips, few.written]).toEqual([1, 0]);
    expect(few.read).toBeLessThanOrEqual(57 + 20);
    await it.send(...dates.flatMap((date) => callsAt(`${date}T15:10:00Z`, 8, 180, { queue_id: 'sales' })));
    await it.refresh();
    expect((await it.costOf({ date: DATE, queue })).read).toBe(few.read);
  });
});
