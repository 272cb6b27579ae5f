import * as z from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const ANYTHING = 'a value that is allowed';
const FORMATS: Readonly<Record<string, string>> = {
  date: 'a date YYYY-MM-DD',
  'date-time': 'an ISO 8601 instant with an offset, such as 2026-03-09T17:05:00Z',
  email: 'an e-mail address',
  uri: 'a URL',
  uuid: 'a UUID',
};

/** Schemas are made once at start, so that there are few of them. */
const phrases = new WeakMap<z.core.$ZodType, string>();

/** What a schema accepts, as a noun phrase for messages: `a whole number from 1 to 5`, `one of day, week`. */
export function acceptedBy(schema: z.core.$ZodType): string {
  const known = phrases.get(schema);
  if (known !== undefined) return known;
  const phrase = phraseOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  phrases.set(schema, phrase);
  return phrase;
}

function phraseOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return oneOf(schema.enum);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return [...new Set(alternatives.map(phraseOf))].join(' or ');
  switch (schema.type) {
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'integer':
      return numberOf('a whole number', schema);
    case 'number':
      return numberOf('a number', schema);
    case 'string':
      return textOf(schema);
    case 'array':
      return arrayOf(schema);
    case 'object':
      return objectOf(schema);
    default:
      return ANYTHING;
  }
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}

/** A message lists values only if a reader would look through them. */
const MOST_LISTED = 36;

function oneOf(values: readonly unknown[]): string {
  if (values.length === 1) return literal(values[0]);
  if (values.length <= MOST_LISTED) return `one of ${values.join(', ')}`;
  return `one of ${values.length} names such as ${values.slice(0, 3).join(', ')}`;
}

function objectOf({ properties = {} }: JsonSchema): string {
  const fields = Object.keys(properties);
  return fields.length > 0 ? `a JSON object; accepted fields: ${fields.join(', ')}` : 'a JSON object';
}

function arrayOf({ items, minItems, maxItems }: JsonSchema): string {
  const array = `an array${sized(minItems, maxItems, ['entry', 'entries'])}`;
  const isPlain = typeof items === 'object' && !Array.isArray(items) && items.type !== 'object';
  return isPlain ? `${array}, each ${phraseOf(items)}` : array;
}

function textOf({ format, pattern, minLength, maxLength }: JsonSchema): string {
  if (format !== undefined) return FORMATS[format] ?? `text in the format ${format}`;
  const text = `text${sized(minLength, maxLength, ['character', 'characters'])}`;
  return pattern === undefined ? text : `${text} that matches ${pattern}`;
}

function numberOf(noun: string, { minimum, maximum, multipleOf }: JsonSchema): string {
  const step = multipleOf === undefined ? noun : `a multiple of ${multipleOf}`;
  const least = isSet(minimum) ? minimum : undefined;
  const most = isSet(maximum) ? maximum : undefined;
  if (least !== undefined && most !== undefined) return `${step} from ${least} to ${most}`;
  if (least !== undefined) return `${step} of at least ${least}`;
  return most === undefined ? step : `${step} of at most ${most}`;
}

/** Whether someone set a bound: zod's own for whole numbers is not worth telling. */
function isSet(bound: number | undefined): boolean {
  return bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
}

function sized(
  least: number | undefined,
  most: number | undefined,
  [one, several]: readonly [string, string],
): string {
  const unit = (count: number): string => `${count} ${count === 1 ? one : several}`;
  if (least === most && least !== undefined) return ` of ${unit(least)}`;
  if (most !== undefined) return least ? ` of ${least} to ${unit(most)}` : ` of at most ${unit(most)}`;
  return least ? ` of at least ${unit(least)}` : '';
}
