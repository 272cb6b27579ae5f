import type { BaseMeasureName } from '../../rollups/base-measures.ts';
import type { NonAdditiveInput } from './non-additive.ts';

export type MeasureInput = BaseMeasureName | NonAdditiveInput;

/** Inputs of a measure and their weights. */
export type WeightedInputs = Readonly<Partial<Record<MeasureInput, number>>>;

export type Unit =
  | 'count'
  /** A mean of counts. */
  | 'mean'
  | 'rate'
  /** A rate that a contract may round more coarsely. */
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

/**
 * The only definition of a figure, used by every route that shows it: `numerator` / (`denominator` × `divisor`),
 * divided once after summing.
 */
export interface Measure {
  readonly unit: Unit;
  readonly description: string;
  readonly numerator: WeightedInputs;
  /** Absent for counts and sums: their denominator is 1. */
  readonly denominator?: WeightedInputs;
  /** Converts the unit of the inputs to that of the measure: 60 turns seconds into minutes. */
  readonly divisor?: number;
}

/** Returns the value of an input within one group. */
export type Values = (input: MeasureInput) => number;
