import * as z from 'zod';
import {
  evaluate,
  MEASURES,
  type MeasureName,
  measureNamed,
  rounded,
  type Unit,
  type Values,
} from './measures.ts';

/** How a contract shows each unit: multiplied by `factor` and rounded to `decimals`. */
export type NumberFormat = Readonly<Record<Unit, { factor?: number; decimals: number }>>;

/** The calls, quality and evaluations contracts: rates in percent, whole seconds. */
export const CALLS_FORMAT: NumberFormat = {
  count: { decimals: 0 },
  mean: { decimals: 1 },
  rate: { factor: 100, decimals: 1 },
  share: { factor: 100, decimals: 1 },
  seconds: { decimals: 0 },
  minutes: { decimals: 1 },
  milliseconds: { decimals: 0 },
  rating: { decimals: 1 },
  score: { decimals: 1 },
  sentiment: { decimals: 2 },
  dollars: { decimals: 2 },
  unit_cost: { decimals: 3 },
  ratio: { decimals: 3 },
};

/** The conversations contract: rates as fractions of 1. */
export const CONVERSATIONS_FORMAT: NumberFormat = {
  ...CALLS_FORMAT,
  rate: { decimals: 3 },
  share: { decimals: 2 },
};

/** The helpdesk contract: durations with one decimal. */
export const HELPDESK_FORMAT: NumberFormat = {
  ...CALLS_FORMAT,
  seconds: { decimals: 1 },
  milliseconds: { decimals: 1 },
};

/** Queries that callers compose: rates in percent, durations with one decimal. */
export const QUERY_FORMAT: NumberFormat = { ...HELPDESK_FORMAT, score: { decimals: 2 } };

/** The value of a measure in the format of a contract; null if its denominator is 0. */
export function formatMeasure(name: MeasureName, figures: Values, style: NumberFormat): number | null {
  const { decimals, factor } = style[MEASURES[name].unit];
  return rounded(evaluate(name, figures), decimals, factor);
}

/** The value of a measure without a denominator, which always exists. */
export function formatCount(name: MeasureName, figures: Values): number {
  return evaluate(name, figures).numerator;
}

/** The schema of a measure's value, with its description and, for the API documentation, its name. */
export function schemaOf(name: MeasureName) {
  const { unit, denominator } = measureNamed(name);
  const number = unit === 'count' && !denominator ? z.int() : z.number();
  return (denominator ? number.nullable() : number).meta({
    description: MEASURES[name].description,
    measure: name,
  });
}
