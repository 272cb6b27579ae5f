const DAY_MS = 86_400_000;
const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

const CLOCK_SECONDS: Readonly<Record<string, number>> = { '15m': 900, '30m': 1_800, hour: 3_600 };

/**
 * The period of a bucket, as far as it is within the period of the answer: dates, or of a part of a day its first and
 * last second. Undefined for hours of the day and weekdays, which are no single period.
 */
export function bucketPeriod(
  label: string,
  grain: string,
  within: { from: string; to: string },
): { from: string; to: string } | undefined {
  const seconds = CLOCK_SECONDS[grain];
  if (seconds) return { from: label, to: instantAt(Date.parse(label) + (seconds - 1) * 1_000) };
  const end = lastDateOf(label, grain);
  if (!end) return undefined;
  const [from, to] = [within.from.slice(0, 10), within.to.slice(0, 10)];
  return { from: label < from ? from : label, to: end > to ? to : end };
}

function instantAt(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function lastDateOf(first: string, grain: string): string | undefined {
  if (grain === 'day') return first;
  const dateAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  if (grain === 'week') return dateAt(Date.parse(first) + 6 * DAY_MS);
  const months = MONTHS[grain];
  if (!months) return undefined;
  const [year = 0, month = 1] = first.split('-').map(Number);
  return dateAt(Date.UTC(year, month - 1 + months, 1) - DAY_MS);
}
