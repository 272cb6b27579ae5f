import { HISTOGRAMS } from './histograms.ts';
import { LEAVES } from './base-measures.ts';
import { SETS } from './rollup-dimensions.ts';
import { TABLES } from './breakdowns.ts';

/** The names of all that rollups hold now; a generation remembers the layout that it was built with. */
export const LAYOUT = [
  ...SETS.map(({ name }) => `set:${name}`),
  ...LEAVES.map(({ name, slots }) => `${slots ?? 'leaf'}:${name}`),
  ...TABLES.flatMap(({ name, leaves, within }) => [
    ...leaves.map((leaf) => `${name}:${leaf}`),
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
