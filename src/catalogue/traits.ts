import { histogramOf, isOverdue } from '../query/measures/measure.ts';
import type { Measure, MeasureInput } from '../query/measures.ts';
import { baseMeasureNamed } from '../rollups/base-measures.ts';
import { type DimensionName, MEMBER_DIMENSIONS } from '../rollups/dimensions.ts';
import { SPLITTING } from './dimensions.ts';
import { GRAINS, GRAINS_OF_DAYS } from './grains.ts';
import type { Attribution, Metric } from './metric.ts';

/** What follows from the inputs of a measure. */
export type Traits = Pick<Metric, 'attribution' | 'dimensions' | 'grains' | 'dependsOnClock' | 'isAdditive'>;

const ATTRIBUTION = {
  interaction: 'started',
  evaluation: 'given',
  quality_review: 'created',
  counter: 'date',
} as const;

/** Derives the traits of a measure. Attribution is that of the numerator. */
export function traitsOf({ numerator, denominator }: Pick<Measure, 'numerator' | 'denominator'>): Traits {
  const inputs = Object.keys({ ...numerator, ...denominator }) as MeasureInput[];
  return {
    attribution: attributionOf(Object.keys(numerator)[0]!),
    dimensions: MEMBER_DIMENSIONS.filter((name) => inputs.every((input) => belongsTo(name, input))),
    grains: inputs.every(isKeptByInterval) ? GRAINS : GRAINS_OF_DAYS,
    dependsOnClock: inputs.some(isOverdue),
    isAdditive: denominator === undefined && inputs.every(addsUp),
  };
}

/** Whether values of an input may be added: not those of distinct customers and of percentiles. */
export function addsUp(input: string): boolean {
  return baseMeasureNamed(input) !== undefined || isOverdue(input);
}

/** Whether a measure is exact: percentiles are within 1 %. */
export function isExact({ numerator, denominator }: Pick<Measure, 'numerator' | 'denominator'>): boolean {
  return Object.keys({ ...numerator, ...denominator }).every((input) => histogramOf(input) === undefined);
}

function attributionOf(input: string): Attribution {
  return ATTRIBUTION[baseMeasureNamed(input)?.source ?? 'interaction'];
}

/** Whether the events that make an input have members of a dimension. */
function belongsTo(name: DimensionName, input: string): boolean {
  const parts: readonly string[] | undefined = SPLITTING[name];
  if (parts) return parts.includes(input);
  return attributionOf(input) !== 'date';
}

/** Rollups have deadlines by interval; histograms and customers by day. */
function isKeptByInterval(input: string): boolean {
  if (histogramOf(input) !== undefined) return false;
  return isOverdue(input) || baseMeasureNamed(input)?.intervals !== undefined;
}
