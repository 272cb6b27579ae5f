import { describe, expect, test } from 'vitest';
import { isCalendarDate, parseInstant } from '../../../src/records/instant.ts';

describe('parseInstant', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-03-09T17:05:00Z', 1_773_075_900],
    ['2026-03-09T14:05:00-03:00', 1_773_075_900],
    ['2026-03-09T14:05:00-0300', 1_773_075_900],
    ['2026-03-09T14:05:00-03', 1_773_075_900],
    ['2026-03-09T22:50:00+05:45', 1_773_075_900],
    ['2026-03-09t17:05:00z', 1_773_075_900],
    ['2026-03-09T17:05Z', 1_773_075_900],
    ['2026-03-09T17:05:00.999999999Z', 1_773_075_900],
    ['2026-03-09T17:05:00,5Z', 1_773_075_900],
    ['2026-03-10T00:00:00+00:00', 1_773_100_800],
    ['2024-02-29T12:00:00Z', 1_709_208_000],
    ['2000-02-29T00:00:00Z', 951_782_400],
    ['1970-01-01T05:45:00+05:45', 0],
    ['1969-12-31T21:00:00-03:00', 0],
    ['2100-12-31T23:59:59Z', 4_133_980_799],
  ])('%s is %i', (text, seconds) => {
    expect(parseInstant(text)).toBe(seconds);
  });

  test.each([
    ['', 'Must be an ISO 8601 instant'],
    ['yesterday', 'Must be an ISO 8601 instant'],
    ['1773075900', 'Must be an ISO 8601 instant'],
    ['2026-03-09', 'Must be an ISO 8601 instant'],
    ['2026-03-09 17:05:00Z', 'Must be an ISO 8601 instant'],
    ['2026-3-9T17:05:00Z', 'Must be an ISO 8601 instant'],
    ['20260309T170500Z', 'Must be an ISO 8601 instant'],
    ['2026-03-09T17:05:00.Z', 'Must be an ISO 8601 instant'],
    ['2026-03-09T17:05:0Z', 'Must be an ISO 8601 instant'],
    ['2026-03-09T17:05:00Zulu', 'Must be an ISO 8601 instant'],
    [' 2026-03-09T17:05:00Z', 'Must be an ISO 8601 instant'],
    ['2026-03-09T17:05:00+3', 'Must be an ISO 8601 instant'],
    ['2026-03-09T17:05:00+03:0', 'Must be an ISO 8601 instant'],
    ['2026-03-09T17:05:00+03:00[Europe/Moscow]', 'Must be an ISO 8601 instant'],
    ['2026-03-09T17:05:00\u0661Z', 'Must be an ISO 8601 instant'],
    ['+002026-03-09T17:05:00Z', 'Must be an ISO 8601 instant'],
    ['2026-03-09T17:05:00', 'Must have an offset from UTC'],
    ['2026-03-09T17:05', 'Must have an offset from UTC'],
    ['2026-02-30T00:00:00Z', 'Must be on a date that exists'],
    ['2025-02-29T00:00:00Z', 'Must be on a date that exists'],
    ['2100-02-29T00:00:00Z', 'Must be on a date that exists'],
    ['2026-04-31T00:00:00Z', 'Must be on a date that exists'],
    ['2026-13-01T00:00:00Z', 'Must be on a date that exists'],
    ['2026-00-01T00:00:00Z', 'Must be on a date that exists'],
    ['2026-01-00T00:00:00Z', 'Must be on a date that exists'],
    ['2026-03-09T24:00:00Z', 'Must have hours from 00 to 23'],
    ['2026-03-09T23:60:00Z', 'Must have hours from 00 to 23'],
    ['2016-12-31T23:59:60Z', 'Must have hours from 00 to 23'],
    ['2026-03-09T17:05:00+24:00', 'Must have the offset Z'],
    ['2026-03-09T17:05:00+03:60', 'Must have the offset Z'],
    ['1969-12-31T23:59:59Z', 'Must be from 1970-01-01T00:00:00Z'],
    ['1970-01-01T00:00:00+00:01', 'Must be from 1970-01-01T00:00:00Z'],
    ['2101-01-01T00:00:00Z', 'Must be from 1970-01-01T00:00:00Z'],
    ['2100-12-31T23:59:59-00:01', 'Must be from 1970-01-01T00:00:00Z'],
    ['0026-03-09T17:05:00Z', 'Must be from 1970-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59Z', 'Must be from 1970-01-01T00:00:00Z'],
  ])('%j is refused: %s', (text, message) => {
    expect(parseInstant(text)).toEqual(expect.stringContaining(message));
  });
});

describe('isCalendarDate', () => {
  test.each(['1970-01-01', '2024-02-29', '2100-12-31'])('%s is one', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  test.each([
    '2026-02-29',
    '2026-3-9',
    '2026-03-32',
    '1969-12-31',
    '2101-01-01',
    '2026-03-09T00:00:00Z',
    '09/03/2026',
    '',
  ])('%j is none', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });
});
