import type { Holding } from '../privacy/erasure/holding.ts';
import type { ServiceContext } from '../service-context.ts';
import type { ExportRequest } from './spec.ts';

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
  period: { from: string; to: string; timeZone: string };
  /** With offset, in the time zone of the period. */
  generatedAt: string;
  /** rows: one section with its own columns. sections: a column `section`, followed by the union of all columns. */
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
  chart: { title: string; points: readonly { label: string; value: number | null }[] } | null;
}
