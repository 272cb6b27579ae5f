import { describe, expect, test } from 'vitest';
import { dayOfDate, isoInstant } from '../../../src/time/dates.ts';
import { instantOf, isZone, localDay, localHour, startOfDay } from '../../../src/time/zones.ts';

const at = (iso: string) => Date.parse(iso) / 1000;
const wall = (local: string) => Date.parse(`${local}Z`) / 1000;

describe('startOfDay', () => {
  test.each([
    ['Asia/Kathmandu', '2026-03-01', '2026-02-28T18:15:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-06', '2026-04-05T13:30:00Z'],
    ['Europe/Paris', '2026-03-29', '2026-03-28T23:00:00Z'],
    ['Europe/Paris', '2026-03-30', '2026-03-29T22:00:00Z'],
    // Midnight was skipped: the date began at 01:00.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z'],
    // Midnight came twice: 23:00–24:00 of the 17th was repeated, and the 18th began once after it.
    ['America/Sao_Paulo', '2018-02-18', '2018-02-18T03:00:00Z'],
    // Clocks went from 00:01 back to 23:01: the date began before the repetition.
    ['America/St_Johns', '2006-10-29', '2006-10-29T02:30:00Z'],
    // The date was skipped altogether.
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z'],
  ])('%s %s begins at %s', (zone, date, expected) => {
    expect(isoInstant(startOfDay(zone, dayOfDate(date)!))).toBe(expected);
  });
});

describe('localDay', () => {
  test('keeps a repeated hour after midnight in the day that has begun', () => {
    const day = dayOfDate('2006-10-29')!;
    expect(localDay('America/St_Johns', at('2006-10-29T02:29:59Z'))).toBe(day - 1);
    expect(localDay('America/St_Johns', at('2006-10-29T02:45:00Z'))).toBe(day);
  });

  test('is the inverse of startOfDay over years of changes', () => {
    for (const zone of [
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/Sao_Paulo',
      'Europe/Paris',
      'Africa/Casablanca',
    ]) {
      for (let day = dayOfDate('2017-01-01')!; day < dayOfDate('2020-01-01')!; day += 1) {
        const start = startOfDay(zone, day);
        expect([localDay(zone, start), localDay(zone, start - 1)]).toEqual([day, day - 1]);
      }
    }
  });
});

describe('instantOf', () => {
  test.each([
    ['a gap moves forward', 'Europe/Paris', '2026-03-29T02:30:00', '2026-03-29T01:30:00Z'],
    ['the first of two', 'Europe/Paris', '2026-10-25T02:30:00', '2026-10-25T00:30:00Z'],
    ['an ordinary time', 'Europe/Paris', '2026-07-01T12:00:00', '2026-07-01T10:00:00Z'],
    ['a gap of half an hour', 'Australia/Lord_Howe', '2026-10-04T02:10:00', '2026-10-03T15:40:00Z'],
    ['after the gap', 'Europe/Paris', '2026-03-29T03:00:00', '2026-03-29T01:00:00Z'],
    ['before the gap', 'Europe/Paris', '2026-03-29T01:59:59', '2026-03-29T00:59:59Z'],
  ])('%s', (_, zone, local, expected) => {
    expect(isoInstant(instantOf(zone, wall(local)))).toBe(expected);
  });
});

describe('localHour', () => {
  test.each([
    ['Asia/Kathmandu', '2026-01-01T18:14:59Z', 23],
    ['Asia/Kathmandu', '2026-01-01T18:15:00Z', 0],
    ['Europe/Paris', '2026-10-25T00:30:00Z', 2],
    ['Europe/Paris', '2026-10-25T01:30:00Z', 2],
  ])('%s at %s is %i', (zone, instant, hour) => {
    expect(localHour(zone, at(instant))).toBe(hour);
  });
});

describe('isZone', () => {
  test.each([
    ['Europe/Paris', true],
    ['UTC', true],
    ['Etc/GMT+3', true],
    ['Europe/Atlantis', false],
    ['+02:00', false],
    ['', false],
  ])('%s → %s', (name, expected) => {
    expect(isZone(name)).toBe(expected);
  });
});
