import { describe, expect, test } from 'vitest';
import type { Grain } from '../../../src/catalogue/grains.ts';
import { resolvedPeriod } from '../../../src/query-language/period.ts';
import { timeAxis } from '../../../src/query-language/time-axis.ts';
import type { WeekStart } from '../../../src/time/calendar-units.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z') / 1_000;

function axisOf(zone: string, from: string, to: string, grain: Grain, weekStart: WeekStart = 'monday') {
  return timeAxis(resolvedPeriod({ from, to }, { now: NOW, zone, weekStart }).period, grain, weekStart);
}

/** A zone, a period, a grain: labels, and those of the buckets that are cut. */
type Case = [zone: string, from: string, to: string, Grain, labels: (string | number)[], cut: string[]];

const CASES: Case[] = [
  ['UTC', '2026-02-27', '2026-03-01', 'day', ['2026-02-27', '2026-02-28', '2026-03-01'], []],
  ['UTC', '2026-02-27T10:00:00Z', '2026-02-28', 'day', ['2026-02-27', '2026-02-28'], ['2026-02-27']],
  ['UTC', '2026-03-04', '2026-03-11', 'week', ['2026-03-02', '2026-03-09'], ['2026-03-02', '2026-03-09']],
  ['UTC', '2026-03-02', '2026-03-15', 'week', ['2026-03-02', '2026-03-09'], []],
  ['UTC', '2024-02-29', '2024-04-30', 'month', ['2024-02-01', '2024-03-01', '2024-04-01'], ['2024-02-01']],
  [
    'UTC',
    '2026-02-01',
    '2026-07-01',
    'quarter',
    ['2026-01-01', '2026-04-01', '2026-07-01'],
    ['2026-01-01', '2026-07-01'],
  ],
  ['UTC', '2024-01-01', '2025-12-31', 'year', ['2024-01-01', '2025-01-01'], []],
  [
    'UTC',
    '2026-03-10T10:20:00Z',
    '2026-03-10T11:59:59Z',
    'hour',
    ['2026-03-10T10:00:00+00:00', '2026-03-10T11:00:00+00:00'],
    ['2026-03-10T10:00:00+00:00'],
  ],
  ['Asia/Kathmandu', '2026-03-10T10:00:00', '2026-03-10T10:59:59', 'hour', ['2026-03-10T10:00:00+05:45'], []],
  [
    'Asia/Kathmandu',
    '2026-03-10T10:00:00',
    '2026-03-10T10:44:59',
    '30m',
    ['2026-03-10T10:00:00+05:45', '2026-03-10T10:30:00+05:45'],
    ['2026-03-10T10:30:00+05:45'],
  ],
  [
    'UTC',
    '2026-03-10T10:05:00Z',
    '2026-03-10T10:09:59Z',
    '15m',
    ['2026-03-10T10:00:00+00:00'],
    ['2026-03-10T10:00:00+00:00'],
  ],
  // an hour that occurs twice is two buckets
  [
    'Europe/Paris',
    '2026-10-25T01:00:00',
    '2026-10-25T03:59:59',
    'hour',
    [
      '2026-10-25T01:00:00+02:00',
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T03:00:00+01:00',
    ],
    [],
  ],
  // one that is skipped is none
  [
    'Europe/Paris',
    '2026-03-29T01:00:00',
    '2026-03-29T03:59:59',
    'hour',
    ['2026-03-29T01:00:00+01:00', '2026-03-29T03:00:00+02:00'],
    [],
  ],
  // clocks that change by half an hour
  [
    'Australia/Lord_Howe',
    '2026-04-05T01:00:00',
    '2026-04-05T02:59:59',
    'hour',
    ['2026-04-05T01:00:00+11:00', '2026-04-05T01:30:00+10:30', '2026-04-05T02:00:00+10:30'],
    [],
  ],
  [
    'Australia/Lord_Howe',
    '2026-10-04T01:00:00',
    '2026-10-04T03:59:59',
    'hour',
    ['2026-10-04T01:00:00+10:30', '2026-10-04T02:30:00+11:00', '2026-10-04T03:00:00+11:00'],
    [],
  ],
  // a date that the zone skips
  ['Pacific/Apia', '2011-12-29', '2011-12-31', 'day', ['2011-12-29', '2011-12-31'], []],
  ['UTC', '2026-03-10', '2026-03-10', 'day_of_week', [0, 1, 2, 3, 4, 5, 6], []],
];

describe('labels', () => {
  test.each(CASES)('%s %s to %s by %s', (zone, from, to, grain, labels, cut) => {
    const axis = axisOf(zone, from, to, grain);
    expect(axis.labels).toEqual(labels);
    expect(axis.cut).toEqual(cut);
  });

  test('weeks begin when they are told to', () => {
    expect(axisOf('UTC', '2026-03-10', '2026-03-10', 'week', 'sunday').labels).toEqual(['2026-03-08']);
    expect(axisOf('UTC', '2026-03-10', '2026-03-10', 'week', 'saturday').labels).toEqual(['2026-03-07']);
  });

  test('hours of weekdays are written with two digits, and found by their groups', () => {
    const axis = axisOf('UTC', '2026-03-09', '2026-03-09', 'weekday_hour');
    expect(axis.labels).toHaveLength(168);
    expect(axis.labels[axis.placeOf('1-9')]).toBe('1-09');
    expect(axis.labels[axis.placeOf('6-23')]).toBe('6-23');
  });
});

describe('partial', () => {
  test('names the buckets that have not ended', () => {
    expect(axisOf('UTC', '2026-11-28', '2026-12-01', 'day').partialAt(NOW)).toEqual([
      '2026-11-30',
      '2026-12-01',
    ]);
    expect(axisOf('UTC', '2026-11-01', '2026-11-29', 'month').partialAt(NOW)).toEqual([]);
    expect(axisOf('UTC', '2026-11-01', '2026-11-30', 'hour_of_day').partialAt(NOW)).toEqual([]);
  });
});
