import * as z from 'zod';

/** A JSON object in the API description. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a schema describes what callers send or what they receive. */
type Direction = 'input' | 'output';

const REFERENCE = '#/components/schemas/';

/** Collects named schemas, each described once and referenced wherever it is used. */
export class NamedSchemas {
  readonly #direction: Direction;
  readonly #names = new Map<z.ZodType, string>();

  constructor(direction: Direction, known: Readonly<Record<string, z.ZodType>> = {}) {
    this.#direction = direction;
    for (const [name, schema] of Object.entries(known)) this.#names.set(schema, name);
  }

  /** A reference to `schema`, named `name` unless it already has a name. */
  refer(schema: z.ZodType, name: string): JsonObject {
    const known = this.#names.get(schema) ?? name;
    this.#names.set(schema, known);
    return { $ref: `${REFERENCE}${known}` };
  }

  /** All collected schemas by name. */
  describe(): Record<string, JsonObject> {
    const registry = z.registry<{ id: string }>();
    for (const [schema, id] of this.#names) registry.add(schema, { id });
    const { schemas } = z.toJSONSchema(registry, {
      io: this.#direction,
      unrepresentable: 'any',
      uri: (id) => `${REFERENCE}${id}`,
      override: ({ jsonSchema }) => tidy(jsonSchema, this.#direction),
    });
    return Object.fromEntries(
      Object.entries(schemas).map(([name, { $schema: _dialect, $id: _address, ...schema }]) => [
        name,
        schema,
      ]),
    );
  }
}

/** Describes a schema inline. */
export function schemaObject(schema: z.ZodType, direction: Direction): z.core.JSONSchema.BaseSchema {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, {
    io: direction,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => tidy(jsonSchema, direction),
  });
  return described;
}

/**
 * Adapts zod's output: responses may gain fields, the largest safe integers are no bounds, a date format replaces its
 * pattern, and our own keyword is prefixed with `x-`.
 */
function tidy(schema: z.core.JSONSchema.BaseSchema, direction: Direction): void {
  if (direction === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.format === 'date' || schema.format === 'date-time') delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if ('measure' in schema) {
    schema['x-measure'] = schema.measure;
    delete schema.measure;
  }
}
