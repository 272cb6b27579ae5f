import type { Holding } from '../privacy/erasure/holding.ts';
import type { ServiceContext } from '../service-context.ts';
import type { CsvOptions, ExportRequest } from './spec.ts';

/**
 * What a column holds, and so how its cells are written. `text` may come from outside: it is escaped if it looks like a
 * formula. `plain` is text that Callmeter chose. `date` is YYYY-MM-DD, `instant` the same with time and offset.
 */
export type ColumnType = 'text' | 'plain' | 'number' | 'date' | 'instant';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** A member of a dimension. It is shown by its name; a format that cannot print the name adds the id. */
export interface Named {
  readonly name: string;
  readonly id: string;
}

/** Null is an empty cell. Instants and dates are already formatted, in the time zone of the export. */
export type Cell = string | number | Named | null;

/** The cell as formats write it that can hold any name. */
export function plainCell(cell: Cell): string | number | null {
  return typeof cell === 'object' && cell !== null ? cell.name : cell;
}

/** Where a section continues after a page, as JSON. */
export type Cursor = readonly (string | number)[];

export interface Page {
  /** Cells in the order of the section's columns. */
  rows: Cell[][];
  /** Null after the last page. */
  next: Cursor | null;
}

/** The rows that a cursor continues are not the ones that it was made of: the file is written again. */
export class RowsChanged extends Error {}

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
interface DeclaredSection extends Section {
  readonly holds: Holding;
}

/** The content of an export. */
export interface Source {
  title: string;
  layout: 'rows' | 'sections';
  sections: readonly DeclaredSection[];
  /** Only for PDF files. */
  overview(): Promise<Overview>;
}

/** What sources need to read. `now` is when the export was requested: deadlines are judged as of then. */
export type SourceContext = Omit<ServiceContext, 'actor'>;

/** Opens the source of one kind of export. */
export type OpenSource<Spec> = (context: SourceContext, request: ExportRequest & { spec: Spec }) => Source;

/** What a document contains besides its rows. */
export interface DocumentHead {
  title: string;
  tenantName: string;
  tenantSlug: string;
  period: { from: string; to: string; timeZone: string };
  /** With offset, in the time zone of the period. */
  generatedAt: string;
  /** What the request limits the export to, for people. Empty for everything. */
  filters: readonly { label: string; value: string }[];
  /** Only for CSV files; by default as in RFC 4180. */
  csv?: CsvOptions;
  /** For CSV. rows: one section with its own columns. sections: a column `section`, then the union of all columns. */
  layout: 'rows' | 'sections';
  sections: readonly { name: string; columns: readonly Column[] }[];
}

/** Writes a document piece by piece. The concatenated pieces are the file. */
interface Writer {
  begin(): Uint8Array;
  /** Rows of the section at `index` of the head. Sections come in order; some may have no rows. */
  rows(index: number, rows: readonly (readonly Cell[])[]): Uint8Array;
  end(): Uint8Array;
  /** Everything that a new writer needs to continue from here, as JSON. */
  state(): string;
}

export interface Format {
  /** A writer at the beginning, or at a saved `state`. */
  open(head: DocumentHead, state?: string): Writer;
}

/** What a PDF shows besides the rows. */
export interface Overview {
  /** Values formatted for people: `1,234`, `62.8 %`. */
  keyFigures: readonly { label: string; value: string }[];
  chart: Chart | null;
}

/** Values by date or by member. */
export interface Chart {
  title: string;
  /** Whether all values are counts, so that the axis has whole numbers only. */
  counts: boolean;
  /** A label is a local date, or a member of a dimension. */
  points: readonly { label: string | Named; value: number | null }[];
}
