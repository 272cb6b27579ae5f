import type { Cell, Column } from './table.ts';

/** What every format tells before and beside its rows. */
export interface DocumentHead {
  title: string;
  tenantName: string;
  period: { from: string; to: string; timeZone: string };
  /** Instant with offset, in the zone of the period. */
  generatedAt: string;
  /** rows: one section, its columns alone. sections: a column `section` in front of the union of all columns. */
  layout: 'rows' | 'sections';
  sections: readonly { name: string; columns: readonly Column[] }[];
}

/** Writes a document piece by piece; pieces put together in order are the file. */
interface Writer {
  begin(): Uint8Array;
  /** Rows of the section at `index` of the head; sections come in their order, some perhaps without rows. */
  rows(index: number, rows: readonly (readonly Cell[])[]): Uint8Array;
  end(): Uint8Array;
  /** All that a new writer needs to go on from here; JSON. */
  state(): string;
}

export interface Format {
  /** A writer at the beginning, or where `state` left off. */
  open(head: DocumentHead, state?: string): Writer;
}

/** What a printed page shows beside the rows. */
export interface Overview {
  /** Values as they are to be read: `1,234`, `62.8 %`. */
  keyFigures: readonly { label: string; value: string }[];
  chart: { title: string; points: readonly { label: string; value: number | null }[] } | null;
}
