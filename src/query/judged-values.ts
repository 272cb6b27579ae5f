import { JUDGED } from './measures/measure.ts';
import { fractionOf, type Measure, type Values } from './measures.ts';

/** What one policy judges: the measure that it makes, and the sums of its inputs. */
export interface Judged {
  measure: Pick<Measure, 'numerator' | 'denominator'>;
  values: Values;
}

/**
 * The parts of a metric that several policies judge, each its own contacts: what each counts in numerator and
 * denominator, added up. They are the inputs `JUDGED`; every other input is 0.
 */
export function judgedValues(judged: readonly Judged[]): Values {
  const sums = { numerator: 0, denominator: 0 };
  for (const { measure, values } of judged) {
    for (const part of Object.values(JUDGED))
      sums[part] += fractionOf({ numerator: measure[part] ?? {} }, values).numerator;
  }
  return (input) => (input in JUDGED ? sums[JUDGED[input as keyof typeof JUDGED]] : 0);
}
