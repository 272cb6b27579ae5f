import { BREAKDOWNS, type Breakdown, type CellHistogramColumn } from './breakdowns.ts';
import type { RollupDimensionName } from './dimensions.ts';
import { type Histogram, histogramNamed } from './histograms.ts';

/** A histogram of the cells of a breakdown, by interval. */
export interface CellHistogram {
  readonly breakdown: Breakdown;
  readonly histogram: Histogram;
  readonly within: readonly RollupDimensionName[];
  readonly column: CellHistogramColumn;
}

export const CELL_HISTOGRAMS: readonly CellHistogram[] = BREAKDOWNS.flatMap((breakdown) =>
  (breakdown.histograms ?? []).map(({ name, within }) => ({
    breakdown,
    histogram: histogramNamed(name),
    within,
    column: `${breakdown.name}_${name}` as CellHistogramColumn,
  })),
);

/** The histograms of the cells of one breakdown. */
export function cellHistogramsOf({ name }: Breakdown): readonly CellHistogram[] {
  return CELL_HISTOGRAMS.filter(({ breakdown }) => breakdown.name === name);
}
