import { describe, expect, test } from 'vitest';
import { formatOf } from '../../../../src/exports/format-of.ts';
import type { Cell } from '../../../../src/exports/section.ts';
import { joined, type Piece, SECTIONS, written } from './documents.ts';

/** Numbers in [0, 1) that are the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomPieces(next: () => number): Piece[] {
  const cell = (): Cell => {
    const kind = Math.floor(next() * 4);
    return kind === 0 ? null : kind === 1 ? Math.round(next() * 1e6) / 100 : `=Łukasz ${next()} <&"`;
  };
  return SECTIONS.sections.flatMap(({ columns }, index) =>
    Array.from({ length: Math.floor(next() * 4) }, () => ({
      index,
      rows: Array.from({ length: Math.floor(next() * 30) }, () => columns.map(cell)),
    })),
  );
}

describe.each(['csv', 'json', 'xlsx'] as const)('a %s writer', (name) => {
  test.each(Array.from({ length: 25 }, (_, i) => i + 1))('goes on from its state, seed %i', (seed) => {
    const format = formatOf(name);
    const next = random(seed);
    const pieces = randomPieces(next);
    let writer = format.open(SECTIONS);
    const cut = () => {
      if (next() < 0.5) writer = format.open(SECTIONS, writer.state());
    };
    const parts = [writer.begin()];
    for (const { index, rows } of pieces) {
      cut();
      parts.push(writer.rows(index, rows));
    }
    cut();
    parts.push(writer.end());
    expect(joined(parts)).toEqual(written(format, SECTIONS, pieces));
  });
});
