/** Weekdays as the API names them, in the order of weekday numbers: 0 is Sunday. */
export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

export interface Hours {
  from: string;
  to: string;
}

export type Opening = Readonly<Record<(typeof WEEKDAYS)[number], readonly Hours[]>>;

/** Hours as people write them: `09:00-12:30, 13:30-18:00`. */
export function showHours(hours: readonly Hours[]): string {
  return hours.map(({ from, to }) => `${from}-${to}`).join(', ');
}

/** Reads hours as people write them. What is none is kept as it is, so that the API says what is wrong with it. */
export function readHours(text: string): Hours[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [from = '', to = ''] = part.split(/\s*[-–—]\s*/);
      return { from: withZero(from), to: withZero(to) };
    });
}

function withZero(time: string): string {
  return /^\d:\d\d$/.test(time) ? `0${time}` : time;
}
