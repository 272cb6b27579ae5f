/** Hours of a day, 0–23. */
export const HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);

/** Days of a week; Sunday is 0. */
export const WEEKDAYS: readonly number[] = Array.from({ length: 7 }, (_, weekday) => weekday);

/** The groups of a query by weekday and hour, in order. */
export const WEEKDAY_HOURS: readonly { weekday: number; hour: number; group: string }[] = WEEKDAYS.flatMap(
  (weekday) => HOURS.map((hour) => ({ weekday, hour, group: `${weekday}-${hour}` })),
);
