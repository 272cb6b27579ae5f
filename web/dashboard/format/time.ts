/** The label of a bucket, which begins with its local date, for people. `grain` is that of the column. */
export function showBucket(label: string, grain: string, locale: string, weekdays = false): string {
  if (grain === 'hour_of_day') return `${label.padStart(2, '0')}:00`;
  if (grain === 'day_of_week') return weekdayName(Number(label), locale);
  if (grain === 'weekday_hour') {
    const [day, hour] = label.split('-');
    return `${weekdayName(Number(day), locale)} ${hour}:00`;
  }
  const date = dateOf(label.slice(0, 10));
  if (grain === 'month') return format(date, locale, { month: 'short', year: 'numeric' });
  if (grain === 'quarter') return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`;
  if (grain === 'year') return String(date.getUTCFullYear());
  const day = format(date, locale, { day: 'numeric', month: 'short', ...(weekdays && { weekday: 'short' }) });
  return label.length > 10 ? `${day}, ${label.slice(11, 16)}` : day;
}

/** A short name of a weekday; 0 is Sunday. */
export function weekdayName(day: number, locale: string): string {
  return format(dateOf(`2023-01-0${day + 1}`), locale, { weekday: 'short' });
}

/** An instant with date and time in a zone. */
export function showInstant(iso: string, zone: string, locale: string): string {
  return new Date(iso).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
}

/** Half-open instants as the dates, both included, that they are in their zone. */
export function showRange({ from, to, time_zone }: Range, locale: string): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric', timeZone: time_zone } as const;
  const last = new Date(Date.parse(to) - 1_000);
  return new Intl.DateTimeFormat(locale, options).formatRange(new Date(from), last);
}

interface Range {
  from: string;
  to: string;
  time_zone: string;
}

function dateOf(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}

function format(date: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  return date.toLocaleDateString(locale, { ...options, timeZone: 'UTC' });
}
