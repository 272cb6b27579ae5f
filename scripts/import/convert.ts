import { compileDateFormat, type DateReader } from './date-format.ts';
import type { Expression } from './expression.ts';
import type { Scalar } from './value.ts';

const SECONDS_PER = { seconds: 1, minutes: 60, hours: 3600 } as const;
const readers = new Map<string, DateReader>();

function readerOf(format: string): DateReader {
  const known = readers.get(format);
  if (known !== undefined) return known;
  const reader = compileDateFormat(format);
  readers.set(format, reader);
  return reader;
}

type Conversion = Pick<Expression, 'as' | 'format' | 'unit' | 'decimal'>;

/**
 * Converts text as `as` says. Durations become whole seconds (rounded half away from zero), instants an object with
 * epoch seconds. A timestamp without an offset is local time of `zone`. Throws an Error that says what was expected.
 */
export function convert(text: string, how: Conversion, zone: string): Scalar | { epochSeconds: number } {
  switch (how.as ?? 'text') {
    case 'text':
      return text;
    case 'slug':
      return joined(text, '-');
    case 'token':
      return joined(text, '_');
    case 'boolean':
      return readBoolean(text);
    case 'number':
      return readNumber(text, how);
    case 'integer': {
      const number = readNumber(text, how);
      if (!Number.isSafeInteger(number)) throw new Error(`"${text}" is not a whole number.`);
      return number;
    }
    case 'duration':
      return readDuration(text, how);
    case 'instant':
      return { epochSeconds: readInstant(text, how, zone) };
  }
}

function joined(text: string, separator: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  if (words === null) {
    throw new Error(
      `"${text}" has no letter a–z or digit to make an id from. Map it with a lookup, or keep it as text.`,
    );
  }
  return words.join(separator);
}

function readBoolean(text: string): boolean {
  const lower = text.toLowerCase();
  if (['true', 'yes', 'y', '1'].includes(lower)) return true;
  if (['false', 'no', 'n', '0'].includes(lower)) return false;
  throw new Error(`"${text}" is neither true (true, yes, y, 1) nor false (false, no, n, 0).`);
}

function readNumber(text: string, { decimal = '.' }: Conversion): number {
  const plain = decimal === ',' ? text.replace(',', '.') : text;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) || (decimal === ',' && text.includes('.'))) {
    throw new Error(
      `"${text}" is not a number with "${decimal}" before its decimals and no other separators.`,
    );
  }
  return Number(plain);
}

function readDuration(text: string, how: Conversion): number {
  const { unit = 'seconds' } = how;
  if (unit !== 'hh:mm:ss') return wholeSeconds(readNumber(text, how) * SECONDS_PER[unit]);
  const match = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(text);
  const [hours, minutes, seconds] = [Number(match?.[1] ?? 0), Number(match?.[2]), Number(match?.[3])];
  if (match === null || minutes > 59 || seconds >= 60) {
    throw new Error(`"${text}" is not a duration; accepted: hh:mm:ss, mm:ss.`);
  }
  return wholeSeconds(hours * 3600 + minutes * 60 + seconds);
}

function wholeSeconds(seconds: number): number {
  return Math.sign(seconds) * Math.round(Math.abs(seconds)) || 0;
}

function readInstant(text: string, { format = 'iso' }: Conversion, zone: string): number {
  const formats = typeof format === 'string' ? [format] : format;
  for (const candidate of formats) {
    const seconds = readerOf(candidate)(text, zone);
    if (seconds !== undefined) return seconds;
  }
  throw new Error(`"${text}" is not a date in the format ${formats.join(' or ')}, or does not exist.`);
}
