import { describe, expect, test } from 'vitest';
import { compileDateFormat } from '../../../scripts/import/mapping/date-format.ts';

function read(format: string, text: string, zone = 'UTC'): string | undefined {
  const seconds = compileDateFormat(format)(text, zone);
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

describe('compileDateFormat', () => {
  test.each([
    ['yyyy-MM-dd', '2020-10-29', '2020-10-29T00:00:00Z'],
    ['yyMMdd H:mm:ss', '990131 6:55:20', '1999-01-31T06:55:20Z'],
    ['yyMMdd', '680101', '2068-01-01T00:00:00Z'],
    ['yyMMdd', '690101', '1969-01-01T00:00:00Z'],
    ['dd/MM/yyyy HH:mm', '07/03/2024 18:05', '2024-03-07T18:05:00Z'],
    ['M/d/yyyy h:mm a', '3/7/2024 12:05 AM', '2024-03-07T00:05:00Z'],
    ['M/d/yyyy h:mm a', '3/7/2024 12:05 p.m.', '2024-03-07T12:05:00Z'],
    ['d MMM yyyy', '5 Feb 2024', '2024-02-05T00:00:00Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSX", '2024-02-05T10:00:00.999+02:00', '2024-02-05T08:00:00Z'],
    ['yyyy-MM-dd HH:mm:ssX', '2024-02-05 10:00:00-0330', '2024-02-05T13:30:00Z'],
    ['iso', '2024-02-05', '2024-02-05T00:00:00Z'],
    ['iso', '2024-02-05 10:00', '2024-02-05T10:00:00Z'],
    ['iso', '2024-02-05T10:00:00.5Z', '2024-02-05T10:00:00Z'],
    ['epoch_seconds', '1700000000', '2023-11-14T22:13:20Z'],
    ['epoch_milliseconds', '1700000000999', '2023-11-14T22:13:20Z'],
    ['yyyy-MM-dd', '2024-02-29', '2024-02-29T00:00:00Z'],
    ['yyyy-MM-dd HH:mm:ss', '2021-01-01 9:12:58', '2021-01-01T09:12:58Z'],
    ['M/d/yyyy h:mma', '1/2/2026 9:12PM', '2026-01-02T21:12:00Z'],
    ['M/d/yyyy hh:mma', '1/2/2026 9:12PM', '2026-01-02T21:12:00Z'],
    ['EEE, dd MMM yyyy HH:mm:ss X', 'Fri, 02 Jan 2026 03:04:05 GMT', '2026-01-02T03:04:05Z'],
    ['EEEE d MMMM yyyy', 'Friday 2 January 2026', '2026-01-02T00:00:00Z'],
    ['MMM d, yyyy, h:mm a', 'Sept. 2, 2026, 3:04 PM', '2026-09-02T15:04:00Z'],
    ['yyyyMMddHHmmss', '20260102030405', '2026-01-02T03:04:05Z'],
    ['EEE MMM dd yyyy HH:mm:ss X', 'Fri Jan 02 2026 03:04:05 GMT+0100', '2026-01-02T02:04:05Z'],
    ['M/d/yyyy, h:mm:ss a', '1/2/2026, 3:04:05\u202fPM', '2026-01-02T15:04:05Z'],
    ['iso', '20260102T030405Z', '2026-01-02T03:04:05Z'],
    ['iso', '2026-01-02 03:04:05 UTC', '2026-01-02T03:04:05Z'],
    ['spreadsheet', '46024.5', '2026-01-02T12:00:00Z'],
    ['spreadsheet', '46024.127835648', '2026-01-02T03:04:05Z'],
    ['epoch_seconds', '1700000000.999', '2023-11-14T22:13:20Z'],
  ])('%s reads %s as %s', (format, text, expected) => {
    expect(read(format, text)).toBe(expected);
  });

  test.each([
    ['yyyy-MM-dd', '2023-02-29'],
    ['yyyy-MM-dd', '2023-2-9'],
    ['yyyy-MM-dd', ' 2023-02-09'],
    ['yyyy-MM-dd', '2023-02-09 10:00'],
    ['dd/MM/yyyy', '01/13/2024'],
    ['yyyy-MM-dd HH:mm', '2024-01-01 24:00'],
    ['yyyy-MM-dd h:mm a', '2024-01-01 13:00 PM'],
    ['yyyy.MM.dd', '2024-01-01'],
    ['iso', '01/02/2024'],
    ['epoch_seconds', '17e8'],
    ['epoch_seconds', '9999999999999999'],
    ['epoch_seconds', '1700000000000'],
    ['epoch_milliseconds', '-1'],
    ['spreadsheet', '1e9'],
    ['yyyyMMddHHmmss', '2026010230405'],
    ['HH:mm yyyy-MM-dd', '24:00 2024-01-01'],
  ])('%s refuses %s', (format, text) => {
    expect(read(format, text)).toBeUndefined();
  });

  test('takes stamps without an offset as local time of the zone, those with one as they are', () => {
    expect(read('iso', '1999-01-01 00:00:31', 'Asia/Jerusalem')).toBe('1998-12-31T22:00:31Z');
    expect(read('iso', '1999-01-01T00:00:31Z', 'Asia/Jerusalem')).toBe('1999-01-01T00:00:31Z');
  });

  test.each([
    ['yyyy-MM-ddTHH:mm', '"T" in date format'],
    ['yyyy-MM', 'needs a year, a month and a day'],
    ['yyyy-MM-dd hh:mm', 'needs "a" (AM/PM)'],
    ['yyyy-MM-dd HH:MM', 'has the month twice'],
    ['YYYY-MM-dd', '"YYYY" in date format'],
  ])('does not compile %s', (format, message) => {
    expect(() => compileDateFormat(format)).toThrow(message);
  });
});
