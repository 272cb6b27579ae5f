import type { WeightedInputs } from '../query/measures/measure.ts';

/** What an input counts or sums. */
export const INPUT_KINDS = ['count', 'seconds', 'milliseconds', 'dollars', 'score'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** How many units of the input make one: money is summed in millionths of a dollar, scores in ten-thousandths. */
export const SCALE: Readonly<Record<InputKind, number>> = {
  count: 1,
  seconds: 1,
  milliseconds: 1,
  dollars: 1_000_000,
  score: 10_000,
};

/** The kind of an input, which its name says. */
export function kindOf(input: string): InputKind {
  if (input.startsWith('cost_')) return 'dollars';
  if (input.endsWith('_seconds')) return 'seconds';
  if (input.endsWith('_ms')) return 'milliseconds';
  return input.endsWith('_score') ? 'score' : 'count';
}

/** The kinds that a sum is made of; more than one if it adds up what does not belong together. */
export function kindsIn(sum: WeightedInputs): InputKind[] {
  return [...new Set(Object.keys(sum).map(kindOf))];
}
