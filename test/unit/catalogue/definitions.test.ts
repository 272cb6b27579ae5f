import { expect, test } from 'vitest';
import text from '../../../docs/definitions.md?raw';
import { METRICS } from '../../../src/catalogue/metrics.ts';

/** The cells of a generated table. */
function rowsOf(block: string): string[][] {
  const [, body = ''] = new RegExp(`<!-- generated: ${block} -->([^]*?)<!-- end`).exec(text) ?? [];
  const [, , ...rows] = body.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) => row.split(' | ').map((cell) => cell.replaceAll(/^\| |[`|]| \|$/g, '').trim()));
}

test('the document has every metric of the catalogue as the catalogue has it', () => {
  const rows = rowsOf('metrics').map(([name, label, unit, better, description]) => ({
    name,
    label,
    unit,
    better: better || 'neutral',
    description,
  }));
  expect(rows).toEqual(
    METRICS.map(({ name, label, unit, better, description }) => ({ name, label, unit, better, description })),
  );
});

test('the document has every combination', () => {
  const rows = rowsOf('combinations').flatMap(([names = '', attribution, dimensions = '', grains = '']) =>
    names.split(', ').map((name) => ({ name, attribution, dimensions, grains })),
  );
  const expected = METRICS.map(({ name, attribution, dimensions, grains }) => ({
    name,
    attribution,
    dimensions: dimensions.join(', '),
    grains: grains.join(', '),
  }));
  expect(rows.toSorted(byName)).toEqual(expected.toSorted(byName));
});

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
