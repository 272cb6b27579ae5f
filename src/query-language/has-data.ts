import { findMetric } from '../catalogue/metrics.ts';
import { fractionOf, inputsOfMeasure, type Values } from '../query/measures.ts';
import type { MetricColumn } from './columns.ts';

const NOTHING: Values = () => 0;

/**
 * Whether a group has a row because of a metric: if it counts anything, or has something to divide by. A count of 0
 * makes no row, so that counts of parts (`missed_calls`) and differences of counts (`failed_calls`) have the same rows. A
 * metric of one's own that subtracts may be 0 although there is something that it is made of: that makes a row.
 */
export function dataTest({ metric, measure }: MetricColumn): (values: Values) => boolean {
  const empty = fractionOf(measure, NOTHING);
  const weights = [measure.numerator, measure.denominator ?? {}].flatMap((part) => Object.values(part));
  const mayCancel = findMetric(metric.name) === undefined && weights.some((weight) => weight < 0);
  const inputs = inputsOfMeasure(measure);
  return (values) => {
    if (mayCancel) return inputs.some((input) => values(input) !== 0);
    const { numerator, denominator } = fractionOf(measure, values);
    return numerator !== 0 || denominator !== empty.denominator;
  };
}
