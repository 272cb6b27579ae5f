import { instantOf } from '../../src/time/zones.ts';

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

const TOKENS: Record<string, { pattern: string; field?: Field }> = {
  yyyy: { pattern: '\\d{4}', field: 'year' },
  yy: { pattern: '\\d{2}', field: 'shortYear' },
  MMM: { pattern: MONTHS.join('|'), field: 'monthName' },
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
  X: { pattern: 'Z|[+-]\\d{2}(?::?\\d{2})?', field: 'offset' },
};

const PRESETS: Record<string, DateReader> = {
  iso: isoReader(),
  epoch_seconds: (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : undefined),
  epoch_milliseconds: (text) => (/^-?\d+$/.test(text) ? Math.floor(Number(text) / 1000) : undefined),
};

/**
 * Compiles a date format. Tokens: yyyy yy (69–99 are 19xx) MMM (English) MM M dd d HH H hh h mm m ss s S (any fraction,
 * truncated) a (AM/PM) X (Z or an offset); other letters go between single quotes. Also `iso`, `epoch_seconds`,
 * `epoch_milliseconds`.
 * Text without an offset is local time of the zone; missing parts of the time are 0. Throws an Error that says what a
 * format may contain.
 */
export function compileDateFormat(format: string): DateReader {
  const preset = Object.hasOwn(PRESETS, format) ? PRESETS[format] : undefined;
  if (preset !== undefined) return preset;
  const fields: Field[] = [];
  let pattern = '';
  for (const [piece, quoted] of format.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z]/g)) {
    const token = TOKENS[piece] ?? (/^S+$/.test(piece) ? TOKENS.S : undefined);
    if (quoted === undefined && token !== undefined) {
      pattern += token.field === undefined ? token.pattern : `(${token.pattern})`;
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

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function instantOfParts(parts: Partial<Record<Field, string>>, zone: string): number | undefined {
  const month =
    parts.monthName === undefined ? Number(parts.month) : MONTHS.indexOf(parts.monthName.toLowerCase()) + 1;
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

function offsetOf(text: string): number {
  if (text.toUpperCase() === 'Z') return 0;
  const seconds = Number(text.slice(1, 3)) * 3600 + Number(text.slice(3).replace(':', '') || 0) * 60;
  return text.startsWith('-') ? -seconds : seconds;
}

function isoReader(): DateReader {
  const shape =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
  return (text, zone) => {
    const match = shape.exec(text);
    if (match === null) return undefined;
    const [, year = '', month = '', day = '', hour, minute, second, offset] = match;
    const parts: Partial<Record<Field, string>> = {
      year,
      month,
      day,
      hour: hour ?? '0',
      minute: minute ?? '0',
      second: second ?? '0',
    };
    return instantOfParts(offset === undefined ? parts : { ...parts, offset }, zone);
  };
}
