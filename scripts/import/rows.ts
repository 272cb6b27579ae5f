import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type CsvError, type Info, parse } from 'csv-parse';
import type { Mapping } from './mapping.ts';
import type { Row } from './row-mapper.ts';

/** A row of the file: its cells by column, or why they could not be read. */
export type FileRow = Place & ({ cells: Row } | { unreadable: string });

interface Place {
  /** Number of the last line of the row, from 1. */
  line: number;
  /** Approximate position in the file, in bytes. */
  bytes: number;
  /** The row as it is in the file. */
  raw: string;
}

/** A row can fill one request. Without a bound, an unclosed quote would collect the rest of the file. */
const MAX_ROW_CHARACTERS = 4_000_000;
const UNCLOSED =
  'A quote is not closed: what follows it is all in this row. Where a file uses no quotes, set file.quote to null.';

interface ParsedRecord {
  info: Info;
  record: string[];
  raw: string;
}

/**
 * Streams the rows of a delimited file, with only a buffer of it in memory. `onColumns` gets the header before the
 * first row. Throws an Error if the text is not valid in the mapping's encoding.
 */
export async function* readRows(
  path: string,
  file: Mapping['file'],
  onColumns: (columns: string[]) => void,
): AsyncGenerator<FileRow> {
  const parser = parse({
    delimiter: file.delimiter,
    quote: file.quote ?? false,
    info: true,
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW_CHARACTERS,
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  const unreadable: FileRow[] = [];
  parser.on('skip', (error: CsvError & { lines?: number; bytes?: number }, raw: string | undefined) => {
    const { lines = 0, bytes = 0 } = error;
    if (error.code === 'CSV_MAX_RECORD_SIZE') {
      parser.destroy(
        new Error(`${path}, line ${lines}: the row is longer than 4 million characters. ${UNCLOSED}`),
      );
    }
    const unclosed = error.code === 'CSV_QUOTE_NOT_CLOSED';
    unreadable.push({
      line: lines,
      bytes,
      raw: oneLine(raw ?? ''),
      unreadable: unclosed ? UNCLOSED : error.message,
    });
  });
  let columns = file.columns;
  if (columns !== undefined) onColumns(columns);
  const source = Readable.from(textOf(path, file.encoding));
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const { info, record, raw } of source.pipe(parser) as AsyncIterable<ParsedRecord>) {
      const earlier = unreadable.findIndex(({ line }) => line >= info.lines);
      yield* unreadable.splice(0, earlier === -1 ? unreadable.length : earlier);
      if (columns === undefined) {
        columns = record.map((name) => name.trim());
        onColumns(columns);
      } else {
        yield { line: info.lines, bytes: info.bytes, raw: oneLine(raw), ...cellsOf(columns, record) };
      }
    }
  } finally {
    source.destroy();
  }
  yield* unreadable;
  if (columns === undefined) throw new Error(`${path} is empty: a header line with the columns is needed.`);
}

async function* textOf(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: false });
  const decode = (chunk?: Buffer) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new Error(
        `${path} is not ${encoding} text; set file.encoding in the mapping, for example windows-1252.`,
      );
    }
  };
  for await (const chunk of createReadStream(path)) yield decode(chunk);
  yield decode();
}

const oneLine = (raw: string) => raw.replace(/^[\r\n]+|[\r\n]+$/g, '');

function cellsOf(columns: string[], record: string[]): { cells: Row } | { unreadable: string } {
  if (record.length !== columns.length) {
    return { unreadable: `The row has ${record.length} cells, the header ${columns.length}.` };
  }
  return { cells: Object.fromEntries(columns.map((column, index) => [column, record[index] ?? ''])) };
}
