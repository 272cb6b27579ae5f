import { expect } from 'vitest';
import { checkColumns } from '../../../scripts/import/mapping/columns.ts';
import type { Tables } from '../../../scripts/import/mapping/functions.ts';
import { parseMapping } from '../../../scripts/import/mapping/mapping.ts';
import { createRowMapper, withoutNulls } from '../../../scripts/import/mapping/row-mapper.ts';
import { tenantKeys } from '../../../src/privacy/sealing/keys.ts';
import { parseRecord } from '../../../src/records/parse.ts';
import { VERSION } from './map-row.ts';

const context = {
  tenant: { countryCode: '1', calendars: new Map(), attributes: [] },
  now: Date.parse('2028-01-01T00:00:00Z') / 1000,
  keys: tenantKeys('a secret of more than thirty-two characters', 'layouts'),
};

/** The records of a row as a reader gives it, each of which the server's own check accepts. */
export async function importRow(json: unknown, row: Record<string, string>) {
  const filled = Object.entries(row).filter(([, cell]) => cell !== '');
  const { compiled } = await mapperOf(json);
  checkColumns(compiled, Object.keys(row));
  return importCells(json, Object.fromEntries(filled));
}

/** The same of an object, or of `rows` of a group. */
export async function importCells(json: unknown, cells: object, tables: Tables = {}) {
  const mapper = await mapperOf(json, tables);
  const row = { cells: withoutNulls(cells) as object, number: 1 };
  const skipped = 'rows' in cells ? undefined : await mapper.skips(row);
  const result = skipped ?? (await mapper.map(row));
  if (result.kind !== 'records') return result;
  return result.records.map(({ record: { updated_at, ...record } }) => {
    const parsed = parseRecord({ ...record, updated_at }, context);
    expect(parsed.ok ? [] : parsed.errors).toEqual([]);
    return record;
  });
}

/** The last record of a type that an object makes. */
export async function made(mapping: unknown, cells: object, type = 'interaction') {
  const records = await importCells(mapping, cells);
  return Array.isArray(records) ? records.filter((record) => record.type === type).at(-1) : records;
}

function mapperOf(json: unknown, tables: Tables = {}) {
  return createRowMapper(parseMapping(json), { updatedAt: VERSION, file: 'calls.csv', tables });
}
