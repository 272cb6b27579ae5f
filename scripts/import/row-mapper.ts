import { holds, type Scope } from './condition.ts';
import { evaluate } from './evaluate.ts';
import { isOnce, type Mapping, type RecordMapping } from './mapping.ts';
import { isInstant, isoInstant, RowError, type Scalar, textOf, type Value } from './value.ts';

type Json = Scalar | { [field: string]: Json };

/** A record as it is sent. */
export interface OutgoingRecord {
  type: string;
  id?: string;
  [field: string]: Json;
}

/** The result of a row: its records (possibly none), the rule that skips it, or why it is rejected. */
export type RowResult =
  | { kind: 'records'; records: OutgoingRecord[] }
  | { kind: 'skipped'; rule: string }
  | { kind: 'rejected'; path: string; reason: string };

/** A row of the file: its cells by column. */
export type Row = Readonly<Record<string, string>>;

/**
 * Creates the function that maps rows to records. It remembers which `once` records it has made, so that the same rows
 * in the same order give the same records. Timestamps without an offset are local time of the mapping's zone;
 * `updatedAt` (ISO 8601) is the version of records for which the mapping has none.
 * A row is rejected as a whole, so that an evaluation is never sent without its interaction.
 */
export function createRowMapper(mapping: Mapping, updatedAt: string): (row: Row) => RowResult {
  const made = new Set<string>();
  return (row) => {
    const scope = scopeOf(row, mapping);
    try {
      for (const rule of mapping.skip) if (holds(rule.if, scope)) return { kind: 'skipped', rule: rule.rule };
      const records: OutgoingRecord[] = [];
      const firsts = new Set<string>();
      for (const [index, record] of mapping.records.entries()) {
        const built = build(record, scope, mapping.zone, `records.${index}`, updatedAt);
        if (built === undefined) continue;
        const key = `${built.type} ${built.id ?? ''}`;
        if (isOnce(record) && (made.has(key) || firsts.has(key))) continue;
        if (isOnce(record)) firsts.add(key);
        records.push(built);
      }
      for (const key of firsts) made.add(key);
      return { kind: 'records', records };
    } catch (error) {
      if (error instanceof RowError) return { kind: 'rejected', path: error.path, reason: error.message };
      throw error;
    }
  };
}

function scopeOf(row: Row, mapping: Mapping): Scope {
  const values = new Map<string, Value>();
  const scope: Scope = {
    column: (name) => (Object.hasOwn(row, name) ? row[name]?.trim() || undefined : undefined),
    value: (name) => {
      const expression = mapping.values[name];
      if (expression === undefined) return undefined;
      if (!values.has(name)) values.set(name, evaluate(expression, scope, mapping.zone, `values.${name}`));
      return values.get(name);
    },
  };
  return scope;
}

function build(
  mapping: RecordMapping,
  scope: Scope,
  zone: string,
  path: string,
  updatedAt: string,
): OutgoingRecord | undefined {
  if (mapping.when !== undefined && !holds(mapping.when, scope)) return undefined;
  const record: OutgoingRecord = { type: mapping.type };
  if (mapping.id !== undefined) {
    const id = evaluate(mapping.id, scope, zone, `${path}.id`);
    if (id === undefined || id === null) {
      if (isOnce(mapping)) return undefined;
      throw new RowError(`${path}.id`, `The ${mapping.type} has no id: a column that makes it is empty.`);
    }
    record.id = textOf(id);
  }
  for (const [field, expression] of Object.entries(mapping.fields)) {
    const value = evaluate(expression, scope, zone, `${path}.fields.${field}`);
    if (value !== undefined) put(record, field.split('.'), isInstant(value) ? isoInstant(value) : value);
  }
  record.updated_at ??= updatedAt;
  return record;
}

function put(target: { [field: string]: Json }, [head = '', ...rest]: string[], value: Json): void {
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const inner = target[head];
  const object = typeof inner === 'object' && inner !== null ? inner : {};
  target[head] = object;
  put(object, rest, value);
}
