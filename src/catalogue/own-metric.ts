import type { WeightedInputs } from '../query/measures/measure.ts';
import type { Measure, Unit } from '../query/measures.ts';
import type { Filter, Member } from '../query/query.ts';
import type { CommonDimension } from '../rollups/dimensions.ts';
import { kindsIn, SCALE } from './input-kinds.ts';
import type { Better, Metric, PublicUnit } from './metric.ts';
import { traitsOf } from './traits.ts';

export const OWN_UNITS = ['count', 'rate', 'ratio', 'seconds', 'minutes', 'usd'] as const;
type OwnUnit = (typeof OWN_UNITS)[number];

/** The filter of a tenant's own metric: it counts only these members, or all others. Null stands for no value. */
export type MemberCondition = { readonly dimension: CommonDimension } & (
  | { readonly in: readonly Member[]; readonly not_in?: never }
  | { readonly not_in: readonly Member[]; readonly in?: never }
);

/** The stored definition of a tenant's own metric. Its parts are base measures. */
export interface OwnMetric {
  readonly name: string;
  readonly label: string;
  readonly unit: OwnUnit;
  readonly better: Better;
  readonly description: string;
  readonly numerator: WeightedInputs;
  readonly denominator: WeightedInputs | null;
  readonly filter: MemberCondition | null;
}

const SECONDS_PER_MINUTE = 60;

const SHOWN: Readonly<Record<OwnUnit, PublicUnit>> = {
  count: 'count',
  rate: 'percent',
  ratio: 'ratio',
  seconds: 'seconds',
  minutes: 'minutes',
  usd: 'usd',
};

/** The metric that a definition makes. */
export function metricOf(own: OwnMetric): Metric {
  const { name, label, unit, better, description, filter } = own;
  const measure = measureFrom(own);
  return {
    name,
    aliases: [],
    label,
    unit: SHOWN[unit],
    better,
    description,
    stats: [],
    ...traitsOf(measure),
    ...(filter && { filter: filterOf(filter) }),
    measureOf: () => measure,
  };
}

/** Inputs are summed in small units, such as millionths of a dollar. The divisor converts them to the unit of the measure. */
function measureFrom({ unit, description, numerator, denominator }: OwnMetric): Measure {
  const over = scaleOf(numerator) * (unit === 'minutes' ? SECONDS_PER_MINUTE : 1);
  const under = denominator ? scaleOf(denominator) : 1;
  const divisor = over % under === 0 ? over / under : over;
  const factor = over % under === 0 ? 1 : under;
  const raised = Object.entries(numerator).map(([input, weight]) => [input, weight * factor]);
  return {
    unit: measureUnit(unit, denominator !== null),
    description,
    numerator: Object.fromEntries(raised) as WeightedInputs,
    ...(denominator && { denominator }),
    ...(divisor !== 1 && { divisor }),
  };
}

function scaleOf(sum: WeightedInputs): number {
  return SCALE[kindsIn(sum)[0] ?? 'count'];
}

function measureUnit(unit: OwnUnit, isQuotient: boolean): Unit {
  if (unit === 'usd') return isQuotient ? 'unit_cost' : 'dollars';
  return unit;
}

function filterOf({ dimension, in: included, not_in: excluded }: MemberCondition): Filter {
  const members = new Set(included ?? excluded);
  return { [dimension]: { members, isExcluded: included === undefined } };
}
