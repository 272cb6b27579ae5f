import type { Cell, Column, ColumnType, Format } from '../section.ts';
import { ABOUT, aboutSheet } from './about-sheet.ts';
import { cleanText } from './flat-table.ts';
import { cellXml, columnLetters, textXml } from './sheet-cells.ts';
import { sheetNames } from './sheet-names.ts';
import { sheetClosing, sheetEntry, sheetOpening, workbookEntries } from './workbook-parts.ts';
import { STYLES } from './workbook-styles.ts';
import { joinBytes, type ZipState, ZipWriter } from './zip.ts';

const encoder = new TextEncoder();
/** The limit of spreadsheets for a sheet, including its header row. */
const MAX_ROWS = 1_048_576;

/** In characters. */
const WIDTHS: Record<ColumnType, number> = { text: 24, plain: 16, number: 12, date: 12, instant: 20 };
/** Room for the filter arrow next to a column name. */
const ARROW = 4;

/** The position in a workbook. */
interface State {
  zip: ZipState;
  /** The sheets of sections so far, with their rows besides the header row. The last one is open. */
  sheets: { section: number; rows: number }[];
}

/**
 * A workbook with a sheet per section, also for those without rows, after a first sheet that says what it is. Beyond
 * 1,048,576 rows a section continues in another sheet with its own header row. Numbers, dates and times are written as
 * such, everything else as text, never as a formula. Throws `TooLarge` beyond 4 GiB.
 */
export const xlsxFormat: Format = {
  open(head, saved) {
    const state: State =
      saved === undefined ? { zip: { offset: 0, entries: [] }, sheets: [] } : JSON.parse(saved);
    const zip = new ZipWriter(state.zip);
    const columnsOf = (index: number): readonly Column[] => head.sections[index]?.columns ?? [];
    const openSection = (): number => state.sheets.at(-1)?.section ?? -1;

    const openSheet = (section: number): Uint8Array => {
      state.sheets.push({ section, rows: 0 });
      const columns = columnsOf(section);
      const names = columns.map(({ name }, i) =>
        textXml(`${columnLetters(i)}1`, cleanText(name), STYLES.head),
      );
      const widths = columns.map(({ name, type }) => Math.max(WIDTHS[type], name.length + ARROW));
      const text = `${sheetOpening(widths, 'frozen head')}<row r="1">${names.join('')}</row>`;
      // The first sheet is written last, when the number of rows is known.
      return joinBytes([zip.start(sheetEntry(state.sheets.length + 1)), zip.data(encoder.encode(text))]);
    };
    const closeSheet = (): Uint8Array => {
      const sheet = state.sheets.at(-1);
      if (!sheet) return new Uint8Array();
      const columns = columnsOf(sheet.section).length;
      const range = columns === 0 ? null : `A1:${columnLetters(columns - 1)}${sheet.rows + 1}`;
      return joinBytes([zip.data(encoder.encode(sheetClosing(range))), zip.finish()]);
    };
    /** Opens the sheets up to that of section `index`. */
    const advanceTo = (index: number): Uint8Array[] => {
      const parts: Uint8Array[] = [];
      for (let next = openSection() + 1; next <= index; next += 1) parts.push(closeSheet(), openSheet(next));
      return parts;
    };
    return {
      begin: () => joinBytes(advanceTo(Math.min(0, head.sections.length - 1))),
      rows(index, rows) {
        if (index < openSection() || index >= head.sections.length) {
          throw new RangeError(`Section ${index} is out of order.`);
        }
        const parts = advanceTo(index);
        const types = columnsOf(index).map(({ type }) => type);
        for (let at = 0; at < rows.length; ) {
          if ((state.sheets.at(-1)?.rows ?? 0) + 1 === MAX_ROWS) parts.push(closeSheet(), openSheet(index));
          const sheet = state.sheets.at(-1)!;
          const fitting = rows.slice(at, at + MAX_ROWS - 1 - sheet.rows);
          parts.push(zip.data(encoder.encode(rowsXml(fitting, types, sheet.rows + 2))));
          sheet.rows += fitting.length;
          at += fitting.length;
        }
        return joinBytes(parts);
      },
      end() {
        const parts = [...advanceTo(head.sections.length - 1), closeSheet()];
        const wanted = state.sheets.map(({ section }) => head.sections[section]?.name ?? '');
        const [about = ABOUT, ...names] = sheetNames([ABOUT, ...wanted]);
        const filled = state.sheets.map(({ rows }, i) => ({ name: names[i] ?? '', rows }));
        parts.push(zip.entry(sheetEntry(1), aboutSheet(head, filled)));
        return joinBytes([...parts, workbookEntries(zip, [about, ...names]), zip.end()]);
      },
      state: () => JSON.stringify(state),
    };
  },
};

/** XML of rows; `first` is the number of the first one in its sheet. */
function rowsXml(rows: readonly (readonly Cell[])[], types: readonly ColumnType[], first: number): string {
  const letters = types.map((_, i) => columnLetters(i));
  let xml = '';
  for (const [i, cells] of rows.entries()) {
    xml += `<row r="${first + i}">`;
    for (const [at, type] of types.entries()) {
      xml += cellXml(`${letters[at]}${first + i}`, cells[at] ?? null, type);
    }
    xml += '</row>';
  }
  return xml;
}
