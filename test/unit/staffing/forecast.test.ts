import { describe, expect, test } from 'vitest';
import { forecast } from '../../../src/staffing/forecast.ts';
import type { PastDay } from '../../../src/staffing/history.ts';

const DAY = 20_000;

/** The eight weeks before DAY, newest week last: the volumes of its weekday at 09:00, 0 contacts on other days. */
function weeksOf(volumes: readonly number[], handle: readonly number[] = volumes.map(() => 100)): PastDay[] {
  return Array.from({ length: volumes.length * 7 }, (_, index) => {
    const volume = index % 7 === 0 ? volumes[index / 7]! : 0;
    const facts = { volume, handled: volume, handleSeconds: volume * (handle[index / 7] ?? 0) };
    return {
      day: DAY - volumes.length * 7 + index,
      times: new Set(['09:00', '09:30']),
      intervals: new Map(volume > 0 ? [['09:00', facts]] : []),
    };
  });
}

function at9(past: readonly PastDay[], day = DAY) {
  const found = forecast(past, day);
  return found && { days: found.days, trend: found.trend, ...found.intervals.get('09:00') };
}

test('eight weeks alike: the same again, and a band of what chance alone does', () => {
  expect(at9(weeksOf([40, 40, 40, 40, 40, 40, 40, 40]))).toEqual({
    days: 8,
    trend: 1,
    volume: 40,
    low: 31,
    high: 50,
    handleSeconds: 100,
  });
});

test('an interval that never had contacts has none', () => {
  const { intervals } = forecast(weeksOf([40, 40, 40, 40]), DAY)!;
  expect(intervals.get('09:30')).toEqual({ volume: 0, low: 0, high: 0, handleSeconds: 100 });
});

describe('the median of the weeks, times the trend', () => {
  test.each([
    // Medians 45 and 40; the last four weeks have 60 and the eight 45 on average.
    [[10, 20, 30, 40, 50, 60, 70, 60], 45, 60 / 42.5],
    [[30, 30, 30, 30, 60, 60, 60, 60], 45, 60 / 45],
    // With four weeks or less there is no trend.
    [[10, 20, 30, 40], 25, 1],
    [[10, 40], 25, 1],
    // One unusual week moves the trend, not the median.
    [[40, 40, 40, 40, 40, 40, 40, 120], 40, 60 / 50],
  ])('%o', (volumes, median, trend) => {
    expect(at9(weeksOf(volumes))).toMatchObject({ trend, volume: median * trend });
  });

  test('a jump is not overshot', () => {
    expect(at9(weeksOf([30, 30, 30, 30, 60, 60, 60, 60]))?.volume).toBe(60);
  });

  test('handle times have a trend of their own', () => {
    const past = weeksOf([10, 10, 10, 10, 10, 10, 10, 10], [100, 100, 100, 100, 200, 200, 200, 200]);
    expect(at9(past)).toMatchObject({ volume: 10, handleSeconds: 200 });
  });
});

describe('days that are left out', () => {
  test('a holiday: a date of the weekday without any contact', () => {
    expect(at9(weeksOf([40, 40, 40, 0, 40, 40, 40, 40]))).toMatchObject({ days: 7, trend: 1, volume: 40 });
  });

  test('what was before the first contact', () => {
    expect(at9(weeksOf([0, 0, 0, 0, 40, 40, 40, 40]))).toMatchObject({ days: 4, trend: 1, volume: 40 });
  });
});

test('with fewer than four days there is no band', () => {
  expect(at9(weeksOf([0, 0, 0, 0, 0, 40, 40, 40]))).toMatchObject({
    days: 3,
    volume: 40,
    low: null,
    high: null,
  });
});

test('a weekday without contacts for four weeks is closed', () => {
  expect(forecast(weeksOf([40, 40, 40, 40, 40]), DAY + 1)).toEqual({
    days: 0,
    trend: 1,
    intervals: new Map(),
  });
});

test('a weekday that was not there yet is unknown, and so is everything without contacts', () => {
  expect(forecast(weeksOf([40, 40]), DAY + 1)).toBeUndefined();
  expect(forecast(weeksOf([0, 0, 0]), DAY)).toBeUndefined();
  expect(forecast([], DAY)).toBeUndefined();
});

test('no contact has a handle time: the volume is known, the handle time is not', () => {
  const past = weeksOf([5, 5, 5, 5]).map((each) => ({
    ...each,
    intervals: new Map(
      [...each.intervals].map(([time, facts]) => [time, { ...facts, handled: 0, handleSeconds: 0 }]),
    ),
  }));
  expect(at9(past)).toMatchObject({ volume: 5, handleSeconds: null });
});

test('a time that the clocks skipped on one day counts on the others only', () => {
  const past = weeksOf([40, 40, 40, 40]).map((each) =>
    each.day === DAY - 7 ? { ...each, times: new Set(['09:30']), intervals: new Map() } : each,
  );
  const skipped = past.map((each) =>
    each.day === DAY - 7
      ? { ...each, intervals: new Map([['09:30', { volume: 40, handled: 40, handleSeconds: 4_000 }]]) }
      : each,
  );
  expect(at9(skipped)).toMatchObject({ days: 4, volume: 40 });
});

test('days that differ more than by chance widen the band; one unusual day does not', () => {
  const calm = at9(weeksOf([100, 100, 100, 100, 100, 100, 100, 100]))!;
  const unusual = at9(weeksOf([100, 300, 100, 100, 100, 100, 100, 100]))!;
  const restless = at9(weeksOf([60, 140, 70, 130, 60, 140, 70, 130]))!;
  expect([calm.low, calm.high]).toEqual([86, 115]);
  expect(unusual.high! - unusual.low!).toBeLessThanOrEqual(30);
  expect(restless.high! - restless.low!).toBeGreaterThan(90);
});
