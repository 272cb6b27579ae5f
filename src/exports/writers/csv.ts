import { type Cell, type ColumnType, type Format, plainCell } from '../section.ts';
import type { CsvOptions } from '../spec.ts';
import { cleanText, flatTable, looksLikeFormula } from './flat-table.ts';

const encoder = new TextEncoder();
const BYTE_ORDER_MARK = '\uFEFF';
const RFC_4180: CsvOptions = { bom: false, delimiter: ',', decimal: '.' };
/** All separators of spreadsheet locales and settings, whichever the file has: somebody may open it with another. */
const NEEDS_QUOTES = /[",\r\n;\t|]/;

/**
 * RFC 4180 with CRLF, in UTF-8, with the delimiter, decimal separator and byte order mark that the head asks for.
 * `text` cells that look like a formula get a leading `'`; numbers and all others are unchanged. Cells that contain any
 * common separator are quoted.
 */
export const csvFormat: Format = {
  open(head) {
    const { bom, delimiter, decimal } = head.csv ?? RFC_4180;
    const table = flatTable(head);
    const line = (fields: readonly string[]): string => `${fields.join(delimiter)}\r\n`;
    return {
      begin: () =>
        encoder.encode(`${bom ? BYTE_ORDER_MARK : ''}${line(table.names.map((name) => textField(name)))}`),
      rows: (index, rows) =>
        encoder.encode(
          rows
            .map((row) => {
              const { cells, types } = table.place(index, row);
              return line(cells.map((cell, i) => field(cell, types[i] ?? 'plain', decimal)));
            })
            .join(''),
        ),
      end: () => new Uint8Array(0),
      state: () => '{}',
    };
  },
};

function field(cell: Cell, type: ColumnType, decimal: CsvOptions['decimal']): string {
  const plain = plainCell(cell);
  if (plain === null) return '';
  if (typeof plain === 'number') {
    return Number.isFinite(plain) ? quoted(String(plain).replace('.', decimal)) : '';
  }
  return textField(plain, type);
}

function textField(cell: string, type: ColumnType = 'plain'): string {
  const text = cleanText(cell);
  return quoted(type === 'text' && looksLikeFormula(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
