import { expect, test, vi } from 'vitest';
import { type JobRow, jobOf, requestOf } from '../../../src/exports/jobs.ts';

const ROW: JobRow = {
  tenant: 't',
  id: 'j',
  kind: 'analytics',
  format: 'csv',
  spec: JSON.stringify({ kind: 'analytics' }),
  from_date: '2026-03-01',
  to_date: '2026-03-31',
  time_zone: 'Pacific/Chatham',
  period_start: Date.parse('2026-02-28T10:15:00Z') / 1_000,
  period_end: Date.parse('2026-03-31T10:15:00Z') / 1_000,
  status: 'queued',
  created_at: Date.parse('2026-04-01T00:00:00Z') / 1_000,
  expires_at: Date.parse('2026-04-02T00:00:00Z') / 1_000,
  completed_at: null,
  rows_expected: null,
  rows_written: 0,
  bytes: null,
  checksum: null,
  error: null,
} as unknown as JobRow;

test('a row of a list is read without a question about its zone; the work knows the days', () => {
  const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  const job = jobOf(ROW);
  expect(job.period).toEqual({ start: ROW.period_start, end: ROW.period_end, zone: 'Pacific/Chatham' });
  expect(asked).not.toHaveBeenCalled();
  const day = Date.UTC(2026, 2, 1) / 86_400_000;
  expect(requestOf(job).period).toEqual({ ...job.period, fromDay: day, toDay: day + 30 });
});
