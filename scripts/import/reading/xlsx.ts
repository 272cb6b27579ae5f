import { readSheet } from 'read-excel-file/node';
import type { FileOptions } from '../mapping/mapping.ts';
import { rawText, UnreadableFile } from './row.ts';
import type { TableRow } from './table.ts';

const SECONDS_PER_DAY = 86_400;
/** Serial number 0. A cell that is only a time of day, or a duration, is a date of that day or soon after it. */
const SPREADSHEET_EPOCH = Date.UTC(1899, 11, 30) / 1000;
const FIRST_DATE = Date.UTC(1905, 0, 1) / 1000;

/**
 * The rows of one sheet of a workbook, the first if none is named. The whole sheet is in memory. Dates become ISO text
 * without an offset, times of day and durations `h:mm:ss`. Throws UnreadableFile.
 */
export async function* xlsxRows(
  path: string,
  content: Buffer,
  { sheet = 1 }: FileOptions,
): AsyncGenerator<TableRow> {
  let rows: unknown[][];
  try {
    rows = (await readSheet(content, sheet)) as unknown[][];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableFile(`${path} cannot be read as an .xlsx file: ${reason}`);
  }
  for (const [index, cells] of rows.entries()) {
    const record = cells.map(plainCell);
    yield { line: index + 1, bytes: 0, raw: rawText(record.map((cell) => cell ?? '').join('\t')), record };
  }
}

function plainCell(cell: unknown): string | number | boolean | null {
  if (cell instanceof Date) return dateText(Math.round(cell.getTime() / 1000));
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null;
}

function dateText(seconds: number): string {
  const clock = (value: number) => String(value).padStart(2, '0');
  if (seconds < FIRST_DATE) {
    const span = seconds - SPREADSHEET_EPOCH;
    return `${Math.floor(span / 3600)}:${clock(Math.floor(span / 60) % 60)}:${clock(span % 60)}`;
  }
  const text = new Date(seconds * 1000).toISOString();
  return seconds % SECONDS_PER_DAY === 0 ? text.slice(0, 10) : text.slice(0, 19);
}
