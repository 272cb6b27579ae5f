import {
  type CompiledField,
  type CompiledMapping,
  type CompiledRecord,
  compileMapping,
  type Placed,
} from './compile.ts';
import { fieldValue, type Json } from './field-value.ts';
import { mappingFunctions, type Tables } from './functions.ts';
import type { Mapping } from './mapping.ts';
import { RowError } from './row-error.ts';
import { Slugs } from './slugs.ts';

/** A record as it is sent. */
export interface OutgoingRecord {
  type: string;
  id?: string;
  [field: string]: Json;
}

/** A record of a row. `optional` are fields that are left out if the server refuses them. */
export interface MappedRecord {
  record: OutgoingRecord;
  once: boolean;
  optional: string[];
}

/** The result of a row: its records (possibly none), the rule that skips it, or why it is rejected. */
export type RowResult =
  | { kind: 'records'; records: MappedRecord[]; leftOut: string[] }
  | { kind: 'skipped'; rule: string }
  | { kind: 'rejected'; path: string; reason: string };

/** A row, or a group of rows in `rows`. Absent cells are missing. */
export interface MapperRow {
  cells: object;
  /** From 1, without the header; of a group, that of its first row. */
  number: number;
  /** Why the row cannot be used unless a rule skips it. */
  problem?: string | undefined;
}

/** Maps rows to records. */
export interface RowMapper {
  compiled: CompiledMapping;
  /** The rule that skips a row, if one does. */
  skips(row: MapperRow): Promise<RowResult | undefined>;
  /** The group of a row, by its id. */
  groupOf(row: MapperRow): Promise<{ key: string } | RowResult>;
  /**
   * The records of a row or group. It is rejected as a whole, so that an evaluation is never sent without its
   * interaction.
   */
  map(row: MapperRow): Promise<RowResult>;
}

interface MapperOptions {
  /** ISO 8601; the version of records for which the mapping has none. */
  updatedAt: string;
  /** The name of the file, for `$file`. */
  file: string;
  tables: Tables;
}

/** Creates the mapper of a mapping. Throws MappingError. Uses no interface of Node, so that it can run anywhere. */
export async function createRowMapper(
  mapping: Mapping,
  { updatedAt, file, tables }: MapperOptions,
): Promise<RowMapper> {
  let place = '';
  const functions = mappingFunctions({ zone: mapping.zone, tables, slugs: new Slugs(), place: () => place });
  const compiled = await compileMapping(mapping, functions);

  /** Evaluates within a row: named values once, when an expression first uses them. */
  function scopeOf({ cells, number }: MapperRow) {
    const values = new Map<string, unknown>([
      ['row', number],
      ['file', file],
    ]);
    return async function evaluate({ path, expression }: Placed): Promise<unknown> {
      if (expression.constant !== undefined) return expression.constant;
      const bindings: Record<string, unknown> = {};
      for (const name of expression.variables) {
        const value = compiled.values.get(name);
        if (value !== undefined && !values.has(name)) values.set(name, await evaluate(value));
        if (values.has(name)) bindings[name] = values.get(name);
      }
      place = path;
      try {
        return await expression.evaluate(cells, bindings);
      } catch (error) {
        throw new RowError(path, error instanceof Error ? error.message : String(error));
      }
    };
  }

  return {
    compiled,
    skips: (row) =>
      guarded(async () => {
        const evaluate = scopeOf(row);
        for (const { rule, ...placed } of compiled.skip) {
          if (isTrue(await evaluate(placed))) return { kind: 'skipped', rule };
        }
        return row.problem === undefined ? undefined : { kind: 'rejected', path: '', reason: row.problem };
      }),
    groupOf: (row) =>
      guarded<{ key: string } | RowResult>(async () => {
        if (compiled.group === undefined) return { key: String(row.number) };
        const key = idOf(await scopeOf(row)(compiled.group), 'group');
        if (key === undefined)
          throw new RowError('group', 'The row belongs to no group: what names it is empty.');
        return { key };
      }),
    map: (row) =>
      guarded(async () => {
        const evaluate = scopeOf(row);
        const records: MappedRecord[] = [];
        const leftOut: string[] = [];
        for (const record of compiled.records) {
          const built = await build(record, evaluate, { zone: compiled.zone, updatedAt, leftOut });
          if (built !== undefined) records.push(built);
        }
        return { kind: 'records', records, leftOut };
      }),
  };
}

async function guarded<Result>(
  action: () => Promise<Result>,
): Promise<Result | (RowResult & { kind: 'rejected' })> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof RowError) return { kind: 'rejected', path: error.path, reason: error.message };
    throw error;
  }
}

interface Building {
  zone: string;
  updatedAt: string;
  leftOut: string[];
}

async function build(
  { type, path, id, when, once, fields }: CompiledRecord,
  evaluate: (placed: Placed) => Promise<unknown>,
  { zone, updatedAt, leftOut }: Building,
): Promise<MappedRecord | undefined> {
  if (when !== undefined && !isTrue(await evaluate(when))) return undefined;
  const record: OutgoingRecord = { type };
  if (id !== undefined) {
    const value = idOf(await evaluate(id), id.path);
    if (value === undefined) {
      if (once) return undefined;
      throw new RowError(`${path}.id`, `The ${type} has no id: a column that makes it is empty.`);
    }
    record.id = value;
  }
  const optional: string[] = [];
  for (const field of fields) {
    const value = await valueOf(field, evaluate, zone, leftOut);
    if (value === undefined) continue;
    put(record, field.field.path.split('.'), value);
    if (field.isOptional) optional.push(field.field.path);
  }
  record.updated_at ??= updatedAt;
  return { record, once, optional };
}

async function valueOf(
  placed: CompiledField,
  evaluate: (placed: Placed) => Promise<unknown>,
  zone: string,
  leftOut: string[],
): Promise<Json | undefined> {
  const { field, path } = placed;
  try {
    const value = await evaluate(placed);
    try {
      return fieldValue(value, field, zone);
    } catch (error) {
      throw new RowError(path, error instanceof Error ? error.message : String(error));
    }
  } catch (error) {
    if (!placed.isOptional || !(error instanceof RowError)) throw error;
    leftOut.push(field.path);
    return undefined;
  }
}

function idOf(value: unknown, path: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'object') throw new RowError(path, 'An id is a single text or number.');
  return String(value);
}

/** As JSONata has it: an absent value, an empty text, zero and an empty list are not true. */
function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isTrue) : Boolean(value);
}

function put(target: { [field: string]: Json }, [head = '', ...rest]: string[], value: Json): void {
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const inner = target[head];
  const object = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  target[head] = object;
  put(object, rest, value);
}
