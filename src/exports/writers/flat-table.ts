import type { Cell, ColumnType, DocumentHead } from '../section.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no format can carry.
const UNPRINTABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Whitespace except tab and CR, then a character that spreadsheets treat as the start of a formula. */
const FORMULA = /^[^\S\t\r]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The text without control characters, except tab, LF and CR, and with lone surrogates replaced by U+FFFD. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(UNPRINTABLE, '');
}

/** Whether a spreadsheet may treat the text as a formula. Expects cleaned text. */
export function looksLikeFormula(text: string): boolean {
  return FORMULA.test(text);
}

/** The sections of a document as one table. */
export interface FlatTable {
  /** Column names, in order. */
  names: readonly string[];
  /** The cells of a row of section `index` in the order of `names`, with their types in that section. */
  place(index: number, row: readonly Cell[]): { cells: readonly Cell[]; types: readonly ColumnType[] };
}

/**
 * Combines all sections into one table. Layout `rows`: the columns of the only section. Layout `sections`: a column
 * `section`, then the union of all columns in order of first appearance.
 */
export function flatTable(head: DocumentHead): FlatTable {
  if (head.layout === 'rows') {
    const columns = head.sections[0]?.columns ?? [];
    const types = columns.map((column) => column.type);
    return { names: columns.map((column) => column.name), place: (_, cells) => ({ cells, types }) };
  }
  const columns = head.sections.flatMap((section) => section.columns);
  const names = [...new Set(['section', ...columns.map(({ name }) => name)])];
  const sections = head.sections.map((section) => {
    const at = names.map((name) => section.columns.findIndex((column) => column.name === name));
    return { name: section.name, at, types: at.map((from) => section.columns[from]?.type ?? 'plain') };
  });
  return {
    names,
    place(index, row) {
      const section = sections[index];
      if (!section) throw new RangeError(`No section ${index}.`);
      const cells = section.at.map((from) => row[from] ?? null);
      cells[0] = section.name;
      return { cells, types: section.types };
    },
  };
}
