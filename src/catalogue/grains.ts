/** How time is grouped: by buckets of a length, or by a position within the day or the week. */
export const GRAINS = [
  '15m',
  '30m',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'hour_of_day',
  'day_of_week',
  'weekday_hour',
] as const;
export type Grain = (typeof GRAINS)[number];

/** Grains whose buckets are made of whole local days. */
export const GRAINS_OF_DAYS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year'];

/** Grains whose groups are positions that come again. */
export const CYCLIC_GRAINS: readonly Grain[] = ['hour_of_day', 'day_of_week', 'weekday_hour'];

/** Whether a group of this grain may begin within a day. Then what is counted by date has no group. */
export function isFinerThanDays(grain: Grain): boolean {
  return grain !== 'day_of_week' && !GRAINS_OF_DAYS.includes(grain);
}
