import { readSheet, SheetNotFoundError } from 'read-excel-file/node';
import * as z from 'zod';
import type { FileOptions } from '../mapping/mapping.ts';
import { type FileRow, rawText, UnreadableFile } from './row.ts';
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
    if (error instanceof SheetNotFoundError) {
      const names = numbered(namesIn(error)).join(', ');
      throw new UnreadableFile(`${path} has no sheet ${JSON.stringify(sheet)}; file.sheet can be ${names}.`);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableFile(`${path} cannot be read as an .xlsx file: ${reason}`);
  }
  for (const [index, cells] of rows.entries()) {
    const record = cells.map(plainCell);
    yield { line: index + 1, bytes: 0, raw: rawText(record.map((cell) => cell ?? '').join('\t')), record };
  }
}

/**
 * The rows of a sheet. An error before the first of them, such as for missing columns, also names the other sheets of the
 * workbook and how one is chosen.
 */
export async function* namingSheets(
  rows: AsyncIterable<FileRow>,
  content: Buffer,
  { sheet = 1 }: FileOptions,
): AsyncGenerator<FileRow> {
  let isBegun = false;
  try {
    for await (const row of rows) {
      isBegun = true;
      yield row;
    }
  } catch (error) {
    const names = isBegun ? [] : await sheetNames(content);
    const place = typeof sheet === 'number' ? sheet - 1 : names.indexOf(sheet);
    if (error instanceof Error && names[place] !== undefined && names.length > 1) {
      const others = numbered(names).filter((_, index) => index !== place);
      error.message += `\nSheet ${numbered(names)[place]} of the workbook was read; it also has ${others.join(', ')}. Choose one with file.sheet in the mapping, by name or number.`;
    }
    throw error;
  }
}

const numbered = (names: string[]) => names.map((name, index) => `${index + 1} "${name}"`);

const notFound = z.object({ sheets: z.array(z.string()) });

/** The names of the sheets, which the types of the library do not mention. */
const namesIn = (error: SheetNotFoundError) => notFound.parse(error).sheets;

/** The names of the sheets of a workbook, without reading any; none if it cannot be read. */
async function sheetNames(content: Buffer): Promise<string[]> {
  try {
    await readSheet(content, Number.MAX_SAFE_INTEGER);
  } catch (error) {
    // The library lists the names for a sheet that does not exist, and otherwise only with the content of all sheets.
    if (error instanceof SheetNotFoundError) return namesIn(error);
  }
  return [];
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
