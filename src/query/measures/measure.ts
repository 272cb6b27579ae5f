import type * as z from 'zod';
import type { BaseMeasureName } from '../../rollups/base-measures.ts';
import type { SlaTarget } from '../../rollups/deadlines.ts';
import type { HistogramInput, WaitsWithin } from './histogram-inputs.ts';
import type { CallsWithin, NeighbourInput } from './neighbour-inputs.ts';
import type { NowInput } from './now-inputs.ts';
import type { OpenInput } from './open-inputs.ts';
import type { ServiceLevelRules } from './service-level-rules.ts';

export type MeasureInput = BaseMeasureName | NonAdditiveInput;

/** Inputs of a measure and their weights. */
export type WeightedInputs = Readonly<
  Partial<Record<Exclude<MeasureInput, WaitsWithin | CallsWithin>, number>> &
    Record<WaitsWithin | CallsWithin, number>
>;

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
  | 'unit_cost'
  /** A quotient that is not shown as a percentage. */
  | 'ratio';

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

/** Whether a higher or a lower value is the better one. */
export type Better = 'higher' | 'lower' | 'neutral';

/** A measure as it is declared: with what the catalogue tells about it. */
export interface DeclaredMeasure extends Measure {
  /** A title, such as `Completion rate`. */
  readonly label: string;
  readonly better: Better;
  /** Former names, and names of the same figure in answers. */
  readonly aliases?: readonly string[];
  /** What a query may choose. The declared numerator and denominator are those of the defaults. */
  readonly args?: Arguments;
  /** Of measures that service-level policies judge. The declared inputs are those without a policy. */
  readonly byPolicy?: ByPolicy;
}

/** The inputs of a measure as rules have them. */
export type ByPolicy = (rules: ServiceLevelRules) => Pick<Measure, 'numerator' | 'denominator'>;

/** The arguments of a measure, and how they choose its inputs. */
export interface Arguments {
  /** A strict object; every field has a default. */
  readonly schema: z.ZodObject;
  /** `args` are as the schema returns them. */
  readonly inputsOf: (args: never) => Pick<Measure, 'numerator' | 'denominator'>;
}

/** Returns the value of an input within one group. */
export type Values = (input: MeasureInput) => number;

/** Inputs of measures that do not add up, or that depend on the time of the request. The merge computes them. */
type NonAdditiveInput =
  | typeof DISTINCT_CUSTOMERS
  | HistogramInput
  | NeighbourInput
  | NowInput
  | OpenInput
  | keyof typeof OVERDUE
  | keyof typeof JUDGED;

/** Customers of calls, each counted once. */
export const DISTINCT_CUSTOMERS = 'distinct_customers';

/** The parts of what several policies judge: each judges its own contacts, and the parts add up. Never read by themselves. */
export const JUDGED = { judged_numerator: 'numerator', judged_denominator: 'denominator' } as const;

/** Conversations whose SLA deadline has passed, undecided, by the time of the request. */
export const OVERDUE = {
  overdue_first: 'first',
  overdue_resolution: 'resolution',
  overdue_any: 'any',
} as const satisfies Record<string, SlaTarget>;

/** Whether an input counts overdue SLA targets. */
export function isOverdue(input: string): input is keyof typeof OVERDUE {
  return input in OVERDUE;
}
