const DAY_MS = 86_400_000;
const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/**
 * The dates of a bucket, both included, as far as they are within the period of the answer. Undefined for hours and
 * weekdays, which no dates name.
 */
export function bucketPeriod(
  label: string,
  grain: string,
  within: { from: string; to: string },
): { from: string; to: string } | undefined {
  const end = lastDateOf(label, grain);
  if (!end) return undefined;
  const [from, to] = [within.from.slice(0, 10), within.to.slice(0, 10)];
  return { from: label < from ? from : label, to: end > to ? to : end };
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
