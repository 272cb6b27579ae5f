import { describe, expect, test } from 'vitest';
import { formatOf } from '../../../../src/exports/format-of.ts';
import type { Cell, DocumentHead } from '../../../../src/exports/section.ts';
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
    const kind = Math.floor(next() * 6);
    if (kind === 4) return `2026-03-0${1 + Math.floor(next() * 9)}T09:05:07+01:00`;
    if (kind === 5) return { name: `Łukasz ${next()}`, id: 'a-7' };
    return kind === 0 ? null : kind === 1 ? Math.round(next() * 1e6) / 100 : `=Łukasz ${next()} <&"`;
  };
  return SECTIONS.sections.flatMap(({ columns }, index) =>
    Array.from({ length: Math.floor(next() * 4) }, () => ({
      index,
      rows: Array.from({ length: Math.floor(next() * 30) }, () => columns.map(cell)),
    })),
  );
}

const EXCEL: DocumentHead = { ...SECTIONS, csv: { bom: true, delimiter: ';', decimal: ',' } };

describe.each([
  ['csv', SECTIONS],
  ['csv', EXCEL],
  ['json', SECTIONS],
  ['xlsx', SECTIONS],
] as const)('a %s writer', (name, head) => {
  test.each(Array.from({ length: 25 }, (_, i) => i + 1))('goes on from its state, seed %i', (seed) => {
    const format = formatOf(name);
    const next = random(seed);
    const pieces = randomPieces(next);
    let writer = format.open(head);
    const cut = () => {
      if (next() < 0.5) writer = format.open(head, writer.state());
    };
    const parts = [writer.begin()];
    for (const { index, rows } of pieces) {
      cut();
      parts.push(writer.rows(index, rows));
    }
    cut();
    parts.push(writer.end());
    expect(joined(parts)).toEqual(written(format, head, pieces));
  });
});
