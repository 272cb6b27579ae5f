import { offsetAt } from '../../../src/time/zones.ts';
import { compileDateFormat } from './date-format.ts';
import { wholeSeconds } from './durations.ts';
import { readFlag, readNumber, readWhole } from './numbers.ts';
import type { RecordField } from './record-fields.ts';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

const readIso = compileDateFormat('iso');

/**
 * What an expression says, as a field of a record, or as a list of objects with such fields: an instant from seconds since 1970 or ISO 8601 text (local time of
 * `zone` without an offset), a number or a yes from text, text from a number; a value as it is. Undefined if it is absent. Throws an
 * Error that says what the field accepts.
 */
export function fieldValue(given: unknown, field: RecordField, zone: string): Json | undefined {
  const { kind, choices, items } = field;
  if (given === undefined || given === null) return undefined;
  if (items !== undefined) return listOf([given].flat() as unknown[], items, zone);
  // A copy without what JSONata adds to its lists.
  if (kind === 'json') return JSON.parse(JSON.stringify(given)) as Json;
  const single = Array.isArray(given) && given.length === 1 ? (given[0] as unknown) : given;
  if (typeof single === 'object' || typeof single === 'function') {
    const found = Array.isArray(single)
      ? `${single.length} values; choose one, for example by [0]`
      : 'an object';
    throw new Error(`A single value is needed, not ${found}.`);
  }
  const plain = typeof single === 'string' ? single.trim() : (single as number | boolean);
  if (plain === '') return undefined;
  const value = converted(plain, kind, zone);
  if (choices !== undefined && !choices.includes(value)) {
    throw new Error(`"${String(value)}" is not accepted here; accepted are ${choices.join(', ')}.`);
  }
  return value;
}

/** Each object with its fields; absent ones are left out. Undefined for an empty list. */
function listOf(
  given: readonly unknown[],
  items: ReadonlyMap<string, RecordField>,
  zone: string,
): Json[] | undefined {
  const list = given.map((item, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      throw new Error(`Item ${index} is no object with the fields ${[...items.keys()].join(', ')}.`);
    }
    const fields = Object.entries(item).flatMap(([name, value]): [string, Json][] => {
      const field = items.get(name);
      if (field === undefined) {
        throw new Error(
          `Item ${index}: "${name}" is no field of it; accepted are ${[...items.keys()].join(', ')}.`,
        );
      }
      try {
        const read = fieldValue(value, field, zone);
        return read === undefined ? [] : [[name, read]];
      } catch (error) {
        throw new Error(`Item ${index}, ${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
    return Object.fromEntries(fields);
  });
  return list.length === 0 ? undefined : list;
}

function converted(plain: string | number | boolean, kind: RecordField['kind'], zone: string): Json {
  switch (kind) {
    case 'instant':
      return isoInstant(typeof plain === 'number' ? plain : isoSeconds(plain, zone));
    case 'date':
      return typeof plain === 'number' ? localDate(plain, zone) : String(plain);
    case 'seconds':
      return wholeSeconds(numberOf(plain));
    case 'whole':
      return readWhole(String(plain));
    case 'number':
      return numberOf(plain);
    case 'value':
      return plain;
    case 'flag':
      return typeof plain === 'boolean' ? plain : readFlag(String(plain));
    default:
      return String(plain);
  }
}

function numberOf(plain: string | number | boolean): number {
  return typeof plain === 'number' ? plain : readNumber(String(plain));
}

function isoSeconds(text: string | boolean, zone: string): number {
  const seconds = readIso(String(text), zone);
  if (seconds !== undefined) return seconds;
  throw new Error(`"${text}" is not a date of the format iso; read others with $instant(…, "format").`);
}

function isoInstant(seconds: number): string {
  const date = new Date(Math.floor(seconds) * 1000);
  if (!Number.isNaN(date.getTime()) && date.getUTCFullYear() <= 2100) {
    return date.toISOString().replace('.000Z', 'Z');
  }
  throw new Error(`${seconds} is not a time in seconds since 1970.`);
}

function localDate(seconds: number, zone: string): string {
  return isoInstant(seconds + offsetAt(zone, seconds)).slice(0, 10);
}
