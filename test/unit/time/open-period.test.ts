import { describe, expect, test } from 'vitest';
import { InvalidInput } from '../../../src/errors.ts';
import { resolveOpenPeriod } from '../../../src/time/period.ts';

const names = { from: 'date_from', to: 'date_to' };
const iso = (at: number): string => new Date(at * 1_000).toISOString();
const span = (asked: { from?: string; to?: string; tz?: string; tenantZone?: string }) => {
  const period = resolveOpenPeriod({ tenantZone: 'UTC', names, ...asked });
  return [iso(period.start), iso(period.end)];
};

describe('a period that may be open', () => {
  const START = '1969-12-30T00:00:00.000Z';
  const END = '2101-01-03T00:00:00.000Z';
  const cases: [Parameters<typeof span>[0], string, string][] = [
    [{}, START, END],
    [{ from: '2026-03-10' }, '2026-03-10T00:00:00.000Z', END],
    [{ to: '2026-03-10' }, START, '2026-03-11T00:00:00.000Z'],
    [{ from: '2026-03-10', to: '2026-03-10' }, '2026-03-10T00:00:00.000Z', '2026-03-11T00:00:00.000Z'],
    [{ from: '2026-03-10', tz: 'America/Sao_Paulo' }, '2026-03-10T03:00:00.000Z', END],
    [{ from: '2000-01-01', to: '2090-12-31' }, '2000-01-01T00:00:00.000Z', '2091-01-01T00:00:00.000Z'],
    [{ from: '2100-12-31', tz: 'Pacific/Niue' }, '2100-12-31T11:00:00.000Z', END],
    [{ to: '1970-01-01', tz: 'Pacific/Kiritimati' }, START, '1970-01-02T10:40:00.000Z'],
    [{ from: '2100-12-31T23:59:59-18:59' }, '2101-01-01T18:58:59.000Z', END],
    [{ to: '1970-01-01T00:00:00+18:59' }, START, '1969-12-31T05:01:01.000Z'],
    [
      { tenantZone: 'America/Sao_Paulo', tz: 'Asia/Tokyo' },
      '1969-12-30T03:00:00.000Z',
      '2101-01-03T03:00:00.000Z',
    ],
  ];
  test.each(cases)('%j', (asked, start, end) => {
    expect(span(asked)).toEqual([start, end]);
  });

  test('tells the local dates that it touches', () => {
    const period = resolveOpenPeriod({
      from: '2026-03-10T01:00:00Z',
      to: '2026-03-10T02:59:59Z',
      tz: 'America/Sao_Paulo',
      tenantZone: 'UTC',
      names,
    });
    const day = Date.UTC(2026, 2, 9) / 86_400_000;
    expect([period.zone, period.fromDay, period.toDay]).toEqual(['America/Sao_Paulo', day, day]);
  });

  test.each([
    [{ from: '2026-03-11', to: '2026-03-10' }],
    [{ from: 'x' }],
    [{ to: '2026-13-01' }],
    [{ tz: 'Mars' }],
    [{ from: '2101-01-01' }],
    [{ to: '1969-12-31' }],
    [{ from: '0100-01-01' }],
    [{ to: '9999-12-31T23:59:59Z' }],
  ])('refuses %j', (asked) => {
    expect(() => span(asked)).toThrow(InvalidInput);
  });
});
