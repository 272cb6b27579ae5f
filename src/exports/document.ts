import type { Cell, Column } from './table.ts';

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
