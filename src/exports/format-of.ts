import type { Format } from './document.ts';
import { csvFormat } from './writers/csv.ts';
import { jsonFormat } from './writers/json.ts';
import { ndjsonFormat } from './writers/ndjson.ts';
import { xlsxFormat } from './writers/xlsx.ts';

const FORMATS = { csv: csvFormat, json: jsonFormat, ndjson: ndjsonFormat, xlsx: xlsxFormat };

/** How files of a format are written row by row; pdf is rendered as a whole instead. */
export function formatOf(format: keyof typeof FORMATS): Format {
  return FORMATS[format];
}
