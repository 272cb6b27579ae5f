import { expect, test } from 'vitest';
import { binOf, percentile } from '../../../src/rollups/histograms.ts';

const DAY = 86_400;

/** What a percentile says of durations of which all are the same. */
const shown = (seconds: number): number => percentile(new Map([[binOf(seconds), 1]]), 50)!;

test.each([
  0,
  1,
  99,
  100,
  101,
  3_600,
  DAY,
  7 * DAY,
  7 * DAY + 1,
  30 * DAY,
  90 * DAY,
  180 * DAY,
  365 * DAY,
  366 * DAY,
])('%i seconds are shown within 1 %%', (seconds) => {
  expect(Math.abs(shown(seconds) - seconds)).toBeLessThanOrEqual(seconds / 100);
});

test('a longer duration never lies in a lower bin', () => {
  let before = binOf(0);
  for (let seconds = 1; seconds <= 366 * DAY; seconds += Math.max(1, Math.floor(seconds / 500))) {
    const bin = binOf(seconds);
    expect(bin).toBeGreaterThanOrEqual(before);
    before = bin;
  }
});

test('the greatest of a hundred is the hundredth percentile, the median is the fiftieth of them', () => {
  const bins = new Map<number, number>();
  for (let days = 1; days <= 100; days += 1)
    bins.set(binOf(days * DAY), (bins.get(binOf(days * DAY)) ?? 0) + 1);
  const days = (percent: number): number => percentile(bins, percent)! / DAY;
  expect(Math.abs(days(50) - 50)).toBeLessThanOrEqual(0.5);
  expect(Math.abs(days(99) - 99)).toBeLessThanOrEqual(1);
  expect(Math.abs(days(100) - 100)).toBeLessThanOrEqual(1);
});
