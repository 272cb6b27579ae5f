import type { FieldError } from '../errors.ts';
import { shownName } from '../field-errors.ts';
import { OVERDUE, type WeightedInputs } from '../query/measures/measure.ts';
import { BASE_MEASURES } from '../rollups/base-measures.ts';
import type { Metric } from './metric.ts';
import { findMetric, METRICS } from './metrics.ts';
import { nearestNames } from './nearest-names.ts';
import { addsUp } from './traits.ts';

/** Weights by name: of base measures, of metrics that add up, or of `METRIC.numerator` and `METRIC.denominator`. */
export type SentParts = Readonly<Record<string, number>>;

/** The inputs that a part of a definition may name: those that add up. */
export const INPUTS: readonly string[] = [...BASE_MEASURES.map(({ name }) => name), ...Object.keys(OVERDUE)];

/**
 * Replaces the names in `sent`, a field of a metric's definition, by base measures with weights. Other metrics are
 * replaced by their present definition, so a later change of one has no effect here. Adds what is wrong to `errors`.
 */
export function weightsOf(
  sent: SentParts,
  { field, own, errors }: { field: string; own: readonly Metric[]; errors: FieldError[] },
): WeightedInputs {
  const weights = new Map<string, number>();
  for (const [name, weight] of Object.entries(sent)) {
    const inputs = inputsNamed(name, sent, own);
    if (typeof inputs === 'string') {
      errors.push({ path: `${field}.${shownName(name)}`, message: inputs });
      continue;
    }
    for (const [input, share] of Object.entries(inputs)) {
      weights.set(input, (weights.get(input) ?? 0) + weight * share);
    }
  }
  const left = [...weights].filter(([, weight]) => weight !== 0);
  if (left.length === 0 && errors.length === 0) {
    errors.push({ path: field, message: 'Its weights cancel out. Must have at least one that is left.' });
  }
  return Object.fromEntries(left) as WeightedInputs;
}

/** The base measures, with weights, that a name stands for; a sentence if it cannot be used. */
function inputsNamed(name: string, sent: SentParts, own: readonly Metric[]): WeightedInputs | string {
  const whole = findMetric(name, own);
  if (INPUTS.includes(name)) return whole && isMore(whole, sent) ? ambiguous(name) : { [name]: 1 };
  if (whole) return whole.isAdditive && !whole.filter ? whole.measureOf().numerator : refusalOf(whole);
  const [metricName = '', part] = name.split('.');
  const metric = findMetric(metricName, own);
  if (!metric || (part !== 'numerator' && part !== 'denominator')) return unknownPart(name, own);
  const inputs = metric.measureOf()[part];
  if (inputs === undefined) return `${metricName} has no denominator.`;
  return metric.filter || !Object.keys(inputs).every(addsUp) ? refusalOf(metric) : inputs;
}

/** Whether a metric with the name of a base measure has further inputs, of which some are not in `sent`. */
function isMore(metric: Metric, sent: SentParts): boolean {
  return !Object.keys(metric.measureOf().numerator).every((input) => input in sent);
}

function ambiguous(name: string): string {
  return `A base measure and a metric with further ones have this name. For the metric use ${name}.numerator.`;
}

function unknownPart(name: string, own: readonly Metric[]): string {
  const names = [...INPUTS, ...METRICS.map((each) => each.name), ...own.map((each) => each.name)];
  const nearest = nearestNames(name, [...new Set(names)]);
  const hint = nearest.length > 0 ? ` The nearest names: ${nearest.join(', ')}.` : '';
  return `No base measure and no metric has this name.${hint}`;
}

function refusalOf({ name, filter, measureOf }: Metric): string {
  if (filter) return `${name} has a filter, so it cannot be part of another metric.`;
  const { numerator, denominator } = measureOf();
  if (!Object.keys({ ...numerator, ...denominator }).every(addsUp)) {
    return `${name} does not add up, so it cannot be part of another metric.`;
  }
  return `${name} is a quotient: name its parts, ${name}.numerator or ${name}.denominator.`;
}
