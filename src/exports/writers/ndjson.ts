import type { Format } from '../document.ts';

const encoder = new TextEncoder();

/** One line per row: its only cell, which already is a JSON text. */
export const ndjsonFormat: Format = {
  open: () => ({
    begin: () => new Uint8Array(),
    rows: (_index, rows) => encoder.encode(rows.map(([line]) => `${line}\n`).join('')),
    end: () => new Uint8Array(),
    // Lines do not depend on each other.
    state: () => '',
  }),
};
