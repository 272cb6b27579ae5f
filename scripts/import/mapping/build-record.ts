import type { CompiledField, CompiledRecord, Placed } from './compile.ts';
import { fieldValue, type Json } from './field-value.ts';

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

/** A row that cannot be mapped to records; `path` points into the mapping. */
export class RowError extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** What records of one row are made with. `leftOut` collects the optional fields that could not be made. */
export interface Building {
  zone: string;
  updatedAt: string;
  leftOut: string[];
}

/**
 * The record that a mapping makes of a row; undefined if its condition is not true or it has no id and needs none. Throws
 * RowError.
 */
export async function buildRecord(
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
    const value = await fieldOf(field, evaluate, zone, leftOut);
    if (value === undefined) continue;
    put(record, field.field.path.split('.'), value);
    if (field.isOptional) optional.push(field.field.path);
  }
  record.updated_at ??= updatedAt;
  return { record, once, optional };
}

async function fieldOf(
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

/** An id as text; undefined if it is absent. Throws RowError if it is a list or an object. */
export function idOf(value: unknown, path: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'object') throw new RowError(path, 'An id is a single text or number.');
  return String(value);
}

/** Whether a condition is true, as JSONata has it: an absent value, an empty text, zero and an empty list are not true. */
export function isTrue(value: unknown): boolean {
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
