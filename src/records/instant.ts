import { BOUNDS } from '../bounds.ts';

const ACCEPTED =
  'an ISO 8601 instant with an offset, such as 2026-03-09T14:05:00-03:00 or 2026-03-09T17:05:00Z';
const NOT_AN_INSTANT = `Must be ${ACCEPTED}.`;
const NO_OFFSET = 'Must have an offset from UTC, as 2026-03-09T14:05:00-03:00 or 2026-03-09T17:05:00Z has.';
const NO_REAL_DATE = 'Must be on a date that exists.';
const NO_REAL_TIME = 'Must have hours from 00 to 23, minutes and seconds from 00 to 59.';
const NO_REAL_OFFSET = 'Must have the offset Z or one from -23:59 to +23:59.';
/** The message for an instant that is too early or too late. */
export const OUT_OF_RANGE = 'Must be from 1970-01-01T00:00:00Z to 2100-12-31T23:59:59Z.';

const FIRST_YEAR = BOUNDS.firstYear.value;
const LAST_YEAR = BOUNDS.lastYear.value;
const LAST_SECOND = Date.UTC(LAST_YEAR + 1, 0, 1) / 1000 - 1;
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What `parseInstant` accepts: a noun phrase for documentation and error messages. */
export const INSTANT_ACCEPTED = ACCEPTED;

/**
 * Parses an ISO 8601 instant (`YYYY-MM-DDThh:mm[:ss[.fraction]]` and `Z`, `±hh:mm`, `±hhmm` or `±hh`). Returns whole
 * seconds UTC without the fraction, or a message that says what is accepted.
 */
export function parseInstant(text: string): number | string {
  const length = text.length;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const separator = text[10];
  if (
    (year | month | day | hour | minute) < 0 ||
    text[4] !== '-' ||
    text[7] !== '-' ||
    (separator !== 'T' && separator !== 't') ||
    text[13] !== ':'
  ) {
    return NOT_AN_INSTANT;
  }

  let at = 16;
  let second = 0;
  if (text[at] === ':') {
    second = digits(text, at + 1, 2);
    if (second < 0) return NOT_AN_INSTANT;
    at += 3;
    if (text[at] === '.' || text[at] === ',') {
      const fraction = at + 1;
      at = fraction;
      while (isDigit(text, at)) at += 1;
      if (at === fraction) return NOT_AN_INSTANT;
    }
  }
  if (at === length) return NO_OFFSET;
  const offset = offsetSeconds(text, at);
  if (typeof offset === 'string') return offset;

  if (!isDay(year, month, day)) return NO_REAL_DATE;
  if (hour > 23 || minute > 59 || second > 59) return NO_REAL_TIME;
  if (year < FIRST_YEAR - 1 || year > LAST_YEAR + 1) return OUT_OF_RANGE;
  const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - offset;
  return seconds < 0 || seconds > LAST_SECOND ? OUT_OF_RANGE : seconds;
}

/** Whether a value read from storage is an instant that `parseInstant` may have returned. */
export function isStoredInstant(read: unknown): boolean {
  return Number.isSafeInteger(read) && Number(read) >= 0 && Number(read) <= LAST_SECOND;
}

/** Whether `text` is a calendar date, `YYYY-MM-DD`, from 1970 to 2100. */
export function isCalendarDate(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  const year = digits(text, 0, 4);
  return year >= FIRST_YEAR && year <= LAST_YEAR && isDay(year, digits(text, 5, 2), digits(text, 8, 2));
}

function offsetSeconds(text: string, at: number): number | string {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return text.length === at + 1 ? 0 : NOT_AN_INSTANT;
  if (sign !== '+' && sign !== '-') return NOT_AN_INSTANT;
  const hours = digits(text, at + 1, 2);
  if (hours < 0) return NOT_AN_INSTANT;
  let minutes = 0;
  if (text.length !== at + 3) {
    const start = text[at + 3] === ':' ? at + 4 : at + 3;
    minutes = digits(text, start, 2);
    if (minutes < 0 || text.length !== start + 2) return NOT_AN_INSTANT;
  }
  if (hours > 23 || minutes > 59) return NO_REAL_OFFSET;
  return (sign === '+' ? 1 : -1) * (hours * 3600 + minutes * 60);
}

function isDay(year: number, month: number, day: number): boolean {
  const days = DAYS_OF_MONTH[month - 1];
  if (days === undefined || day < 1) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (leap ? 29 : days);
}

/** The value of `count` decimal digits from `at`, or −1 if they are not all digits. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let position = at; position < at + count; position += 1) {
    if (!isDigit(text, position)) return -1;
    value = value * 10 + text.charCodeAt(position) - 48;
  }
  return value;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
