import type { Format } from '../document.ts';

const encoder = new TextEncoder();

/** A line per row: its only cell, which is a JSON text already. Nothing stands around them. */
export const ndjsonFormat: Format = {
  open: () => ({
    begin: () => new Uint8Array(),
    rows: (_index, rows) => encoder.encode(rows.map(([line]) => `${line}\n`).join('')),
    end: () => new Uint8Array(),
    // Lines do not depend on those before them.
    state: () => '',
  }),
};
