import type { DocumentHead } from '../document.ts';
import type { Cell, ColumnType } from '../table.ts';

/** The sections of a document as one table. */
export interface FlatTable {
  /** Column names, in order. */
  names: readonly string[];
  /** Type of each column; `text` if sections differ. */
  types: readonly ColumnType[];
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
    return { names: columns.map((column) => column.name), types, place: (_, cells) => ({ cells, types }) };
  }
  const union = new Map<string, ColumnType>([['section', 'plain']]);
  for (const { name, type } of head.sections.flatMap((section) => section.columns)) {
    union.set(name, (union.get(name) ?? type) === type ? type : 'text');
  }
  const names = [...union.keys()];
  const sections = head.sections.map((section) => {
    const at = names.map((name) => section.columns.findIndex((column) => column.name === name));
    return { name: section.name, at, types: at.map((from) => section.columns[from]?.type ?? 'plain') };
  });
  return {
    names,
    types: [...union.values()],
    place(index, row) {
      const section = sections[index];
      if (!section) throw new RangeError(`There is no section ${index}.`);
      const cells = section.at.map((from) => row[from] ?? null);
      cells[0] = section.name;
      return { cells, types: section.types };
    },
  };
}
