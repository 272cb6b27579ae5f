import type { FileOptions } from '../mapping/mapping.ts';
import { delimitedRows } from './delimited.ts';
import { jsonRows, ndjsonRows } from './json.ts';
import { type FileRow, UnreadableFile } from './row.ts';
import { openSource, type Source, wholeSource } from './source.ts';
import { namedRows } from './table.ts';
import { linesOf, textOf } from './text.ts';
import { namingSheets, xlsxRows } from './xlsx.ts';

/**
 * Streams the rows of a file, whatever it is: delimited text, JSON, NDJSON or .xlsx, each also compressed with gzip.
 * `onColumns` gets the columns before the first row, if the file has any. Throws UnreadableFile that says what the file
 * is.
 */
export async function* readRows(
  path: string,
  options: FileOptions,
  onColumns: (columns: string[]) => void,
): AsyncGenerator<FileRow> {
  const source = await openSource(path, options.encoding);
  const position = () => source.bytesRead();
  const isWorkbook = source.kind.kind === 'xlsx';
  const format = options.format ?? (isWorkbook ? 'xlsx' : textFormat(source, options));
  if (isWorkbook !== (format === 'xlsx')) {
    const found = isWorkbook ? 'an .xlsx file' : 'text';
    throw new UnreadableFile(`${path} is ${found}, not ${format} as file.format says.`);
  }
  if (format === 'xlsx') {
    const content = await wholeSource(source);
    const rows = namedRows(path, xlsxRows(path, content, options), options, onColumns);
    yield* namingSheets(rows, content, options);
    return;
  }
  const text = textOf(source, options.encoding);
  if (format === 'json') yield* jsonRows(path, text, options.records, position);
  else if (format === 'ndjson') yield* ndjsonRows(linesOf(text), position);
  else yield* namedRows(path, delimitedRows(path, text, options, position), options, onColumns);
}

function textFormat(
  { kind, head }: Source,
  { encoding, records, columns }: FileOptions,
): 'delimited' | 'json' | 'ndjson' {
  const label = kind.kind === 'utf-16' ? kind.encoding : (encoding ?? 'utf-8');
  const start = new TextDecoder(label).decode(head).trimStart();
  if (records !== undefined) return 'json';
  if (columns !== undefined || !/^[[{]/.test(start)) return 'delimited';
  if (start.startsWith('[')) return /^\[\s*[{\]]/.test(start) ? 'json' : 'delimited';
  return isLineOfJson(start) ? 'ndjson' : 'json';
}

/** Whether the first line is an object of its own, or longer than what is known of it. */
function isLineOfJson(start: string): boolean {
  const [line = '', ...more] = start.split('\n');
  if (more.length === 0) return /^\{\s*"/.test(line);
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
