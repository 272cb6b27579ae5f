import { agentStates } from './agent-states.ts';
import { compileDateFormat, type DateReader } from './date-format.ts';
import { readSeconds } from './durations.ts';
import type { ExpressionFunction } from './expression.ts';
import { readNumber } from './numbers.ts';
import { joinedWords, type Slugs } from './slugs.ts';

/** Rows of the second files of a mapping, by the name of the file and the key of the row. */
export type Tables = Readonly<Record<string, ReadonlyMap<string, object>>>;

/** What the functions know beside their arguments. */
export interface Surroundings {
  /** IANA zone of timestamps without an offset. */
  zone: string;
  tables: Tables;
  slugs: Slugs;
  /** The expression that is being evaluated, as a path into the mapping. */
  place(): string;
}

/**
 * The functions that mappings have beside those of JSONata. An absent first argument makes an absent result. They throw
 * an Error that says what was expected.
 */
export function mappingFunctions(around: Surroundings): Record<string, ExpressionFunction> {
  const readers = new Map<string, DateReader>();
  const readerOf = (format: string) => {
    const known = readers.get(format) ?? compileDateFormat(format);
    readers.set(format, known);
    return known;
  };
  return {
    instant: onText((text, format = 'iso', zone = around.zone) => {
      const formats = [format].flat().map(String);
      for (const candidate of formats) {
        const seconds = readerOf(candidate)(text, String(zone));
        if (seconds !== undefined) return seconds;
      }
      throw new Error(`"${text}" is not a date of the format ${formats.join(' or ')}, or does not exist.`);
    }),
    seconds: onText((text, unit = 's', mark = '.') => readSeconds(text, String(unit), String(mark))),
    decimal: onText((text, mark = '.') => readNumber(text, String(mark))),
    percent: onText((text, mark = '.') => readNumber(text.replace(/\s*%$/, ''), String(mark)) / 100),
    cents: onText((text) => readNumber(text) / 100),
    slug: onText((text) => around.slugs.of(text, around.place())),
    token: onText((text) => joinedWords(text, '_')),
    key: (...parts) => {
      const texts = parts.map(textOf);
      return texts.includes(undefined) ? undefined : texts.join('-');
    },
    translate: (...given) => translated(given),
    states: (events) => agentStates(events),
    table: (name, key) => {
      const table = Object.hasOwn(around.tables, String(name)) ? around.tables[String(name)] : undefined;
      if (table === undefined) throw new Error(`"${String(name)}" is not among the tables of the mapping.`);
      return table.get(textOf(key) ?? '');
    },
  };
}

/** An unknown value is an error, unless there is a third argument: what it becomes, which may be absent. */
function translated([given, table, ...otherwise]: unknown[]): unknown {
  const text = textOf(given);
  if (text === undefined) return undefined;
  if (typeof table !== 'object' || table === null || Array.isArray(table)) {
    throw new Error('$translate needs an object of what each value becomes.');
  }
  if (Object.hasOwn(table, text)) return (table as Record<string, unknown>)[text];
  if (otherwise.length > 0) return otherwise[0];
  throw new Error(`"${text}" is not in the lookup; it knows ${Object.keys(table).join(', ')}.`);
}

function onText(read: (text: string, ...more: unknown[]) => unknown): ExpressionFunction {
  return (given, ...more) => {
    const text = textOf(given);
    return text === undefined ? undefined : read(text, ...more.map((each) => each ?? undefined));
  };
}

/** Trimmed; undefined for what is absent. Throws an Error for lists and objects. */
function textOf(given: unknown): string | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'object' || typeof given === 'function') {
    const found = Array.isArray(given) ? `${given.length} values` : 'an object';
    throw new Error(`A single value is needed here, not ${found}.`);
  }
  // Numbers of JSON can be so small that their text has an exponent, which texts in files may not have.
  if (typeof given === 'number' && /e-/.test(String(given))) return given.toFixed(12);
  return String(given).trim() || undefined;
}
