import type { Tables } from '../../../scripts/import/mapping/functions.ts';
import { type Mapping, MappingError, parseMapping } from '../../../scripts/import/mapping/mapping.ts';
import {
  createRowMapper,
  type MapperRow,
  type RowMapper,
} from '../../../scripts/import/mapping/row-mapper.ts';

export const VERSION = '2026-01-02T03:04:05Z';

/** A mapper of a mapping that is complete but for what `json` says. */
export function mapperOf(json: object, tables: Tables = {}): Promise<RowMapper> {
  const mapping: Mapping = parseMapping({ name: 'Test', ...json });
  return createRowMapper(mapping, { updatedAt: VERSION, file: 'calls.csv', tables });
}

/** Rows as readers give them. */
export function rowOf(cells: object, number = 1): MapperRow {
  return { cells, number };
}

/** The required fields of an interaction. */
export const CALL = { kind: "'call'", status: "'completed'", started_at: '0' };

/** What a field of an interaction comes to, or why the row is rejected. */
export async function field(
  name: string,
  expression: unknown,
  cells: object,
  rest: object = {},
  tables: Tables = {},
): Promise<unknown> {
  const records = [{ type: 'interaction', id: "'x'", fields: { ...CALL, [name]: expression } }];
  const mapper = await mapperOf({ zone: 'Europe/Berlin', ...rest, records }, tables);
  const result = await mapper.map(rowOf(cells, 7));
  if (result.kind === 'rejected') return { path: result.path, reason: result.reason };
  if (result.kind === 'skipped') return result;
  const [head = '', tail] = name.split('.');
  const value = result.records[0]?.record[head];
  return tail === undefined ? value : (Object(value) as Record<string, unknown>)[tail];
}

/** The problems of a mapping. */
export async function problemsOf(action: () => unknown): Promise<string[]> {
  try {
    await action();
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
  return [];
}
