import type { Holding } from '../privacy/erasure/holding.ts';

/** How a cell is written. `text` may come from outside: it is escaped if it looks like a formula. */
export type ColumnType = 'text' | 'plain' | 'number';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** Null is an empty cell. Instants and dates are already formatted, in the time zone of the export. */
export type Cell = string | number | null;

/** Where a section continues after a page, as JSON. */
export type Cursor = readonly (string | number)[];

export interface Page {
  /** Cells in the order of the section's columns. */
  rows: Cell[][];
  /** Null after the last page. */
  next: Cursor | null;
}

/** Rows of one kind, in pages. Pages are ordered by key and end with the period. */
export interface Section {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The current number of rows; null if counting would cost as much as reading. */
  count(): Promise<number | null>;
  /** The rows after `cursor`, or the first ones if it is null. A page is small compared to memory. */
  page(cursor: Cursor | null): Promise<Page>;
}

/** A section that declares which data of interactions it holds, which decides which erasures withdraw the file. */
export interface DeclaredSection extends Section {
  readonly holds: Holding;
}
