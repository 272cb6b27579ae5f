import { HISTOGRAMS } from './histograms.ts';
import { BASE_MEASURES } from './base-measures.ts';
import { SETS } from './rollup-dimensions.ts';
import { TABLES } from './breakdowns.ts';

/** The names of all that rollups hold now; a generation remembers the layout that it was built with. */
export const LAYOUT = [
  ...SETS.map(({ name }) => `set:${name}`),
  ...BASE_MEASURES.map(({ name, intervals }) => `${intervals ?? 'base'}:${name}`),
  ...TABLES.flatMap(({ name, baseMeasures, within }) => [
    ...baseMeasures.map((baseMeasure) => `${name}:${baseMeasure}`),
    ...within.map((set) => `${name}@${set}`),
  ]),
  ...HISTOGRAMS.flatMap(({ name, within }) => within.map((set) => `${name}@${set}`)),
  'deadlines@all',
]
  .sort()
  .join(' ');

/** Which of the names in `needed` a generation built with `layout` lacks. */
export function missingFrom(layout: string, needed: readonly string[]): string[] {
  if (layout === LAYOUT) return [];
  const held = new Set(layout.split(' '));
  return needed.filter((name) => !held.has(name));
}
