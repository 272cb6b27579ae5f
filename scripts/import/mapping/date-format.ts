import { instantOf } from '../../../src/time/zones.ts';

/** Returns epoch seconds, or undefined if the text does not match the format. */
export type DateReader = (text: string, zone: string) => number | undefined;

type Field =
  | 'year'
  | 'shortYear'
  | 'month'
  | 'monthName'
  | 'day'
  | 'hour'
  | 'hour12'
  | 'minute'
  | 'second'
  | 'half'
  | 'offset';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAMES = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
];
const LAST_SECOND = 4_102_444_799;
const SECONDS_PER_DAY = 86_400;
/** Day 0 of a spreadsheet is 1899-12-30; its day 60 is a 29 February 1900 that never was. */
const SPREADSHEET_EPOCH_DAYS = 25_569;

const TOKENS: Record<string, { pattern: string; field?: Field }> = {
  yyyy: { pattern: '\\d{4}', field: 'year' },
  yy: { pattern: '\\d{2}', field: 'shortYear' },
  MMMM: { pattern: MONTH_NAMES.join('|'), field: 'monthName' },
  MMM: { pattern: `(?:${MONTHS.join('|')})[a-z]{0,6}\\.?`, field: 'monthName' },
  EEEE: { pattern: '[a-z]+' },
  EEE: { pattern: '[a-z]{2,4}\\.?' },
  MM: { pattern: '\\d{2}', field: 'month' },
  M: { pattern: '\\d{1,2}', field: 'month' },
  dd: { pattern: '\\d{2}', field: 'day' },
  d: { pattern: '\\d{1,2}', field: 'day' },
  HH: { pattern: '\\d{2}', field: 'hour' },
  H: { pattern: '\\d{1,2}', field: 'hour' },
  hh: { pattern: '\\d{2}', field: 'hour12' },
  h: { pattern: '\\d{1,2}', field: 'hour12' },
  mm: { pattern: '\\d{2}', field: 'minute' },
  m: { pattern: '\\d{1,2}', field: 'minute' },
  ss: { pattern: '\\d{2}', field: 'second' },
  s: { pattern: '\\d{1,2}', field: 'second' },
  S: { pattern: '\\d+' },
  a: { pattern: '[ap]\\.?m\\.?', field: 'half' },
  X: { pattern: 'Z|(?:UTC|GMT)?[+-]\\d{2}(?::?\\d{2})?|UTC|GMT', field: 'offset' },
};

const PRESETS: Record<string, DateReader> = {
  iso: isoReader(),
  epoch_seconds: (text) => (/^-?\d+(\.\d+)?$/.test(text) ? inRange(Number(text)) : undefined),
  epoch_milliseconds: (text) => (/^-?\d+(\.\d+)?$/.test(text) ? inRange(Number(text) / 1000) : undefined),
  spreadsheet: (text, zone) => {
    if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
    // A serial counts days: its time of day has no more than about a millisecond of precision.
    const wall = inRange(Math.round((Number(text) - SPREADSHEET_EPOCH_DAYS) * SECONDS_PER_DAY * 1000) / 1000);
    return wall === undefined ? undefined : instantOf(zone, wall);
  },
};

/**
 * Compiles a date format. Tokens: yyyy yy (69–99 are 19xx) MMMM MMM (English) MM M EEEE EEE (a weekday, ignored) dd d HH
 * H hh h (one digit is enough unless digits stand beside it) mm m ss s S (any fraction, truncated) a (AM/PM) X (Z or an
 * offset); other letters go between single quotes. Also `iso`, `epoch_seconds`, `epoch_milliseconds`, `spreadsheet`.
 * Text without an offset is local time of the zone; missing parts of the time are 0. Throws an Error that says what a
 * format may contain.
 */
export function compileDateFormat(format: string): DateReader {
  const preset = Object.hasOwn(PRESETS, format) ? PRESETS[format] : undefined;
  if (preset !== undefined) return preset;
  const fields: Field[] = [];
  let pattern = '';
  const pieces = [...format.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z]/g)];
  for (const [index, [piece, quoted]] of pieces.entries()) {
    const token = TOKENS[piece] ?? (/^S+$/.test(piece) ? TOKENS.S : undefined);
    if (quoted === undefined && token !== undefined) {
      const beside = [pieces[index - 1], pieces[index + 1]].map((each) => each?.[0] ?? '');
      const isAlone = /^[Hh]{2}$/.test(piece) && !beside.some((each) => /^[yMdHhmsS]/.test(each));
      const shape = isAlone ? '\\d{1,2}' : token.pattern;
      pattern += token.field === undefined ? shape : `(${shape})`;
      if (token.field !== undefined) fields.push(token.field);
    } else if (quoted === undefined && /^[A-Za-z]/.test(piece)) {
      throw new Error(
        `"${piece}" in date format "${format}" is unknown; accepted: ${Object.keys(TOKENS).join(' ')}, quoted text such as 'T', and the formats ${Object.keys(PRESETS).join(', ')}.`,
      );
    } else {
      pattern += escaped(quoted ?? piece);
    }
  }
  const has = (...names: Field[]) => names.some((name) => fields.includes(name));
  if (!has('year', 'shortYear') || !has('month', 'monthName') || !has('day')) {
    throw new Error(`Date format "${format}" needs a year, a month and a day, for example yyyy-MM-dd.`);
  }
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined)
    throw new Error(`Date format "${format}" has the ${twice} twice (MM is the month, mm the minute).`);
  if (has('hour12') !== has('half'))
    throw new Error(`Date format "${format}" needs "a" (AM/PM) with h or hh.`);
  const expression = new RegExp(`^${pattern}$`, 'i');
  return (text, zone) => {
    const match = expression.exec(text);
    if (match === null) return undefined;
    const parts: Partial<Record<Field, string>> = {};
    for (const [index, field] of fields.entries()) parts[field] = match[index + 1] ?? '';
    return instantOfParts(parts, zone);
  };
}

/** A blank stands for any: programs write narrow ones before AM and PM. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll(' ', '\\s');
}

function instantOfParts(parts: Partial<Record<Field, string>>, zone: string): number | undefined {
  const month =
    parts.monthName === undefined
      ? Number(parts.month)
      : MONTHS.indexOf(parts.monthName.slice(0, 3).toLowerCase()) + 1;
  const year = parts.year === undefined ? century(Number(parts.shortYear)) : Number(parts.year);
  const day = Number(parts.day);
  const hour =
    parts.hour12 === undefined ? Number(parts.hour ?? 0) : hourOf(Number(parts.hour12), parts.half ?? '');
  const minute = Number(parts.minute ?? 0);
  const second = Number(parts.second ?? 0);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const real =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  if (!real) return undefined;
  const wall = date.getTime() / 1000;
  return parts.offset === undefined ? instantOf(zone, wall) : wall - offsetOf(parts.offset);
}

const century = (shortYear: number) => shortYear + (shortYear >= 69 ? 1900 : 2000);

function hourOf(hour12: number, half: string): number {
  if (hour12 < 1 || hour12 > 12) return Number.NaN;
  return (hour12 % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

/** Seconds east of UTC that `Z`, `UTC`, `GMT+0100` or `+01:00` stand for. */
function offsetOf(named: string): number {
  const text = named.replace(/^[A-Z]+/i, '');
  const seconds = Number(text.slice(1, 3)) * 3600 + Number(text.slice(3).replace(':', '') || 0) * 60;
  return text.startsWith('-') ? -seconds : seconds;
}

/** Whole seconds from 1970 to 2099; later values are mistakes, such as milliseconds taken for seconds. */
function inRange(seconds: number): number | undefined {
  return seconds >= 0 && seconds <= LAST_SECOND ? Math.floor(seconds) : undefined;
}

function isoReader(): DateReader {
  const zone = '\\s?(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?';
  const extended = new RegExp(
    `^(\\d{4})-(\\d{2})-(\\d{2})(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d+)?)?${zone})?$`,
    'i',
  );
  const basic = new RegExp(`^(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(\\d{2})?(?:[.,]\\d+)?${zone}$`, 'i');
  return (text, local) => {
    const match = extended.exec(text) ?? basic.exec(text);
    if (match === null) return undefined;
    const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', offset] = match;
    const parts: Partial<Record<Field, string>> = { year, month, day, hour, minute, second };
    return instantOfParts(offset === undefined ? parts : { ...parts, offset }, local);
  };
}
