import * as fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { InvalidInput } from '../../../src/errors.ts';
import { bucketsOf } from '../../../src/time/buckets.ts';
import { dateOfDay, dayOfDate } from '../../../src/time/dates.ts';
import { periodBefore, resolveOpenPeriod, resolvePeriod } from '../../../src/time/period.ts';
import { instantOf, localDay, startOfDay } from '../../../src/time/zones.ts';

const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/GMT+12', 'Etc/GMT-14'];
const names = { from: 'date_from', to: 'date_to' };
const NOW = Date.parse('2026-11-30T12:00:00Z') / 1_000;
/** Two per day of the longest period and of its margins, and the search for a change twice a year. */
const MOST_CALLS = 2 * (1_096 + 40) + 8 * 18;

const zone = fc.constantFrom(...ZONES);
const anyDay = fc.integer({ min: dayOfDate('0000-01-01')!, max: dayOfDate('9999-12-31')! });
const time = fc
  .integer({ min: 0, max: 86_399 })
  .map((at) => new Date(at * 1_000).toISOString().slice(11, 19));
const two = (value: number) => String(value).padStart(2, '0');
const offset = fc.oneof(
  fc.constantFrom('', 'Z', 'z'),
  fc
    .tuple(fc.constantFrom('+', '-', ' '), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 61 }))
    .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`),
);
const bound = fc.oneof(
  anyDay.map(dateOfDay),
  fc.tuple(anyDay, time, offset).map(([day, at, shift]) => `${dateOfDay(day)}T${at}${shift}`),
);
/** Bounds near the ends of what is accepted, and near each other, so that many are accepted. */
const nearBound = fc
  .tuple(
    fc.constantFrom('0001-01-01', '0100-01-01', '1970-01-01', '2011-12-30', '2100-12-31'),
    fc.integer({ min: -400, max: 400 }),
    fc.option(fc.tuple(time, offset), { nil: undefined }),
  )
  .map(([date, shift, clock]) => {
    const day = dateOfDay(Math.max(dayOfDate('0000-01-01')!, dayOfDate(date)! + shift));
    return clock ? `${day}T${clock.join('')}` : day;
  });

const calls = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
beforeEach(() => {
  calls.mockClear();
});

/** What `act` returns, or undefined if it refuses its input; at most so many questions to `Intl` in any case. */
function bounded<Result>(most: number, act: () => Result): Result | undefined {
  calls.mockClear();
  try {
    return act();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    return undefined;
  } finally {
    expect(calls.mock.calls.length).toBeLessThanOrEqual(most);
  }
}

describe('any period', () => {
  const asked = fc.record({
    from: fc.oneof(bound, nearBound, fc.constant(undefined)),
    to: fc.oneof(bound, nearBound, fc.constant(undefined)),
    tz: zone,
    tenantZone: zone,
  });

  test('is refused, or has its bounds within its days; either costs little', { timeout: 120_000 }, () => {
    let accepted = 0;
    fc.assert(
      fc.property(asked, (request) => {
        const period = bounded(MOST_CALLS, () =>
          resolvePeriod({ ...request, now: NOW, defaultDays: 30, names }),
        );
        if (!period) return;
        accepted += 1;
        const { start, end, fromDay, toDay } = period;
        expect(startOfDay(request.tz, fromDay)).toBeLessThanOrEqual(start);
        expect(startOfDay(request.tz, toDay + 1)).toBeGreaterThanOrEqual(end);
        expect(toDay - fromDay).toBeLessThan(1_096);
        const before = bounded(MOST_CALLS, () => periodBefore(period));
        expect(before?.end).toBe(startOfDay(request.tz, fromDay));
        const months = bounded(MOST_CALLS, () => bucketsOf(period, 'month')) ?? [];
        expect([months[0]?.start, months.at(-1)?.end]).toEqual([start, end]);
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  test('may be open; that costs little, too', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(asked, (request) => {
        const period = bounded(200, () => resolveOpenPeriod({ ...request, names }));
        if (period) expect(period.start).toBeLessThan(period.end);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('the days of every zone are found in a few steps in any year', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(zone, anyDay, fc.integer({ min: 0, max: 86_399 }), (name, day, second) => {
      bounded(120, () => {
        const at = day * 86_400 + second;
        const local = localDay(name, at);
        expect(Math.abs(local - day)).toBeLessThanOrEqual(1);
        expect(localDay(name, instantOf(name, at)) - day).toBeOneOf([0, 1]);
      });
    }),
    { numRuns: 3_000 },
  );
});

describe('a year before 100', () => {
  test.each(['0000-01-01', '0001-01-01', '0099-12-31', '0100-01-01', '9999-12-31'])(
    '%s is a date',
    (date) => {
      expect(dateOfDay(dayOfDate(date)!)).toBe(date);
      expect(startOfDay('UTC', dayOfDate(date)!)).toBe(dayOfDate(date)! * 86_400);
    },
  );

  test.each(['0100-01-01', '0099-12-31', '0000-12-31'])('%s begins where the day before it ends', (date) => {
    const day = dayOfDate(date)!;
    for (const name of ['Europe/Paris', 'Asia/Tokyo', 'America/Sao_Paulo']) {
      expect(localDay(name, startOfDay(name, day) - 1)).toBe(day - 1);
      expect(localDay(name, startOfDay(name, day))).toBe(day);
    }
  });
});

describe('the ends of what is accepted', () => {
  const resolve = (from: string | undefined, to: string, tz: string) =>
    resolvePeriod({ from, to, tz, tenantZone: 'UTC', now: NOW, defaultDays: 30, names });

  test.each(['UTC', 'Pacific/Kiritimati', 'Pacific/Niue', 'Asia/Tokyo', 'America/Sao_Paulo'])(
    'in %s',
    (tz) => {
      const first = resolve('1970-01-01', '1970-01-01', tz);
      expect([first.fromDay, first.toDay]).toEqual([0, 0]);
      expect(dateOfDay(periodBefore(first).fromDay)).toBe('1969-12-31');
      expect(dateOfDay(resolve(undefined, '1970-01-01', tz).fromDay)).toBe('1969-12-02');
      const last = resolve('2100-12-31', '2100-12-31', tz);
      expect([dateOfDay(last.fromDay), dateOfDay(last.toDay)]).toEqual(['2100-12-31', '2100-12-31']);
      for (const [from, to] of [
        ['1969-12-31', '1970-01-01'],
        ['2100-12-31', '2101-01-01'],
        ['1969-12-31T23:59:59Z', '1970-01-01'],
        ['1970-01-01', '2101-01-01T00:00:00-12:00'],
      ] as const) {
        expect(() => resolve(from, to, tz)).toThrow('Must be in the years 1970 to 2100.');
      }
    },
  );
});
