import * as z from 'zod';
import { isAttributeKey } from '../../../src/records/attributes.ts';
import { RECORDS } from '../../../src/records/registry.ts';
import type { RecordType } from '../../../src/records/types.ts';

/**
 * What a field of a record holds. `seconds` is a whole number of seconds, `json` a list or an object, `value` a text, a
 * number, or true or false.
 */
type FieldKind = 'instant' | 'date' | 'whole' | 'seconds' | 'number' | 'flag' | 'text' | 'json' | 'value';

/** A field of a record, as its schema has it. */
export interface RecordField {
  /** With dots for objects: `customer.phone`. */
  path: string;
  kind: FieldKind;
  isRequired: boolean;
  /** The values that a choice accepts. */
  choices?: readonly unknown[];
  /** The fields of each item, if it is a list of objects. */
  items?: ReadonlyMap<string, RecordField>;
}

type Shape = z.core.JSONSchema.BaseSchema;

const ATTRIBUTES = 'attributes';

/** The fields of a record type, except its type, its id and whether it is deleted, from the schema of the server. */
export function recordFields(type: RecordType): Map<string, RecordField> {
  const schema = z.toJSONSchema(RECORDS[type].schema, { io: 'input', unrepresentable: 'any' });
  const own = fieldsIn(schema, '').filter(({ path }) => !['type', 'id', 'deleted'].includes(path));
  return new Map(own.map((field) => [field.path, field]));
}

/** The field at a path, of those that `recordFields` has found; an attribute by its key, `attributes.tier`, too. */
export function fieldAt(fields: ReadonlyMap<string, RecordField>, path: string): RecordField | undefined {
  const [head, key, ...rest] = path.split('.');
  const isAttribute = head === ATTRIBUTES && key !== undefined && rest.length === 0 && isAttributeKey(key);
  if (isAttribute && fields.has(ATTRIBUTES)) return { path, kind: 'value', isRequired: false };
  return fields.get(path);
}

/** Whether records of a type have an id; daily counters are known by their dimension and date. */
export function hasId(type: RecordType): boolean {
  const schema: Shape = z.toJSONSchema(RECORDS[type].schema, { io: 'input', unrepresentable: 'any' });
  return Object.hasOwn(schema.properties ?? {}, 'id');
}

function fieldsIn(schema: Shape, head: string): RecordField[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${head}${name}`;
    const shape = innermost(property as Shape);
    const items = fieldsIn(innermost((shape.items ?? {}) as Shape), '');
    const field: RecordField = {
      path,
      kind: kindOf(shape, name),
      isRequired: head === '' && required.has(name),
      ...(shape.enum === undefined ? {} : { choices: shape.enum }),
      ...(items.length === 0 ? {} : { items: new Map(items.map((item) => [item.path, item])) }),
    };
    return [field, ...(kindOf(shape, name) === 'json' ? fieldsIn(shape, `${path}.`) : [])];
  });
}

/** Without the alternative null. */
function innermost(schema: Shape): Shape {
  const given = (schema.anyOf ?? []).map((each) => each as Shape).filter(({ type }) => type !== 'null');
  return given.length === 1 && given[0] !== undefined ? innermost(given[0]) : schema;
}

function kindOf({ type: types, format }: Shape, name: string): FieldKind {
  const type = [types].flat().find((each) => each !== 'null');
  if (format === 'date-time') return 'instant';
  if (format === 'date') return 'date';
  if (type === 'integer') return name.endsWith('_seconds') ? 'seconds' : 'whole';
  if (type === 'number') return 'number';
  if (type === 'boolean') return 'flag';
  return type === 'object' || type === 'array' ? 'json' : 'text';
}
