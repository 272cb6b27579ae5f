/**
 * Local time for the oracle, asked of Intl instant by instant: slow, plain, and independent of src/time.
 * Instants are whole seconds UTC, dates are `YYYY-MM-DD`.
 */

const formats = new Map<string, Intl.DateTimeFormat>();
const starts = new Map<string, number>();

/** What the clocks of `zone` show at `at`: `YYYY-MM-DDTHH:MM:SS`. */
export function wallClock(zone: string, at: number): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    formats.set(zone, format);
  }
  return format.format(at * 1_000).replace(' ', 'T');
}

/** The date so many days later. */
export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The Monday of the ISO week. */
export function mondayOf(date: string): string {
  return plusDays(date, -((new Date(date).getUTCDay() + 6) % 7));
}

/** The first instant that bears the date, or a later one where the zone skips it. */
export function startOfDate(zone: string, date: string): number {
  const key = `${zone} ${date}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const midnight = Date.parse(date) / 1_000;
  const reached = (at: number): boolean => wallClock(zone, at).slice(0, 10) >= date;
  let at = midnight - 16 * 3_600;
  while (!reached(at)) at += 900;
  for (let minute = at - 840; minute < at; minute += 60) if (reached(minute)) at = minute;
  starts.set(key, at);
  return at;
}

/** The date that an instant belongs to: the last one that has begun. */
export function dateAt(zone: string, at: number): string {
  const date = wallClock(zone, at).slice(0, 10);
  const next = plusDays(date, 1);
  return startOfDate(zone, next) <= at ? next : date;
}

/** The instant of a local time; in a gap moved forward by it, of two the first. */
function instantOfWall(zone: string, wall: string): number {
  const plain = Date.parse(`${wall}Z`) / 1_000;
  const offsets = [-86_400, 86_400].map((shift) => {
    const at = plain + shift;
    return Date.parse(`${wallClock(zone, at)}Z`) / 1_000 - at;
  });
  const candidates = offsets.map((offset) => plain - offset).sort((a, b) => a - b);
  return candidates.find((at) => wallClock(zone, at) === wall) ?? plain - offsets[0]!;
}

/** The seconds that request parameters mean, half-open; `to` includes the date or second that it names. */
export function spanOf(
  { from, to, days }: { from: string | undefined; to: string | undefined; days: number },
  zone: string,
  now: number,
): { start: number; end: number } {
  const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
  const second = (text: string): number =>
    /(Z|[+-]\d\d:\d\d)$/.test(text) ? Math.floor(Date.parse(text) / 1_000) : instantOfWall(zone, text);
  const last = to ?? dateAt(zone, now);
  const end = isDate(last) ? startOfDate(zone, plusDays(last, 1)) : second(last) + 1;
  const first = from ?? plusDays(dateAt(zone, end - 1), -days);
  return { start: isDate(first) ? startOfDate(zone, first) : second(first), end };
}

/** Whole seconds UTC, fractions cut off. */
export function secondOf(instant: unknown): number | undefined {
  return typeof instant === 'string' ? Math.floor(Date.parse(instant) / 1_000) : undefined;
}
