import type { Cell, ColumnType, Format } from '../section.ts';
import { cleanText, flatTable, looksLikeFormula } from './flat-table.ts';
import { STYLES, sheetClosing, sheetEntry, sheetOpening, workbookEntries } from './workbook-parts.ts';
import { joinBytes, type ZipState, ZipWriter } from './zip.ts';

const encoder = new TextEncoder();
/** Limits of spreadsheets: rows per sheet, including the header row, and characters per cell. */
const MAX_ROWS = 1_048_576;
const MAX_CHARACTERS = 32_767;

const WIDTHS: Record<ColumnType, number> = { text: 24, plain: 20, number: 12 };
/** Room for the filter arrow next to a column name. */
const ARROW = 4;

/** The position in a workbook. */
interface State {
  zip: ZipState;
  sheet: number;
  /** Rows of the open sheet, including the header row. */
  row: number;
}

/**
 * A workbook with one table. Beyond 1,048,576 rows it continues in another sheet with its own header row. Numbers are
 * written as numbers, everything else as text, never as a formula. Throws `TooLarge` beyond 4 GiB.
 */
export const xlsxFormat: Format = {
  open(head, saved) {
    const table = flatTable(head);
    const state: State =
      saved === undefined ? { zip: { offset: 0, entries: [] }, sheet: 0, row: 0 } : JSON.parse(saved);
    const zip = new ZipWriter(state.zip);
    const letters = table.names.map((_, i) => columnLetters(i));
    const widths = table.types.map((type, i) =>
      Math.max(WIDTHS[type], (table.names[i]?.length ?? 0) + ARROW),
    );

    const openSheet = (): Uint8Array => {
      state.sheet += 1;
      state.row = 1;
      const names = table.names.map((name, i) => textCell(`${letters[i]}1`, name, STYLES.head));
      const text = `${sheetOpening(widths, state.sheet === 1)}<row r="1">${names.join('')}</row>`;
      return joinBytes([zip.start(sheetEntry(state.sheet)), zip.data(encoder.encode(text))]);
    };
    const closeSheet = (): Uint8Array => {
      const last = letters.at(-1);
      const range = last === undefined ? null : `A1:${last}${state.row}`;
      return joinBytes([zip.data(encoder.encode(sheetClosing(range))), zip.finish()]);
    };
    const write = (index: number, rows: readonly (readonly Cell[])[]): Uint8Array => {
      let xml = '';
      for (const row of rows) {
        state.row += 1;
        const { cells, types } = table.place(index, row);
        xml += `<row r="${state.row}">`;
        for (const [i, cell] of cells.entries()) {
          xml += cellXml(`${letters[i]}${state.row}`, cell, types[i] ?? 'plain');
        }
        xml += '</row>';
      }
      return zip.data(encoder.encode(xml));
    };
    return {
      begin: openSheet,
      rows(index, rows) {
        const parts: Uint8Array[] = [];
        for (let at = 0; at < rows.length; ) {
          if (state.row === MAX_ROWS) parts.push(closeSheet(), openSheet());
          const fitting = rows.slice(at, at + MAX_ROWS - state.row);
          parts.push(write(index, fitting));
          at += fitting.length;
        }
        return joinBytes(parts);
      },
      end: () => joinBytes([closeSheet(), workbookEntries(zip, state.sheet), zip.end()]),
      state: () => JSON.stringify(state),
    };
  },
};

/** `A` for 0, `AA` for 26. */
function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

function cellXml(reference: string, cell: Cell, type: ColumnType): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c r="${reference}"><v>${cell}</v></c>` : '';
  const text = cleanText(cell);
  return textCell(reference, text, type === 'text' && looksLikeFormula(text) ? STYLES.quoted : 0);
}

function textCell(reference: string, text: string, style: number): string {
  const styled = style === 0 ? '' : ` s="${style}"`;
  return `<c r="${reference}" t="inlineStr"${styled}><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

function xmlText(text: string): string {
  const short = text.length > MAX_CHARACTERS ? cleanText(`${text.slice(0, MAX_CHARACTERS - 1)}…`) : text;
  return short
    .replace(/\r\n?/g, '\n')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
