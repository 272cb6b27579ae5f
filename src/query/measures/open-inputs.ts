const HOUR = 3_600;
const DAY = 86_400;

/** Ages of open interactions, by how old they may at most be, in seconds; each begins where the one before ends. */
const AGES = {
  '1h': HOUR,
  '4h': 4 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '7d': 7 * DAY,
  older: Number.POSITIVE_INFINITY,
} as const;
type Age = keyof typeof AGES;
export const AGE_NAMES = Object.keys(AGES) as [Age, ...Age[]];

/** Inputs that count open interactions: all, or those of an age. */
export type OpenInput = 'open_of_any' | `open_of_${Age}`;

const OPEN = /^open_of_(any|1h|4h|1d|3d|7d|older)$/;

/** Whether an input counts open interactions. */
export function isOpenInput(input: string): input is OpenInput {
  return OPEN.test(input);
}

/** The input of the age of an interaction that has been open for `seconds`. */
export function openOfAge(seconds: number): OpenInput {
  return `open_of_${AGE_NAMES.find((name) => seconds <= AGES[name])!}`;
}

/** In how many seconds an interaction that has been open for `seconds` is of the next age; Infinity if in none. */
export function nextAgeIn(seconds: number): number {
  return AGES[AGE_NAMES.find((name) => seconds <= AGES[name])!] + 1 - seconds;
}
