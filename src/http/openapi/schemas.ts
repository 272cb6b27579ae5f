import * as z from 'zod';

/** A JSON object of the description. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a schema is described as callers send it or as they receive it. */
type Direction = 'input' | 'output';

const REFERENCE = '#/components/schemas/';

/** Gathers the named schemas of a description, each described once and referred to wherever it stands. */
export class NamedSchemas {
  readonly #direction: Direction;
  readonly #names = new Map<z.ZodType, string>();

  constructor(direction: Direction, known: Readonly<Record<string, z.ZodType>> = {}) {
    this.#direction = direction;
    for (const [name, schema] of Object.entries(known)) this.#names.set(schema, name);
  }

  /** A reference to `schema`, which is called `name` unless it has a name already. */
  refer(schema: z.ZodType, name: string): JsonObject {
    const known = this.#names.get(schema) ?? name;
    this.#names.set(schema, known);
    return { $ref: `${REFERENCE}${known}` };
  }

  /** The schemas by name. */
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

/** One schema in place. */
export function schemaObject(schema: z.ZodType, direction: Direction): z.core.JSONSchema.BaseSchema {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, {
    io: direction,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => tidy(jsonSchema, direction),
  });
  return described;
}

/**
 * Answers may gain fields; the largest integers bound nothing; a format says more than its pattern; a keyword
 * of our own begins with `x-`.
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
