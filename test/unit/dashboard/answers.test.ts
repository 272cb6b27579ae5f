import { describe, expect, it } from 'vitest';
import { type Answer, courseOf, isEmpty } from '../../../web/dashboard/api/query.ts';

const ANSWER: Answer = {
  columns: [
    { name: 'time', kind: 'time', grain: 'day' },
    { name: 'offered', kind: 'metric', unit: 'count' },
  ],
  rows: [
    { time: '2026-11-30', offered: 12 },
    { time: '2026-12-01', offered: 3 },
    { time: '2026-12-02', offered: 0 },
  ],
  page: { limit: 100, after: null, rows: 3 },
  period: { from: '2026-11-30T03:00:00Z', to: '2026-12-03T03:00:00Z', time_zone: 'America/Sao_Paulo' },
  as_of: '2026-12-01T15:00:00Z',
  partial: ['2026-12-01', '2026-12-02'],
  cost: { rows_read: 3 },
  query: { period: { from: '2026-11-30', to: '2026-12-02' } },
};

describe('courseOf', () => {
  it('has no value, rather than 0, for buckets that have not begun', () => {
    expect(courseOf(ANSWER, 'offered')).toEqual([12, 3, undefined]);
  });

  it('has the values of a period that is over', () => {
    expect(courseOf({ ...ANSWER, partial: [] }, 'offered')).toEqual([12, 3, 0]);
  });
});

describe('isEmpty', () => {
  const nothing = { ...ANSWER, rows: [{ time: '2026-12-02', offered: 0 }] };

  it('holds if every figure is 0 or has no value', () => {
    expect(isEmpty(nothing)).toBe(true);
    expect(isEmpty({ ...nothing, rows: [] })).toBe(true);
    expect(isEmpty({ ...nothing, rows: [{ time: '2026-12-02', offered: null }] })).toBe(true);
    expect(isEmpty(ANSWER)).toBe(false);
  });

  it('does not hold if the earlier period has figures', () => {
    expect(isEmpty({ ...nothing, previous: [{ time: '2026-12-01', offered: 4 }] })).toBe(false);
    expect(isEmpty({ ...nothing, previous: [null] })).toBe(true);
  });
});
