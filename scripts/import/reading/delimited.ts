import { Readable } from 'node:stream';
import { type CsvError, type Info, parse } from 'csv-parse';
import type { FileOptions } from '../mapping/mapping.ts';
import { rawText } from './row.ts';
import type { TableRow } from './table.ts';

/** A row can fill one request. Without a bound, an unclosed quote would collect the rest of the file. */
const MAX_ROW_CHARACTERS = 4_000_000;
const UNCLOSED =
  'A quote is not closed: what follows it is all in this row. If a file uses no quotes, set file.quote to null.';

interface ParsedRecord {
  info: Info;
  record: string[];
  raw: string;
}

/** A cell that is written so that Excel takes it for text, not for a number: `="007"`. */
const TEXT_FOR_EXCEL = /^="(.*)"$/s;

/** Streams the rows of delimited text, the header included. `position` is how many bytes of the file have been read. */
export async function* delimitedRows(
  path: string,
  text: AsyncIterable<string>,
  { delimiter, quote }: FileOptions,
  position: () => number,
): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter,
    quote: quote ?? false,
    info: true,
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW_CHARACTERS,
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  const unreadable: TableRow[] = [];
  parser.on('skip', (error: CsvError & { lines?: number }, raw: string | undefined) => {
    const { lines = 0 } = error;
    if (error.code === 'CSV_MAX_RECORD_SIZE') {
      parser.destroy(
        new Error(`${path}, line ${lines}: the row is longer than 4 million characters. ${UNCLOSED}`),
      );
    }
    const problem = error.code === 'CSV_QUOTE_NOT_CLOSED' ? UNCLOSED : error.message;
    unreadable.push({ line: lines, bytes: position(), raw: rawText(raw ?? ''), record: [], problem });
  });
  const source = Readable.from(text);
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const { info, record, raw } of source.pipe(parser) as AsyncIterable<ParsedRecord>) {
      const earlier = unreadable.findIndex(({ line }) => line >= info.lines);
      yield* unreadable.splice(0, earlier === -1 ? unreadable.length : earlier);
      const cells = record.map((cell) => cell.replace(TEXT_FOR_EXCEL, '$1'));
      yield { line: info.lines, bytes: position(), raw: rawText(raw), record: cells };
    }
  } finally {
    source.destroy();
  }
  yield* unreadable;
}
