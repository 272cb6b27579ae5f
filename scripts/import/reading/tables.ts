import { resolve } from 'node:path';
import type { Tables } from '../mapping/functions.ts';
import { type Mapping, MappingError } from '../mapping/mapping.ts';
import { readRows } from './read-rows.ts';

/** Tables are in memory. */
const MOST_ROWS = 200_000;

/** The paths of the second files of a mapping, which are relative to `folder`. */
export function tablePaths(mapping: Mapping, folder: string): string[] {
  return Object.values(mapping.tables).map(({ path }) => resolve(folder, path));
}

/**
 * Reads the second files of a mapping. If a key occurs twice, its first row counts. Throws MappingError if a file has
 * no such key or too many rows, and what reading a file throws.
 */
export async function readTables(mapping: Mapping, folder: string): Promise<Tables> {
  const tables: Record<string, Map<string, object>> = {};
  for (const [name, { path, key, file }] of Object.entries(mapping.tables)) {
    const rows = new Map<string, object>();
    const checkKey = (columns: string[]) => {
      if (columns.includes(key)) return;
      throw new MappingError([
        `tables.${name}.key: the file has no column "${key}"; it has ${columns.join(', ')}`,
      ]);
    };
    for await (const { cells, problem } of readRows(resolve(folder, path), file, checkKey)) {
      const value = problem === undefined ? cells[key] : undefined;
      if (value === undefined || value === null || rows.has(String(value))) continue;
      rows.set(String(value), cells);
      if (rows.size > MOST_ROWS) {
        throw new MappingError([
          `tables.${name}: ${path} has more than ${MOST_ROWS} rows; a table is kept in memory`,
        ]);
      }
    }
    tables[name] = rows;
  }
  return tables;
}
