import type { Exact } from './fraction.ts';
import { CALL_MEASURES } from './measures/calls.ts';
import { CONVERSATION_MEASURES } from './measures/ended.ts';
import { EVALUATION_MEASURES } from './measures/evaluations.ts';
import { HELPDESK_MEASURES } from './measures/conversations.ts';
import type { Figures, Measure, Term, Terms } from './measures/measure.ts';
import { QUALITY_MEASURES } from './measures/quality.ts';

export type { Figures, Measure, Term, Terms, Unit } from './measures/measure.ts';

/** Every figure of the API, declared once. */
export const MEASURES = {
  ...CALL_MEASURES,
  ...EVALUATION_MEASURES,
  ...QUALITY_MEASURES,
  ...CONVERSATION_MEASURES,
  ...HELPDESK_MEASURES,
};

export type MeasureName = keyof typeof MEASURES;

/** A measure's declaration by name. */
export function measureNamed(name: MeasureName): Measure {
  return MEASURES[name];
}

/** The base measures that measures are made of, each once. */
export function termsOf(names: readonly MeasureName[]): Term[] {
  const terms = new Set<Term>();
  for (const name of names) {
    const { over, under } = measureNamed(name);
    for (const term of Object.keys({ ...over, ...under })) terms.add(term as Term);
  }
  return [...terms];
}

/** The exact value of a measure over summed base measures. */
export function finish(name: MeasureName, figures: Figures): Exact {
  const { over, under, divisor = 1 } = measureNamed(name);
  return { numerator: sum(over, figures), denominator: divisor * (under ? sum(under, figures) : 1) };
}

function sum(terms: Terms, figures: Figures): number {
  return Object.entries(terms).reduce((total, [term, weight]) => total + weight * figures(term as Term), 0);
}
