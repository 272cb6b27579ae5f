import type { FileOptions } from '../mapping/mapping.ts';
import { type FileRow, UnreadableFile } from './row.ts';

/** A row of a table before its cells have names. */
export type TableRow = Omit<FileRow, 'cells' | 'number'> & { record: unknown[] };

/**
 * Names the cells of a table by its header, in the line that `header` says (1 if left out; 0: none), or by `columns`
 * in order. What comes before the header is ignored, and so are rows without any value, as spreadsheets leave them at
 * the end. Empty cells are absent. A row with more or fewer cells than the header has a problem, unless `ragged` accepts
 * it or what is too much is empty.
 */
export async function* namedRows(
  path: string,
  rows: AsyncIterable<TableRow>,
  { header = undefined, columns: given, ragged, delimiter }: FileOptions,
  onColumns: (columns: string[]) => void,
): AsyncGenerator<FileRow> {
  const headerLine = header ?? (given === undefined ? 1 : 0);
  let columns = headerLine === 0 ? given : undefined;
  if (columns !== undefined) onColumns(columns);
  let number = 0;
  for await (const { record, ...row } of rows) {
    if (row.line < headerLine || (row.problem === undefined && record.every(isBlank))) continue;
    if (columns === undefined) {
      if (row.problem !== undefined)
        throw new UnreadableFile(`${path}: the header cannot be read. ${row.problem}`);
      columns = given ?? namesOf(record);
      onColumns(columns);
      continue;
    }
    number += 1;
    const problem = row.problem ?? (ragged === 'accept' ? undefined : misfit(record, columns));
    yield { ...row, number, cells: cellsOf(columns, record), ...(problem === undefined ? {} : { problem }) };
  }
  if (columns !== undefined) return;
  const found = headerLine > 1 ? `has no line ${headerLine}` : 'is empty';
  throw new UnreadableFile(
    `${path} ${found}: a header line with the columns is needed (delimiter "${delimiter}").`,
  );
}

/** The names in a header; what follows the last one is no column. */
function namesOf(record: unknown[]): string[] {
  const names = record.map((name) => String(name ?? '').trim());
  const last = names.findLastIndex((name) => name !== '');
  return names.slice(0, last + 1).map((name, index) => name || `column ${index + 1}`);
}

/** Without a prototype, so that a column may be named like a property of objects. */
function cellsOf(columns: string[], record: unknown[]): Record<string, unknown> {
  const cells = Object.create(null) as Record<string, unknown>;
  for (const [index, column] of columns.entries()) {
    const cell = record[index];
    if (!isBlank(cell) && !(column in cells)) cells[column] = typeof cell === 'string' ? cell.trim() : cell;
  }
  return cells;
}

function isBlank(cell: unknown): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');
}

function misfit(record: unknown[], columns: string[]): string | undefined {
  const last = record.findLastIndex((cell) => cell !== '' && cell !== null && cell !== undefined);
  if (record.length >= columns.length && last < columns.length) return undefined;
  return `The row has ${record.length} cells, the header ${columns.length}.`;
}
