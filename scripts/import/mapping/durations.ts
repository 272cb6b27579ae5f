import { readNumber } from './numbers.ts';

const SECONDS_PER: Record<string, number> = {
  ms: 0.001,
  s: 1,
  min: 60,
  h: 3600,
  d: 86_400,
};
const UNITS = Object.keys(SECONDS_PER).join(', ');
const CLOCK = /^(-?)(?:(\d+):)?(\d+):(\d{1,2}(?:[.,]\d+)?)$/;
/** Days before a clock with hours, as programs in Python and .NET write them: `1 day, 2:03:04`, `1.02:03:04`. */
const DAYS = /^(\d+)(?:\.|\s*days?,?\s+)(?=\d+:\d+:)/i;
/** Years and months have no length of their own; some programs write them as 0. */
const ISO = /^P(?:0+Y)?(?:0+M)?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?$/i;
const PART = /(\d+(?:[.,]\d+)?)\s*([a-zµ]+)\.?,?\s*/giy;
const WORDS: Record<string, string> = {
  ms: 'ms',
  msec: 'ms',
  millisecond: 'ms',
  s: 's',
  sec: 's',
  second: 's',
  m: 'min',
  min: 'min',
  minute: 'min',
  h: 'h',
  hr: 'h',
  hour: 'h',
  d: 'd',
  day: 'd',
};

/**
 * Reads a duration as whole seconds, rounded half away from zero: a number of `unit` (ms, s, min, h, d), a clock
 * (`02:23`, `75:10`, `1:02:03`, `1 day, 2:03:04`), ISO 8601 (`PT2M23S`) or numbers with their units (`2m 23s`, `143 s`). The unit
 * `clock` accepts nothing but a clock. Throws an Error that says what is accepted.
 */
export function readSeconds(text: string, unit = 's', decimalMark = '.'): number {
  const seconds = ofClock(text) ?? (unit === 'clock' ? undefined : (ofIso(text) ?? ofParts(text)));
  if (seconds !== undefined) return wholeSeconds(seconds);
  const factor = Object.hasOwn(SECONDS_PER, unit) ? SECONDS_PER[unit] : undefined;
  if (unit !== 'clock' && factor === undefined) {
    throw new Error(`"${unit}" is no unit of time; accepted are ${UNITS}, clock.`);
  }
  if (factor === undefined || !/^[+-]?[\d.,]+$/.test(text)) {
    const others = unit === 'clock' ? '' : `, 2m 23s, PT2M23S, or a number of ${unit}`;
    throw new Error(`"${text}" is not a duration; accepted are hh:mm:ss and mm:ss${others}.`);
  }
  const number = readNumber(text, decimalMark);
  return wholeSeconds(unit === 'ms' ? number / 1000 : number * factor);
}

/** Rounded half away from zero. */
export function wholeSeconds(seconds: number): number {
  return Math.sign(seconds) * Math.round(Math.abs(seconds)) || 0;
}

/** Minutes above 59 are accepted if no hours are given. */
function ofClock(text: string): number | undefined {
  const days = DAYS.exec(text);
  const match = CLOCK.exec(text.slice(days?.[0].length ?? 0));
  if (match === null) return undefined;
  const [, sign = '', hours, minutes = '', seconds = ''] = match;
  const last = Number(seconds.replace(',', '.'));
  if (last >= 60 || (hours !== undefined && Number(minutes) > 59)) return undefined;
  const wholeHours = Number(days?.[1] ?? 0) * 24 + Number(hours ?? 0);
  return (sign === '-' ? -1 : 1) * (wholeHours * 3600 + Number(minutes) * 60 + last);
}

function ofIso(text: string): number | undefined {
  const match = /\d/.test(text) ? ISO.exec(text) : null;
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number((part ?? '0').replace(',', '.')));
  return days * 86_400 + hours * 3600 + minutes * 60 + seconds;
}

function ofParts(text: string): number | undefined {
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const [, number = '', word = ''] = PART.exec(text) ?? [];
    const lower = word.toLowerCase();
    const unit = WORDS[lower] ?? WORDS[lower.replace(/s$/, '')];
    if (unit === undefined) return undefined;
    total += Number(number.replace(',', '.')) * (SECONDS_PER[unit] ?? 0);
  }
  return text === '' ? undefined : total;
}
