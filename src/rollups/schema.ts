import { BASE_MEASURES } from './base-measures.ts';
import { BREAKDOWNS } from './breakdowns.ts';
import { columnsOf } from './columns.ts';
import { ROLLUP_DIMENSIONS } from './dimensions.ts';
import { HISTOGRAMS } from './histograms.ts';

/** Whether rollups hold the outbound part of everything, and directions of deadlines. */
export const OUTBOUND = 'outbound';

/** Whether `customer_intervals` has calls whose previous call was in the same interval. */
export const RETURNS = 'returns';

/** The names of everything that rollups currently hold. A generation stores the layout it was built with. */
export const LAYOUT = [
  ...ROLLUP_DIMENSIONS.map(({ name }) => `dimension:${name}`),
  ...BASE_MEASURES.map(({ name, intervals }) => `${intervals ?? 'base'}:${name}`),
  ...BREAKDOWNS.flatMap((breakdown) => [
    ...breakdown.baseMeasures.map((baseMeasure) => `${breakdown.name}:${baseMeasure}`),
    ...columnsOf(breakdown).flatMap(({ column, within }) =>
      within.map((dimension) => `${column}@${dimension}`),
    ),
  ]),
  ...HISTOGRAMS.flatMap(({ name, within }) =>
    within.flatMap((dimension) => [`${name}@${dimension}`, `${name}_intervals@${dimension}`]),
  ),
  ...ROLLUP_DIMENSIONS.flatMap(({ name, previousCall }) =>
    previousCall ? [`customer_intervals@${name}`, `${RETURNS}@${name}`] : [],
  ),
  'deadlines@all',
  OUTBOUND,
]
  .sort()
  .join(' ');

/** The names in `needed` that a generation with `layout` lacks. */
export function missingFrom(layout: string, needed: readonly string[]): string[] {
  if (layout === LAYOUT) return needed.filter((name) => name.startsWith('dimension:combination:'));
  const held = new Set(layout.split(' '));
  return needed.filter((name) => !held.has(name));
}
