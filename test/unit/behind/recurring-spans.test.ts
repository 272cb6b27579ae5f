import { expect, test } from 'vitest';
import type { RecurringTime } from '../../../src/behind/cell.ts';
import { recurringSpans } from '../../../src/behind/recurring-spans.ts';
import { localHour, localWeekday } from '../../../src/time/zones.ts';

const PERIOD = { start: Date.parse('2026-10-22T10:07:00Z') / 1_000, end: Date.parse('2026-11-02') / 1_000 };

/** The group of an instant, as metrics queries name it. */
function groupAt({ kind, zone }: RecurringTime, at: number): string {
  if (kind === 'hours') return String(localHour(zone, at));
  if (kind === 'weekdays') return String(localWeekday(zone, at));
  return `${localWeekday(zone, at)}-${localHour(zone, at)}`;
}

const TIMES: RecurringTime[] = [
  'Europe/Paris',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/New_York',
].flatMap((zone): RecurringTime[] => [
  { kind: 'hours', zone, value: '2' },
  { kind: 'hours', zone, value: '23' },
  { kind: 'weekdays', zone, value: '0' },
  { kind: 'weekday-hours', zone, value: '0-2' },
  { kind: 'weekday-hours', zone, value: '4-15' },
]);

test.each(TIMES)('$kind $value in $zone are exactly the minutes of that local time', (time) => {
  const spans = recurringSpans(PERIOD, time);
  const within: number[] = [];
  const expected: number[] = [];
  for (let at = PERIOD.start; at < PERIOD.end; at += 60) {
    if (spans.some(({ start, end }) => at >= start && at < end)) within.push(at);
    if (groupAt(time, at) === time.value) expected.push(at);
  }
  expect(within).toEqual(expected);
  expect(spans).toEqual(spans.toSorted((a, b) => a.start - b.start));
});

test('the hour that clocks repeat is two spans', () => {
  const day = {
    start: Date.parse('2026-10-25T00:00Z') / 1_000,
    end: Date.parse('2026-10-25T12:00Z') / 1_000,
  };
  const starts = recurringSpans(day, { kind: 'hours', zone: 'Europe/Paris', value: '2' }).map(
    ({ start }) => start,
  );
  expect(starts).toEqual([day.start, day.start + 3_600]);
});
