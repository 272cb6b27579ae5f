import type { BaseMeasureName } from '../../rollups/base-measures.ts';
import type { NonAdditiveInput } from './non-additive.ts';

export type MeasureInput = BaseMeasureName | NonAdditiveInput;

/** A weighted sum of base measures. */
export type WeightedInputs = Readonly<Partial<Record<MeasureInput, number>>>;

export type Unit =
  | 'count'
  /** A mean of counts. */
  | 'mean'
  | 'rate'
  /** A rate that a contract shows coarser than others. */
  | 'share'
  | 'seconds'
  | 'minutes'
  | 'milliseconds'
  | 'rating'
  | 'score'
  | 'sentiment'
  | 'dollars'
  /** Dollars per conversation. */
  | 'unit_cost';

/** A figure with its one definition, whatever route shows it: `numerator` / (`denominator` × `divisor`), finished once after summing. */
export interface Measure {
  readonly unit: Unit;
  readonly description: string;
  readonly numerator: WeightedInputs;
  /** Absent for counts and sums: their denominator is 1. */
  readonly denominator?: WeightedInputs;
  /** Brings the base measures' unit to the measure's: 60 from seconds to minutes. */
  readonly divisor?: number;
}

/** Sums of base measures, by name. */
export type Values = (input: MeasureInput) => number;
