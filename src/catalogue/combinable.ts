import { histogramsOf } from '../query/measures/histogram-inputs.ts';
import { inputsOfMeasure } from '../query/measures.ts';
import { isAttributeDimension } from '../rollups/attribute-dimensions.ts';
import type { DimensionName } from '../rollups/dimensions.ts';
import { combines } from './dimensions.ts';
import type { Metric } from './metric.ts';
import { addsUp, SPLITTING } from './traits.ts';

/** Why a dimension cannot be combined with others, as a sentence; undefined if it can. */
export function dimensionRefusal(dimension: DimensionName): string | undefined {
  if (isAttributeDimension(dimension) || !SPLITTING[dimension]) return undefined;
  return `${dimension} divides records into parts, so it cannot be combined.`;
}

/**
 * Why a combination of dimensions cannot answer a metric, as a sentence; undefined if it can. Combinations hold base
 * measures and histograms, so ratios of sums and percentiles can be computed from them; distinct customers cannot.
 */
export function metricRefusal(metric: Metric, dimensions: readonly DimensionName[]): string | undefined {
  const refusal = dimensions.map((dimension) => combines(metric, dimension)).find((each) => each !== true);
  if (refusal) return refusal;
  const inputs = inputsOfMeasure(metric.measureOf());
  if (inputs.every((input) => addsUp(input) || histogramsOf(input).length > 0)) return undefined;
  if (metric.attribution === 'open' || metric.attribution === 'now')
    return `${metric.name} is counted from what is open, which combinations do not hold.`;
  return (
    `${metric.name} tells customers apart, which do not add up, so combinations cannot hold it. All other metrics ` +
    'are accepted.'
  );
}
