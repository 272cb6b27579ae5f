export const DAY = 86_400;
export const HOUR = 3_600;
export const MINUTE = 60;

/** The demo company is in São Paulo, three hours behind UTC all year. */
export const TIME_ZONE = 'America/Sao_Paulo';
const OFFSET_SECONDS = -3 * HOUR;
const OFFSET = '-03:00';

/** The local day (days since 1970-01-01) of an instant (seconds UTC). */
export function localDay(instant: number): number {
  return Math.floor((instant + OFFSET_SECONDS) / DAY);
}

/** The instant (seconds UTC) at which a local day begins. */
export function startOfDay(day: number): number {
  return day * DAY - OFFSET_SECONDS;
}

/** YYYY-MM-DD of a local day. */
export function dateOf(day: number): string {
  return new Date(day * DAY * 1000).toISOString().slice(0, 10);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(day: number): number {
  return new Date(day * DAY * 1000).getUTCDay();
}

/** Formats an instant (seconds UTC) as ISO 8601 in local time, with offset. */
export function stamp(instant: number): string {
  return `${new Date((instant + OFFSET_SECONDS) * 1000).toISOString().slice(0, 19)}${OFFSET}`;
}
