import * as z from 'zod';

/** Choices of more values are shown by their first ones. */
const MOST_LISTED = 40;
const FIRST_LISTED = 4;

/** A field of a schema, as shown in the documentation. */
export interface Field {
  /** `data[].name`: dots for objects, brackets for lists. */
  path: string;
  /** The type in words, without null. */
  type: string;
  isNullable: boolean;
  isRequired: boolean;
  /** As JSON; absent if there is none. */
  default?: string;
  description: string;
}

/** Whether a schema is described as callers send it or as they receive it. */
export type Direction = 'input' | 'output';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * Every field of a schema, of the first one if it has alternatives. Fields of nested objects and lists follow the field
 * that contains them.
 */
export function fieldsOf(schema: z.ZodType, direction: Direction): Field[] {
  const json = z.toJSONSchema(schema, { io: direction, unrepresentable: 'any' }) as JsonSchema;
  return fieldsWithin(alternativesOf(json)[0] ?? json, '');
}

function fieldsWithin(schema: JsonSchema, head: string): Field[] {
  const { shape, brackets } = innermost(schema);
  const required = new Set(shape.required ?? []);
  return Object.entries(shape.properties ?? {}).flatMap(([name, property]) => {
    const field = property as JsonSchema;
    const path = `${head}${brackets}${head || brackets ? '.' : ''}${name}`;
    return [fieldOf(field, path, required.has(name)), ...fieldsWithin(field, path)];
  });
}

function fieldOf(schema: JsonSchema, path: string, isRequired: boolean): Field {
  return {
    path,
    type: typeOf(schema),
    isNullable: isNullable(schema),
    isRequired,
    ...(schema.default !== undefined && { default: JSON.stringify(schema.default) }),
    description: schema.description ?? '',
  };
}

/** The schema inside lists, nullables and alternatives to text, and a pair of brackets per list. */
function innermost(schema: JsonSchema): { shape: JsonSchema; brackets: string } {
  const [only, ...others] = alternativesOf(schema).filter(
    ({ type }) => type === 'object' || type === 'array',
  );
  if (!only || others.length > 0) return { shape: schema, brackets: '' };
  if (only.type !== 'array') return { shape: only, brackets: '' };
  const { shape, brackets } = innermost(only.items as JsonSchema);
  return { shape, brackets: `[]${brackets}` };
}

/** The alternatives of a schema, without null. */
function alternativesOf(schema: JsonSchema): JsonSchema[] {
  if (schema.anyOf) return schema.anyOf.flatMap((each) => alternativesOf(each as JsonSchema));
  return schema.type === 'null' ? [] : [schema];
}

function isNullable({ type, anyOf }: JsonSchema): boolean {
  if (anyOf) return anyOf.some((each) => isNullable(each as JsonSchema));
  return [type].flat().includes('null');
}

function typeOf(schema: JsonSchema): string {
  return [...new Set(alternativesOf(schema).map(plainType))].join(' or ');
}

function plainType(schema: JsonSchema): string {
  const { title, minimum, maximum } = schema;
  const type = [schema.type].flat().find((each) => each !== 'null');
  if (title) return title;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return choiceOf(schema.enum);
  if (type === 'integer') return `whole number${range(minimum, maximum)}`;
  if (type === 'number') return `number${range(minimum, maximum)}`;
  if (type === 'array') return listType(typeOf(schema.items as JsonSchema));
  if (type === 'string') return textType(schema);
  return type === 'boolean' ? 'true or false' : (type ?? 'anything');
}

/** The values of a choice; of one that has very many, such as the names of metrics, the first. */
function choiceOf(values: readonly unknown[]): string {
  const texts = values.map((value) => JSON.stringify(value));
  if (texts.length <= MOST_LISTED) return texts.join(', ');
  return `${texts.slice(0, FIRST_LISTED).join(', ')}, … (${texts.length} values, all of them in \`/openapi.json\`)`;
}

function listType(items: string): string {
  return items === 'object' ? 'list of objects' : `list of ${items}`;
}

function textType({ format, maxLength, pattern }: JsonSchema): string {
  if (format === 'date-time') return 'instant';
  if (format === 'date') return 'date';
  if (maxLength !== undefined) return `text ≤ ${maxLength.toLocaleString('en-US')}`;
  return pattern ? `text like ${pattern}` : 'text';
}

/** The largest safe integers mean that there is no bound. */
function range(minimum: number | undefined, maximum: number | undefined): string {
  const isBound = (value: number | undefined): value is number =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  const shown = (value: number): string => value.toLocaleString('en-US');
  if (isBound(minimum) && isBound(maximum)) return ` ${shown(minimum)}–${shown(maximum)}`;
  if (isBound(minimum)) return ` ≥ ${shown(minimum)}`;
  return isBound(maximum) ? ` ≤ ${shown(maximum)}` : '';
}
