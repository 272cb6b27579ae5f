import type { RecordType } from '../../../src/records/types.ts';
import { compileExpression, type Expression, type ExpressionFunction, isBuiltIn } from './expression.ts';
import { fieldValue } from './field-value.ts';
import { type Mapping, MappingError, type RecordMapping } from './mapping.ts';
import { fieldAt, hasId, type RecordField, recordFields } from './record-fields.ts';

/** What expressions can use beside columns and named values. */
const ROW_VARIABLES = ['row', 'file'] as const;

/** What the expressions of a record with `each` can use besides. */
export const ITEM_VARIABLE = 'item';

/** An expression and its place in the mapping. */
export interface Placed {
  path: string;
  expression: Expression;
  /** Left out if it cannot be made, for want of a column too, or the server refuses it. */
  isOptional: boolean;
}

export interface CompiledField extends Placed {
  field: RecordField;
}

export interface CompiledRecord {
  type: RecordType;
  path: string;
  /** A list; the record is made for each of its items. */
  each?: Placed;
  id?: Placed;
  when?: Placed;
  /** Sent once per file, and left out without an id. */
  once: boolean;
  fields: CompiledField[];
}

/** A mapping that is ready for rows. */
export interface CompiledMapping {
  zone: string;
  skip: (Placed & { rule: string })[];
  group?: Placed;
  values: ReadonlyMap<string, Placed>;
  records: CompiledRecord[];
  /** Every expression of the mapping. */
  all: Placed[];
}

const FACTS = [
  'interaction',
  'evaluation',
  'quality_review',
  'agent_state',
  'shift',
  'article_stats',
  'email_channel_stats',
];

/**
 * Compiles the expressions of a mapping and checks it against the fields of its records and against itself. Throws
 * MappingError with all problems.
 */
export async function compileMapping(
  mapping: Mapping,
  functions: Record<string, ExpressionFunction>,
): Promise<CompiledMapping> {
  const compiler = new Compiler(functions, mapping);
  const isGroup = mapping.group !== undefined;
  const compiled: CompiledMapping = {
    zone: mapping.zone,
    skip: mapping.skip.flatMap((rule, index) =>
      compiler.place(`skip.${index}.if`, rule.if).map((placed) => ({ ...placed, rule: rule.rule })),
    ),
    ...(mapping.group === undefined ? {} : only('group', compiler.place('group', mapping.group))),
    values: new Map(
      Object.entries(mapping.values).flatMap(([name, source]) =>
        compiler.place(`values.${name}`, source, isGroup).map((placed) => [name, placed] as const),
      ),
    ),
    records: mapping.records.map((record, index) => compiler.record(record, `records.${index}`, isGroup)),
    all: compiler.all,
  };
  await compiler.finish();
  return compiled;
}

class Compiler {
  readonly all: Placed[] = [];
  readonly #problems: string[] = [];
  readonly #functions: Record<string, ExpressionFunction>;
  readonly #mapping: Mapping;

  constructor(functions: Record<string, ExpressionFunction>, mapping: Mapping) {
    this.#functions = functions;
    this.#mapping = mapping;
  }

  /** The compiled expression, or none if it has a problem. */
  place(path: string, source: string, isGroup = false, isOptional = false): Placed[] {
    try {
      const expression = compileExpression(source, this.#functions, isGroup);
      const placed = { path, expression, isOptional };
      this.all.push(placed);
      return [placed];
    } catch (error) {
      this.#problem(path, error instanceof Error ? error.message : String(error));
      return [];
    }
  }

  record(record: RecordMapping, path: string, isGroup: boolean): CompiledRecord {
    const { type, each, id, when } = record;
    const known = recordFields(type);
    if (hasId(type) !== (id !== undefined)) {
      const [message, counted] = ['is required for', 'is not accepted: other fields identify'];
      this.#problem(`${path}.id`, `${hasId(type) ? message : counted} ${article(type)}`);
    }
    const accepted = [...known.keys()].join(', ');
    for (const { path: name, isRequired } of known.values()) {
      if (isRequired && !Object.hasOwn(record.fields, name)) {
        this.#problem(`${path}.fields`, `${article(type)} requires ${name}; its fields are ${accepted}`);
      }
    }
    return {
      type,
      path,
      ...(each === undefined ? {} : only('each', this.place(`${path}.each`, each, isGroup))),
      ...(id === undefined ? {} : only('id', this.place(`${path}.id`, id, isGroup))),
      ...(when === undefined ? {} : only('when', this.place(`${path}.when`, when, isGroup))),
      once: record.once ?? !FACTS.includes(type),
      fields: Object.entries(record.fields).flatMap(([name, given]) => {
        const at = `${path}.fields.${name}`;
        const field = fieldAt(known, name);
        if (field === undefined) {
          const message = ['type', 'id'].includes(name)
            ? 'stands beside "fields", not in it'
            : `is no field of ${article(type)}; accepted are ${accepted}`;
          this.#problem(at, message);
          return [];
        }
        return this.#field(at, field, given, isGroup);
      }),
    };
  }

  /** Checks the variables of all expressions. Throws MappingError. */
  async finish(): Promise<void> {
    const values = Object.keys(this.#mapping.values);
    for (const { path, expression } of this.all) {
      const own = path.startsWith('values.') ? values.indexOf(path.slice('values.'.length)) : values.length;
      const before = path === 'group' || path.startsWith('skip.') ? [] : values.slice(0, own);
      const usable = this.#mapping.group === undefined && path.startsWith('skip.') ? values : before;
      for (const name of expression.variables) await this.#variable(path, name, usable);
    }
    if (this.#problems.length > 0) throw new MappingError(this.#problems);
  }

  async #variable(path: string, name: string, values: string[]): Promise<void> {
    const own: readonly string[] = ROW_VARIABLES;
    if (['', '$'].includes(name) || own.includes(name) || values.includes(name)) return;
    if (name === ITEM_VARIABLE && this.#hasItem(path)) return;
    if (Object.hasOwn(this.#functions, name) || (await isBuiltIn(name))) return;
    const known = [...values, ...own].map((each) => `$${each}`).join(', ');
    this.#problem(path, `$${name} is no function and no value that can be used here; there are ${known}`);
  }

  #hasItem(path: string): boolean {
    const [, index, part] = /^records\.(\d+)\.(\w+)/.exec(path) ?? [];
    return part !== 'each' && this.#mapping.records[Number(index)]?.each !== undefined;
  }

  #field(
    path: string,
    field: RecordField,
    given: string | { try: string },
    isGroup: boolean,
  ): CompiledField[] {
    const isOptional = typeof given !== 'string';
    if (isOptional && field.isRequired) this.#problem(path, 'is required: it cannot be left out by try');
    return this.place(path, isOptional ? given.try : given, isGroup, isOptional).map((placed) => {
      try {
        fieldValue(placed.expression.constant, field, this.#mapping.zone);
      } catch (error) {
        this.#problem(path, error instanceof Error ? error.message : String(error));
      }
      return { ...placed, field };
    });
  }

  #problem(path: string, message: string): void {
    this.#problems.push(`${path}: ${message}`);
  }
}

const article = (type: string) => `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;

function only<Key extends string>(key: Key, [placed]: Placed[]): { [name in Key]?: Placed } {
  return placed === undefined ? {} : ({ [key]: placed } as { [name in Key]?: Placed });
}
