import { invalidInput } from '../error-list.ts';
import type { FieldError } from '../errors.ts';
import type { WeightedInputs } from '../query/measures/measure.ts';
import { combines } from './dimensions.ts';
import { type InputKind, kindsIn } from './input-kinds.ts';
import type { Metric } from './metric.ts';
import { type MemberCondition, metricOf, type OwnMetric } from './own-metric.ts';
import { type SentParts, weightsOf } from './parts.ts';

/** A definition as it is sent: its parts may be names of metrics. */
export type SentMetric = Omit<OwnMetric, 'numerator' | 'denominator'> & {
  readonly numerator: SentParts;
  readonly denominator: SentParts | null;
};

/** The fields to change. */
export type MetricChange = {
  readonly [Field in keyof Omit<SentMetric, 'name'>]?: SentMetric[Field] | undefined;
};

/**
 * The definition over base measures. Throws InvalidInput, with a path for each error, if a name is unknown, if the unit
 * does not go with what is summed, or if the metric cannot be filtered so. `own`: the other metrics of the tenant.
 */
export function checkedDefinition(sent: SentMetric, own: readonly Metric[]): OwnMetric {
  return checkedChange({ ...sent, numerator: {}, denominator: null }, sent, own);
}

/** Like `checkedDefinition`, of a metric of which only some fields change. */
export function checkedChange(before: OwnMetric, change: MetricChange, own: readonly Metric[]): OwnMetric {
  const { numerator, denominator, ...others } = change;
  const errors: FieldError[] = [];
  const after: OwnMetric = {
    ...before,
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)),
    ...(numerator && { numerator: weightsOf(numerator, { field: 'numerator', own, errors }) }),
    ...(denominator !== undefined && {
      denominator: denominator && weightsOf(denominator, { field: 'denominator', own, errors }),
    }),
  };
  if (errors.length === 0) errors.push(...kindErrors(after));
  if (errors.length === 0 && after.filter) errors.push(...filterErrors(after, after.filter));
  if (errors.length > 0) throw invalidInput('The body', errors);
  return after;
}

function kindErrors({ unit, numerator, denominator }: OwnMetric): FieldError[] {
  const over = onlyKindIn(numerator);
  const under = denominator === null ? null : onlyKindIn(denominator);
  if (over === undefined) return [{ path: 'numerator', message: MIXED }];
  if (under === undefined) return [{ path: 'denominator', message: MIXED }];
  const refused = (message: string): FieldError[] => [{ path: 'unit', message }];
  switch (unit) {
    case 'count':
      if (under !== null) return refused('A count has no denominator. For a quotient use rate or ratio.');
      return over === 'count' ? [] : refused(`The numerator sums ${SUMMED[over]}, which is not a count.`);
    case 'rate':
      if (under === null) return refused('A rate needs a denominator.');
      return over === under
        ? []
        : refused('A rate needs a numerator and a denominator of one kind; or use ratio.');
    case 'ratio':
      return under === null ? refused('A ratio needs a denominator.') : [];
    default: {
      const needed: InputKind = unit === 'usd' ? 'dollars' : 'seconds';
      if (over !== needed) return refused(`${unit} needs a numerator that sums ${SUMMED[needed]}.`);
      const isPlain = under === null || under === 'count';
      return isPlain ? [] : refused(`${unit} needs a denominator that counts, or none; or use ratio.`);
    }
  }
}

const MIXED = 'Adds up what does not belong together, such as seconds and dollars.';
const SUMMED: Readonly<Record<InputKind, string>> = {
  count: 'counts',
  seconds: 'seconds',
  milliseconds: 'milliseconds',
  dollars: 'costs',
  score: 'scores',
};

function onlyKindIn(sum: WeightedInputs): InputKind | undefined {
  const [kind, ...others] = kindsIn(sum);
  return others.length === 0 ? kind : undefined;
}

function filterErrors(definition: OwnMetric, { dimension }: MemberCondition): FieldError[] {
  const reason = combines(metricOf(definition), dimension);
  return reason === true ? [] : [{ path: 'filter.dimension', message: reason }];
}
