import type { Holding } from '../privacy/erasure/holding.ts';

/** How a cell is treated: `text` may come from outside, so it is defused where it looks like a formula. */
export type ColumnType = 'text' | 'plain' | 'number';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** Null is an empty cell. Instants and dates are texts already, in the zone of the export. */
export type Cell = string | number | null;

/** Where a section goes on after a page; JSON. */
export type Cursor = readonly (string | number)[];

export interface Page {
  /** Cells in the order of the section's columns. */
  rows: Cell[][];
  /** Null after the last page. */
  next: Cursor | null;
}

/** Rows of one kind. Pages come in a fixed order by key, up to where the period ends. */
export interface Section {
  readonly name: string;
  readonly columns: readonly Column[];
  /** How many rows it has now; null where counting them would cost as much as reading them. */
  count(): Promise<number | null>;
  /** The rows after `cursor`; null for the first. A page fits into memory many times over. */
  page(cursor: Cursor | null): Promise<Page>;
}

/** A section of an export: it says what it holds, which decides whose erasure withdraws the file. */
export interface DeclaredSection extends Section {
  readonly holds: Holding;
}
