import { buildRecord, idOf, isTrue, type MappedRecord, RowError } from './build-record.ts';
import { type CompiledMapping, compileMapping, ITEM_VARIABLE, type Placed } from './compile.ts';
import { EndlessExpression } from './expression.ts';
import { mappingFunctions, type Tables } from './functions.ts';
import type { Mapping } from './mapping.ts';
import { Slugs } from './slugs.ts';

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
    return async function evaluate({ path, expression }: Placed, item?: unknown): Promise<unknown> {
      if (expression.constant !== undefined) return expression.constant;
      const bindings: Record<string, unknown> = {};
      for (const name of expression.variables) {
        const value = compiled.values.get(name);
        if (value !== undefined && !values.has(name)) values.set(name, await evaluate(value));
        if (values.has(name)) bindings[name] = values.get(name);
      }
      if (item !== undefined) bindings[ITEM_VARIABLE] = item;
      place = path;
      try {
        return await expression.evaluate(cells, bindings);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (error instanceof EndlessExpression) throw new EndlessExpression(`${path}: ${reason}`);
        throw new RowError(path, reason);
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
          const items =
            record.each === undefined ? [undefined] : [(await evaluate(record.each)) ?? []].flat();
          for (const item of items) {
            const within = (placed: Placed) => evaluate(placed, item);
            const built = await buildRecord(record, within, { zone: compiled.zone, updatedAt, leftOut });
            if (built !== undefined) records.push(built);
          }
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

/**
 * A value of a JSON file without the nulls in it: null and a missing field say the same, but JSONata tells them apart.
 */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => each !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutNulls(each)]));
}
