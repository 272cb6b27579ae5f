import type { Cell, ColumnType, Format } from '../section.ts';
import { cleanText, flatTable, looksLikeFormula } from './flat-table.ts';

const encoder = new TextEncoder();
/** Semicolon, tab and `|` separate cells in some spreadsheet locales and settings. */
const NEEDS_QUOTES = /[",\r\n;\t|]/;

/**
 * RFC 4180 with CRLF, in UTF-8 without a byte order mark. `text` cells that look like a formula get a leading `'`;
 * numbers and `plain` cells are unchanged. Cells that contain any common separator are quoted.
 */
export const csvFormat: Format = {
  open(head) {
    const table = flatTable(head);
    return {
      begin: () => encoder.encode(line(table.names, [])),
      rows: (index, rows) =>
        encoder.encode(
          rows
            .map((row) => {
              const { cells, types } = table.place(index, row);
              return line(cells, types);
            })
            .join(''),
        ),
      end: () => new Uint8Array(0),
      state: () => '{}',
    };
  },
};

function line(cells: readonly Cell[], types: readonly ColumnType[]): string {
  return `${cells.map((cell, i) => field(cell, types[i] ?? 'plain')).join(',')}\r\n`;
}

function field(cell: Cell, type: ColumnType): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = cleanText(cell);
  const safe = type === 'text' && looksLikeFormula(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
