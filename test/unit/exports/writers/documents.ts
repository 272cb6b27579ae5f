import type { Cell, Column, DocumentHead, Format } from '../../../../src/exports/section.ts';

const PERIOD = { from: '2026-03-01', to: '2026-03-31', timeZone: 'Europe/Lisbon' };

/** A piece of a document: rows of the section at `index`. */
export interface Piece {
  index: number;
  rows: Cell[][];
}

export function headOf(columns: readonly Column[]): DocumentHead {
  return {
    title: 'Reviews',
    tenantName: 'Ávila & Łukasz',
    tenantSlug: 'avila',
    period: PERIOD,
    generatedAt: '2026-04-01T09:00:00+01:00',
    filters: [],
    layout: 'rows',
    sections: [{ name: 'review', columns }],
  };
}

export const SECTIONS: DocumentHead = {
  ...headOf([]),
  layout: 'sections',
  sections: [
    {
      name: 'day',
      columns: [
        { name: 'date', type: 'date' },
        { name: 'total', type: 'number' },
      ],
    },
    { name: 'sla', columns: [{ name: 'state', type: 'plain' }] },
    {
      name: 'call',
      columns: [
        { name: 'agent', type: 'text' },
        { name: 'total', type: 'number' },
      ],
    },
  ],
};

/** The document in one go. */
export function written(
  format: Format,
  head: DocumentHead,
  pieces: readonly Piece[],
): Uint8Array<ArrayBuffer> {
  const writer = format.open(head);
  return joined([writer.begin(), ...pieces.map(({ index, rows }) => writer.rows(index, rows)), writer.end()]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
