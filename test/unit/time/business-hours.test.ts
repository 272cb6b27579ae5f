import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterOpenSeconds } from '../../../src/time/business-hours.ts';
import { type BusinessHours, type OpeningSpan, WEEKDAYS } from '../../../src/time/opening.ts';
import { plainDue } from '../../oracle/open-time.ts';

const at = (text: string): number => Date.parse(text) / 1_000;
const HOUR = 3_600;
const YEARS = 630_720_000;

const closed = Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, []])) as unknown as Record<
  (typeof WEEKDAYS)[number],
  OpeningSpan[]
>;
const span = (from: string, to: string): OpeningSpan => ({ from, to });
const office: BusinessHours = {
  timeZone: 'UTC',
  opening: {
    ...closed,
    monday: [span('09:00', '12:00'), span('13:00', '17:00')],
    tuesday: [span('09:00', '17:00')],
    wednesday: [span('09:00', '17:00')],
    thursday: [span('09:00', '17:00')],
    friday: [span('09:00', '17:00')],
  },
  holidays: ['2026-03-11'],
};
const everyDay = (timeZone: string, from: string, to: string, holidays: string[] = []): BusinessHours => ({
  timeZone,
  opening: Object.fromEntries(
    WEEKDAYS.map((weekday) => [weekday, [span(from, to)]]),
  ) as unknown as BusinessHours['opening'],
  holidays,
});

/** 10 March 2026 is a Tuesday. */
const CASES: [title: string, BusinessHours, start: string, seconds: number, due: string][] = [
  ['within a day', office, '2026-03-10T10:00:00Z', HOUR, '2026-03-10T11:00:00Z'],
  ['from before it opens', office, '2026-03-10T03:00:00Z', 1, '2026-03-10T09:00:01Z'],
  ['to the second at which it closes', office, '2026-03-10T16:00:00Z', HOUR, '2026-03-10T17:00:00Z'],
  ['a second beyond, over a holiday', office, '2026-03-10T16:00:00Z', HOUR + 1, '2026-03-12T09:00:01Z'],
  ['over lunch', office, '2026-03-09T11:30:00Z', HOUR, '2026-03-09T13:30:00Z'],
  ['over a weekend', office, '2026-03-13T16:59:59Z', 2, '2026-03-16T09:00:01Z'],
  [
    'over midnight, which belongs to the weekday on which it opens',
    { timeZone: 'UTC', opening: { ...closed, friday: [span('22:00', '02:00')] }, holidays: [] },
    '2026-03-13T23:00:00Z',
    3 * HOUR + 60,
    '2026-03-20T22:01:00Z',
  ],
  [
    'a holiday is closed from midnight to midnight',
    everyDay('UTC', '22:00', '02:00', ['2026-03-11']),
    '2026-03-10T23:00:00Z',
    HOUR + 60,
    '2026-03-12T00:01:00Z',
  ],
  [
    'an hour that clocks skip is not open: 02:00 to 04:00 in Paris is one hour on 29 March',
    everyDay('Europe/Paris', '02:00', '04:00'),
    '2026-03-29T00:00:00Z',
    HOUR + 1,
    '2026-03-30T00:00:01Z',
  ],
  [
    'an hour that clocks repeat is open twice: 02:00 to 03:00 in Paris is two hours on 25 October',
    everyDay('Europe/Paris', '02:00', '03:00'),
    '2026-10-25T00:00:00Z',
    2 * HOUR,
    '2026-10-25T02:00:00Z',
  ],
  [
    'a date that the zone skips is never open: Apia had no 30 December 2011',
    everyDay('Pacific/Apia', '00:00', '24:00', ['2011-12-30']),
    '2011-12-30T09:00:00Z',
    2 * HOUR,
    '2011-12-30T11:00:00Z',
  ],
  [
    'spans that overlap count once',
    { ...office, opening: { ...closed, monday: [span('09:00', '11:00'), span('10:00', '12:00')] } },
    '2026-03-09T00:00:00Z',
    3 * HOUR + 1,
    '2026-03-16T09:00:01Z',
  ],
  [
    'always open',
    everyDay('Asia/Kathmandu', '00:00', '24:00'),
    '2026-03-10T10:00:00Z',
    7,
    '2026-03-10T10:00:07Z',
  ],
  [
    'more than a year of opening: 53 hours at an hour per week',
    { timeZone: 'UTC', opening: { ...closed, monday: [span('09:00', '10:00')] }, holidays: [] },
    '2026-03-09T09:00:00Z',
    53 * HOUR,
    '2027-03-08T10:00:00Z',
  ],
];

describe('open time', () => {
  test.each(CASES)('%s', (_, hours, start, seconds, due) => {
    const found = afterOpenSeconds(hours, { start: at(start), seconds, latest: at(start) + YEARS });
    expect(new Date(found! * 1_000).toISOString()).toBe(due.replace('Z', '.000Z'));
  });

  test('nothing is due after the latest instant', () => {
    const start = at('2026-03-10T16:00:00Z');
    const dueBy = (latest: number) => afterOpenSeconds(office, { start, seconds: HOUR, latest });
    expect(dueBy(start + HOUR)).toBe(start + HOUR);
    expect(dueBy(start + HOUR - 1)).toBeUndefined();
  });

  test('is what a count of single quarters finds', () => {
    const quarter = fc.integer({ min: 0, max: 95 });
    const time = (quarters: number) =>
      `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
    const spans = fc.array(
      fc
        .tuple(quarter, fc.integer({ min: 1, max: 96 }))
        .filter(([from, to]) => from !== to)
        .map(([from, to]) => span(time(from), time(to))),
      { maxLength: 2 },
    );
    const hours = fc.record({
      timeZone: fc.constantFrom(
        'UTC',
        'Europe/Paris',
        'America/Sao_Paulo',
        'Australia/Lord_Howe',
        'Asia/Kathmandu',
      ),
      opening: fc.record(
        Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, spans])) as Record<
          (typeof WEEKDAYS)[number],
          typeof spans
        >,
      ),
      holidays: fc.subarray(['2018-11-04', '2018-11-05', '2026-03-29', '2026-10-25']),
    });
    const starts = fc
      .tuple(
        fc.constantFrom('2018-11-02', '2026-03-27', '2026-10-23', '2026-04-03'),
        fc.integer({ min: 0, max: 300_000 }),
      )
      .map(([date, later]) => at(`${date}T00:00:00Z`) + later);
    fc.assert(
      fc.property(hours, starts, fc.integer({ min: 1, max: 150_000 }), (open, start, seconds) => {
        const latest = start + 10 * 86_400;
        expect(afterOpenSeconds(open, { start, seconds, latest })).toBe(
          plainDue(open, start, seconds, latest),
        );
      }),
      { numRuns: 25 },
    );
  });
});
