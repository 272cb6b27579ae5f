import { describe, expect, test } from 'vitest';
import { InvalidInput } from '../../../src/errors.ts';
import { bucketsOf } from '../../../src/time/buckets.ts';
import { dateOfDay, isoInstant } from '../../../src/time/dates.ts';
import { resolvePeriod } from '../../../src/time/period.ts';

const now = Date.parse('2026-02-18T12:00:00Z') / 1000;
const resolve = (from?: string, to?: string, tz?: string) =>
  resolvePeriod({
    from,
    to,
    tz,
    tenantZone: 'Europe/Paris',
    now,
    defaultDays: 30,
    names: { from: 'date_from', to: 'date_to' },
  });

describe('resolvePeriod', () => {
  test.each([
    [
      'dates are local midnights, the last included',
      '2026-02-01',
      '2026-02-02',
      undefined,
      '2026-01-31T23:00:00Z',
      '2026-02-02T23:00:00Z',
    ],
    [
      'in the zone asked for',
      '2026-02-01',
      '2026-02-01',
      'Asia/Kathmandu',
      '2026-01-31T18:15:00Z',
      '2026-02-01T18:15:00Z',
    ],
    [
      'instants; the last second included',
      '2026-02-01T00:00:00Z',
      '2026-02-08T23:59:59Z',
      undefined,
      '2026-02-01T00:00:00Z',
      '2026-02-09T00:00:00Z',
    ],
    [
      'a space for a plus',
      '2026-02-01T02:00:00 02:00',
      '2026-02-02',
      undefined,
      '2026-02-01T00:00:00Z',
      '2026-02-02T23:00:00Z',
    ],
    [
      'an instant without offset is local',
      '2026-02-01T08:00',
      '2026-02-02',
      undefined,
      '2026-02-01T07:00:00Z',
      '2026-02-02T23:00:00Z',
    ],
    [
      'fractions are cut',
      '2026-02-01T08:00:00.999Z',
      '2026-02-02',
      undefined,
      '2026-02-01T08:00:00Z',
      '2026-02-02T23:00:00Z',
    ],
    [
      '30 days ago spans 31 dates',
      undefined,
      undefined,
      undefined,
      '2026-01-18T23:00:00Z',
      '2026-02-18T23:00:00Z',
    ],
    [
      'the default from follows to',
      undefined,
      '2026-01-31',
      undefined,
      '2025-12-31T23:00:00Z',
      '2026-01-31T23:00:00Z',
    ],
  ])('%s', (_, from, to, tz, start, end) => {
    const period = resolve(from, to, tz);
    expect([isoInstant(period.start), isoInstant(period.end)]).toEqual([start, end]);
  });

  test.each([
    ['reversed', '2026-02-02', '2026-02-01', undefined, 'date_from'],
    ['no such date', '2026-02-30', '2026-03-01', undefined, 'date_from'],
    ['no such hour', '2026-02-01', '2026-02-01T24:00:00Z', undefined, 'date_to'],
    ['words', 'yesterday', undefined, undefined, 'date_from'],
    ['unknown zone', undefined, undefined, 'Mars/Olympus', 'tz'],
    ['too long', '2020-01-01', '2026-01-01', undefined, 'date_from'],
  ])('%s is refused, naming the parameter', (_, from, to, tz, path) => {
    expect(() => resolve(from, to, tz)).toThrow(InvalidInput);
    try {
      resolve(from, to, tz);
    } catch (error) {
      expect((error as InvalidInput).errors[0]?.path).toBe(path);
    }
  });

  test('takes 1,096 days and not one more', () => {
    const period = resolve('2023-01-01', '2025-12-31');
    expect(period.toDay - period.fromDay + 1).toBe(1096);
    expect(() => resolve('2023-01-01', '2026-01-01')).toThrow(/it has 1097\./);
  });
});

describe('bucketsOf', () => {
  const labels = (unit: Parameters<typeof bucketsOf>[1], from = '2026-01-28', to = '2026-02-10') =>
    bucketsOf(resolve(from, to), unit).map((bucket) => bucket.label);

  test('labels ISO weeks by their Monday, anchored weeks by their first day, months by their first', () => {
    expect(labels('week')).toEqual(['2026-01-26', '2026-02-02', '2026-02-09']);
    expect(labels('anchored-week')).toEqual(['2026-01-28', '2026-02-04']);
    expect(labels('month')).toEqual(['2026-01-01', '2026-02-01']);
    expect(labels('day', '2026-02-01', '2026-02-03')).toEqual(['2026-02-01', '2026-02-02', '2026-02-03']);
  });

  test('tiles the period without gap or overlap', () => {
    for (const unit of ['day', 'week', 'month', 'anchored-week'] as const) {
      const period = resolve('2026-03-20T10:11:12Z', '2026-04-03T01:02:03Z');
      const buckets = bucketsOf(period, unit);
      expect(buckets[0]?.start).toBe(period.start);
      expect(buckets.at(-1)?.end).toBe(period.end);
      expect(buckets.slice(1).map(({ start }) => start)).toEqual(buckets.slice(0, -1).map(({ end }) => end));
    }
  });

  test('gives the days of a clock change their 23 and 25 hours', () => {
    const hours = (date: string) => {
      const [bucket] = bucketsOf(resolve(date, date), 'day');
      return (bucket!.end - bucket!.start) / 3600;
    };
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')]).toEqual([23, 25, 24]);
    expect(dateOfDay(0)).toBe('1970-01-01');
  });
});
