import { AGENT_TIME_MEASURES } from './measures/agent-time.ts';
import { BACKLOG_MEASURES } from './measures/backlog.ts';
import { CALL_MEASURES } from './measures/calls.ts';
import { CONTACT_MEASURES } from './measures/contacts.ts';
import { HELPDESK_MEASURES } from './measures/conversations.ts';
import { CONVERSATION_MEASURES } from './measures/ended.ts';
import { EVALUATION_MEASURES } from './measures/evaluations.ts';
import type { Measure, MeasureInput, Values, WeightedInputs } from './measures/measure.ts';
import { NOW_MEASURES } from './measures/now.ts';
import { QUALITY_MEASURES } from './measures/quality.ts';
import { SERVICE_MEASURES } from './measures/service.ts';

/** An exact quotient of integers; without a value if the denominator is 0. */
export interface Fraction {
  numerator: number;
  denominator: number;
}

/**
 * The value times `factor`, rounded half away from zero to `decimals`. Computed in integers. Null if the denominator is
 * 0.
 */
export function rounded({ numerator, denominator }: Fraction, decimals: number, factor = 1): number | null {
  if (denominator === 0) return null;
  const scale = 10n ** BigInt(decimals);
  const over = BigInt(numerator) * BigInt(factor) * scale * 2n;
  const under = BigInt(denominator);
  const magnitude = ((over < 0n ? -over : over) + under) / (2n * under);
  const value = Number(magnitude) / Number(scale);
  return over < 0n && value !== 0 ? -value : value;
}

/** Orders by exact value, ascending; fractions without a value come last. Denominators must not be negative. */
export function compareFractions(a: Fraction, b: Fraction): number {
  if (a.denominator === 0 || b.denominator === 0)
    return Number(a.denominator === 0) - Number(b.denominator === 0);
  const left = BigInt(a.numerator) * BigInt(b.denominator);
  const right = BigInt(b.numerator) * BigInt(a.denominator);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** a − b; without a value if either has none. */
export function minus(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator - b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export type { DeclaredMeasure, Measure, MeasureInput, Unit, Values } from './measures/measure.ts';

/** Every figure of the API, declared once. */
export const MEASURES = {
  ...CALL_MEASURES,
  ...EVALUATION_MEASURES,
  ...QUALITY_MEASURES,
  ...CONVERSATION_MEASURES,
  ...HELPDESK_MEASURES,
  ...SERVICE_MEASURES,
  ...AGENT_TIME_MEASURES,
  ...CONTACT_MEASURES,
  ...BACKLOG_MEASURES,
  ...NOW_MEASURES,
};

export type MeasureName = keyof typeof MEASURES;

export function measureNamed(name: MeasureName): Measure {
  return MEASURES[name];
}

/** The distinct inputs of several measures. */
export function inputsOf(names: readonly MeasureName[]): MeasureInput[] {
  return [...new Set(names.flatMap((name) => inputsOfMeasure(measureNamed(name))))];
}

/** The distinct inputs of a measure. */
export function inputsOfMeasure({ numerator, denominator }: WeightedQuotient): MeasureInput[] {
  return Object.keys({ ...numerator, ...denominator }) as MeasureInput[];
}

/** The exact value of a declared measure, computed from summed inputs. */
export function evaluate(name: MeasureName, figures: Values): Fraction {
  return fractionOf(measureNamed(name), figures);
}

/** The exact value of a measure, computed from summed inputs. */
export function fractionOf(
  { numerator, denominator, divisor = 1 }: WeightedQuotient,
  figures: Values,
): Fraction {
  const under = divisor * (denominator ? sum(denominator, figures) : 1);
  // A denominator of weights of both signs may be negative; a fraction's never is.
  const sign = under < 0 ? -1 : 1;
  return { numerator: sign * sum(numerator, figures), denominator: sign * under };
}

type WeightedQuotient = Pick<Measure, 'numerator' | 'denominator' | 'divisor'>;

function sum(inputs: WeightedInputs, figures: Values): number {
  return Object.entries(inputs).reduce(
    (total, [input, weight]) => total + weight * figures(input as MeasureInput),
    0,
  );
}

/** Sums several groups. Valid only for inputs that add up. */
export function together(groups: Iterable<Values>): Values {
  const all = [...groups];
  return (input) => all.reduce((sum, figures) => sum + figures(input), 0);
}

/** Subtracts `parts` from `total`. Valid only for inputs that add up. */
export function remainder(total: Values, parts: Iterable<Values>): Values {
  const counted = together(parts);
  return (input) => total(input) - counted(input);
}
