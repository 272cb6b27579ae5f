import { describe, expect, test } from 'vitest';
import { type Comparison, comparedPeriod } from '../../../src/query-language/comparison.ts';
import { type AskedPeriod, type Clock, resolvedPeriod } from '../../../src/query-language/period.ts';
import { isoInstant } from '../../../src/time/dates.ts';
import { instantOf } from '../../../src/time/zones.ts';

const at = (text: string): number => Date.parse(text) / 1_000;
const clock = (now: string, zone = 'UTC', weekStart: Clock['weekStart'] = 'monday'): Clock => ({
  now: at(now),
  zone,
  weekStart,
});

/** Bounds in UTC, the end excluded. */
function boundsOf({ start, end }: { start: number; end: number }): [string, string] {
  return [isoInstant(start), isoInstant(end)];
}

describe('periods', () => {
  const NOON = clock('2026-11-30T14:32:05Z', 'Europe/Lisbon');
  const CASES: [AskedPeriod, Clock, [string, string]][] = [
    [{}, NOON, ['2026-10-31', '2026-11-30']],
    [{ to: '2026-03-31' }, NOON, ['2026-03-01', '2026-03-31']],
    [{ last: 'P1D' }, NOON, ['2026-11-30', '2026-11-30']],
    [{ last: 'P30D' }, NOON, ['2026-11-01', '2026-11-30']],
    [{ last: 'P2W' }, NOON, ['2026-11-17', '2026-11-30']],
    [{ last: 'P1M' }, NOON, ['2026-10-31', '2026-11-30']],
    [{ last: 'P1M' }, clock('2026-03-31T00:00:00Z'), ['2026-03-01', '2026-03-31']],
    [{ last: 'P1Y' }, clock('2028-02-29T00:00:00Z'), ['2027-03-01', '2028-02-29']],
    [{ last: 'PT6H' }, NOON, ['2026-11-30T08:32:06Z', '2026-11-30T14:32:05Z']],
    [{ last: 'PT1H30M' }, NOON, ['2026-11-30T13:02:06Z', '2026-11-30T14:32:05Z']],
    [{ preset: 'today' }, clock('2026-11-30T23:30:00Z', 'Asia/Tokyo'), ['2026-12-01', '2026-12-01']],
    [{ preset: 'yesterday' }, NOON, ['2026-11-29', '2026-11-29']],
    [{ preset: 'this_week' }, NOON, ['2026-11-30', '2026-12-06']],
    [{ preset: 'this_week' }, { ...NOON, weekStart: 'sunday' }, ['2026-11-29', '2026-12-05']],
    [{ preset: 'this_week' }, { ...NOON, weekStart: 'saturday' }, ['2026-11-28', '2026-12-04']],
    [{ preset: 'last_week' }, NOON, ['2026-11-23', '2026-11-29']],
    [{ preset: 'this_month' }, NOON, ['2026-11-01', '2026-11-30']],
    [{ preset: 'last_month' }, clock('2026-03-31T12:00:00Z'), ['2026-02-01', '2026-02-28']],
    [{ preset: 'this_quarter' }, NOON, ['2026-10-01', '2026-12-31']],
    [{ preset: 'last_quarter' }, clock('2026-02-10T12:00:00Z'), ['2025-10-01', '2025-12-31']],
    [{ preset: 'this_year' }, NOON, ['2026-01-01', '2026-12-31']],
  ];

  test.each(CASES)('%j at %j', (asked, when, [from, to]) => {
    const resolved = resolvedPeriod(asked, when);
    expect([resolved.from, resolved.to]).toEqual([from, to]);
    expect(resolved.period).toMatchObject(resolvedPeriod({ from, to }, { ...when, now: 0 }).period);
  });

  test('an instant is given back in UTC, so that it means the same in every zone', () => {
    const when = clock('2026-11-30T12:00:00Z', 'America/New_York');
    expect(resolvedPeriod({ from: '2026-11-01T09:00:00', to: '2026-11-02' }, when)).toMatchObject({
      from: '2026-11-01T14:00:00Z',
      to: '2026-11-02',
      isOfDates: false,
    });
  });

  test.each([
    [{ last: 'P1097D' }, 'period.last'],
    [{ from: '2026-02-02', to: '2026-02-01' }, 'period.from'],
    [{ from: '1969-02-02' }, 'period.from'],
  ])('%j is refused', (asked, path) => {
    expect(() => resolvedPeriod(asked, NOON)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ path })] }),
    );
  });
});

describe('comparisons', () => {
  /** Asked at, of a period, with what; the compared period in UTC. */
  type Case = [now: string, zone: string, period: AskedPeriod, with_: Comparison, from: string, to: string];
  const NOW = '2026-11-30T14:32:05Z';
  const CASES: Case[] = [
    // previous: calendar units by their own length
    [
      NOW,
      'UTC',
      { from: '2026-03-01', to: '2026-03-31' },
      'previous',
      '2026-02-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ],
    [
      NOW,
      'UTC',
      { from: '2024-02-01', to: '2024-02-29' },
      'previous',
      '2024-01-01T00:00:00Z',
      '2024-02-01T00:00:00Z',
    ],
    [
      NOW,
      'UTC',
      { from: '2026-04-01', to: '2026-06-30' },
      'previous',
      '2026-01-01T00:00:00Z',
      '2026-04-01T00:00:00Z',
    ],
    [
      NOW,
      'UTC',
      { from: '2025-01-01', to: '2025-12-31' },
      'previous',
      '2024-01-01T00:00:00Z',
      '2025-01-01T00:00:00Z',
    ],
    // other dates: as many before
    [
      NOW,
      'UTC',
      { from: '2026-03-02', to: '2026-03-31' },
      'previous',
      '2026-01-31T00:00:00Z',
      '2026-03-02T00:00:00Z',
    ],
    [
      NOW,
      'UTC',
      { from: '2026-01-01', to: '2026-02-28' },
      'previous',
      '2025-11-03T00:00:00Z',
      '2026-01-01T00:00:00Z',
    ],
    [
      NOW,
      'Europe/Paris',
      { from: '2026-03-30', to: '2026-04-05' },
      'previous',
      '2026-03-22T23:00:00Z',
      '2026-03-29T22:00:00Z',
    ],
    [
      NOW,
      'Europe/Paris',
      { from: '2026-03-29', to: '2026-03-29' },
      'previous',
      '2026-03-27T23:00:00Z',
      '2026-03-28T23:00:00Z',
    ],
    [
      NOW,
      'Europe/Paris',
      { from: '2026-11-01', to: '2026-11-30' },
      'previous',
      '2026-09-30T22:00:00Z',
      '2026-10-31T23:00:00Z',
    ],
    // instants: as many seconds before
    [
      NOW,
      'Europe/Paris',
      { from: '2026-03-29T00:00:00', to: '2026-03-29T23:59:59' },
      'previous',
      '2026-03-28T00:00:00Z',
      '2026-03-28T23:00:00Z',
    ],
    [NOW, 'UTC', { last: 'PT6H' }, 'previous', '2026-11-30T02:32:06Z', '2026-11-30T08:32:06Z'],
    // a year before
    [
      NOW,
      'UTC',
      { from: '2024-02-29', to: '2024-02-29' },
      'previous_year',
      '2023-02-28T00:00:00Z',
      '2023-03-01T00:00:00Z',
    ],
    [
      NOW,
      'UTC',
      { from: '2024-02-01', to: '2024-02-29' },
      'previous_year',
      '2023-02-01T00:00:00Z',
      '2023-03-01T00:00:00Z',
    ],
    [
      NOW,
      'UTC',
      { from: '2025-01-01', to: '2025-12-31' },
      'previous_year',
      '2024-01-01T00:00:00Z',
      '2025-01-01T00:00:00Z',
    ],
    [
      NOW,
      'Europe/Paris',
      { from: '2026-03-29', to: '2026-03-29' },
      'previous_year',
      '2025-03-28T23:00:00Z',
      '2025-03-29T23:00:00Z',
    ],
    [
      NOW,
      'Europe/Paris',
      { from: '2026-03-30T10:00:00', to: '2026-03-30T10:59:59' },
      'previous_year',
      '2025-03-30T08:00:00Z',
      '2025-03-30T09:00:00Z',
    ],
    [
      NOW,
      'UTC',
      { from: '2024-02-29T12:00:00Z', to: '2024-02-29T12:59:59Z' },
      'previous_year',
      '2023-02-28T12:00:00Z',
      '2023-02-28T13:00:00Z',
    ],
    // what has elapsed
    [
      '2026-11-10T14:32:05Z',
      'UTC',
      { preset: 'this_month' },
      'previous_elapsed',
      '2026-10-01T00:00:00Z',
      '2026-10-10T14:32:06Z',
    ],
    [
      '2026-03-30T14:00:00Z',
      'UTC',
      { preset: 'this_month' },
      'previous_elapsed',
      '2026-02-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ],
    [
      '2026-11-10T14:32:05Z',
      'UTC',
      { preset: 'this_quarter' },
      'previous_elapsed',
      '2026-07-01T00:00:00Z',
      '2026-08-10T14:32:06Z',
    ],
    [
      '2026-05-31T14:00:00Z',
      'UTC',
      { preset: 'this_quarter' },
      'previous_elapsed',
      '2026-01-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ],
    [
      '2028-03-05T00:00:00Z',
      'UTC',
      { preset: 'this_year' },
      'previous_elapsed',
      '2027-01-01T00:00:00Z',
      '2027-03-05T00:00:01Z',
    ],
    [
      '2026-12-02T09:00:00Z',
      'UTC',
      { preset: 'this_week' },
      'previous_elapsed',
      '2026-11-23T00:00:00Z',
      '2026-11-25T09:00:01Z',
    ],
    [
      '2026-12-02T09:00:00Z',
      'UTC',
      { preset: 'today' },
      'previous_elapsed',
      '2026-12-01T00:00:00Z',
      '2026-12-01T09:00:01Z',
    ],
    [
      '2026-11-10T14:00:00Z',
      'Europe/Paris',
      { preset: 'this_month' },
      'previous_elapsed',
      '2026-09-30T22:00:00Z',
      '2026-10-10T13:00:01Z',
    ],
    [
      NOW,
      'UTC',
      { preset: 'last_month' },
      'previous_elapsed',
      '2026-09-01T00:00:00Z',
      '2026-10-01T00:00:00Z',
    ],
    // given
    [
      NOW,
      'UTC',
      {},
      { from: '2020-01-01', to: '2020-01-02' },
      '2020-01-01T00:00:00Z',
      '2020-01-03T00:00:00Z',
    ],
  ];

  test.each(CASES)('at %s in %s, %j with %j', (now, zone, asked, comparison, from, to) => {
    const when = clock(now, zone);
    const resolved = resolvedPeriod(asked, when);
    expect(boundsOf(comparedPeriod(comparison, resolved, when))).toEqual([from, to]);
  });

  test('a period that has not begun has no elapsed part', () => {
    const when = clock(NOW);
    const resolved = resolvedPeriod({ from: '2026-12-01', to: '2026-12-31' }, when);
    expect(() => comparedPeriod('previous_elapsed', resolved, when)).toThrow(
      'Nothing of the period has elapsed: it begins at 2026-12-01T00:00:00Z.',
    );
  });

  test('a time that the clocks skip moves forward', () => {
    const when = clock(isoInstant(instantOf('Europe/Paris', at('2026-04-29T02:30:00Z'))), 'Europe/Paris');
    const resolved = resolvedPeriod({ preset: 'this_month' }, when);
    expect(boundsOf(comparedPeriod('previous_elapsed', resolved, when))[1]).toBe('2026-03-29T01:30:01Z');
  });
});
