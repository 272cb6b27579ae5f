import type { Format } from './section.ts';
import { csvFormat } from './writers/csv.ts';
import { jsonFormat, ndjsonFormat } from './writers/json.ts';
import { xlsxFormat } from './writers/xlsx.ts';

const FORMATS = { csv: csvFormat, json: jsonFormat, ndjson: ndjsonFormat, xlsx: xlsxFormat };

/** The writer of a format. PDF has none: it is rendered as a whole. */
export function formatOf(format: keyof typeof FORMATS): Format {
  return FORMATS[format];
}
