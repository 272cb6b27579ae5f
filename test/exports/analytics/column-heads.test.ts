import { PDF } from '@libpdf/core';
import { expect, test } from 'vitest';
import { heading } from '../../../src/exports/pdf/opening.ts';
import { renderPdf } from '../../../src/exports/pdf/render.ts';
import type { Cell, Column } from '../../../src/exports/section.ts';
import { headOf } from '../../unit/exports/writers/documents.ts';
import { analyticsClient } from './client.ts';

/** A cell as long as those of a large contact centre get. */
function longCell({ name, type }: Column): Cell {
  if (type === 'number') return name.endsWith('_seconds') ? 1_234_567 : 12_345.6;
  return type === 'date' ? '2026-03-10' : `${name} of somebody`;
}

test.each(['queues', 'agent_time'] as const)('no column head of %s is cut in a PDF', async (scope) => {
  const { sections } = (await analyticsClient()).open({ scope });
  for (const { columns } of sections) {
    const bytes = await renderPdf(headOf([...columns]), {
      ...{ overview: { keyFigures: [], chart: null }, total: 1 },
      rows: [{ section: 0, cells: columns.map(longCell) }],
    });
    const text = (await PDF.load(bytes)).getPages()[0]?.extractText().text ?? '';
    const words = columns.flatMap(({ name }) => heading(name).split(' '));
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
    expect(text).toContain('12,345.6');
  }
});
