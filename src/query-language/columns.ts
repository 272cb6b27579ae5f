import { combines } from '../catalogue/dimensions.ts';
import type { Grain } from '../catalogue/grains.ts';
import { GRAINS } from '../catalogue/grains.ts';
import type { ArgumentValues, Metric, Stat } from '../catalogue/metric.ts';
import { findMetric } from '../catalogue/metrics.ts';
import { requestErrors } from '../field-errors.ts';
import { DUPLICATE } from '../messages.ts';
import { JUDGED } from '../query/measures/measure.ts';
import type { ServiceLevelRules } from '../query/measures/service-level-rules.ts';
import type { Measure } from '../query/measures.ts';
import type { DimensionName } from '../rollups/dimensions.ts';
import type { ServiceLevelPolicy } from '../service-levels/policy.ts';
import type { Mistakes } from './mistakes.ts';
import { grainOf } from './names.ts';
import type { QueryRequest } from './request.ts';

/** A metric of a query, and the column that shows it. */
export interface MetricColumn {
  name: string;
  metric: Metric;
  stat: Stat | undefined;
  /** As given if policies judge, else with defaults filled in; undefined if the query gave none. */
  args: ArgumentValues | undefined;
  /** Of what policies judge: over the sums of the parts that each of them judges. */
  measure: Measure;
  /** What computes the part that a policy judges; only if policies judge it. */
  judgedBy?: (rules: ServiceLevelRules) => Measure;
}

/** What the rows of a query consist of. */
export interface Columns {
  metrics: readonly MetricColumn[];
  /** In the order of the query; `time` stands for the grain. */
  dimensions: readonly (DimensionName | 'time')[];
  /** The same without time. */
  members: readonly DimensionName[];
  grain: Grain | undefined;
  /** The versions of the policies that judge some of the metrics; none if none is judged. */
  policies: readonly ServiceLevelPolicy[];
}

/** What a tenant has defined, as far as a query needs it. */
export interface Defined {
  own: readonly Metric[];
  policies: readonly ServiceLevelPolicy[];
}

/** Resolves the columns of a query whose names are known. Collects what cannot be a column, and what does not combine. */
export function columnsOf(
  { metrics, dimensions = [], filters = [] }: QueryRequest,
  defined: Defined,
  mistakes: Mistakes,
): Columns {
  const grains = dimensions.map(grainOf);
  dimensions.forEach((dimension, index) => {
    if (dimensions.indexOf(dimension) < index) mistakes.add(`dimensions.${index}`, DUPLICATE);
    else if (grains[index] && grains.findIndex((grain) => grain) < index)
      mistakes.add(`dimensions.${index}`, 'Only one dimension may be of time.');
  });
  const columns = metrics.map((asked, index) => metricColumn(asked, index, defined, mistakes));
  const taken = new Set(dimensions.flatMap((name) => [name, `${name}_name`]).concat('time', 'records'));
  columns.forEach(({ name }, index) => {
    if (taken.has(name)) {
      const message = `Two columns cannot both be called ${name}; rename one with \`as\`.`;
      mistakes.add(`metrics.${index}`, message);
    }
    taken.add(name);
  });
  const used = [
    ...dimensions.map((name, index) => [name, `dimensions.${index}`] as const),
    ...filters.map(({ dimension }, index) => [dimension, `filters.${index}.dimension`] as const),
  ];
  for (const [dimension, path] of used) checkPairs(columns, dimension, path, mistakes);
  const names = dimensions.map((name, index) => (grains[index] ? 'time' : (name as DimensionName)));
  return {
    metrics: columns,
    dimensions: names,
    members: names.filter((name) => name !== 'time'),
    grain: grains.find((grain) => grain !== undefined),
    policies: columns.some(({ judgedBy }) => judgedBy) ? defined.policies : [],
  };
}

function metricColumn(
  asked: QueryRequest['metrics'][number],
  index: number,
  { own, policies }: Defined,
  mistakes: Mistakes,
): MetricColumn {
  const { metric: name, stat: sent, args: given, as } = typeof asked === 'string' ? { metric: asked } : asked;
  const metric = findMetric(name, own)!;
  const stat = metric.stats.find((each) => each === sent);
  if (sent !== undefined && stat === undefined) {
    const accepted =
      metric.stats.length > 0 ? `Must be one of ${metric.stats.join(', ')}.` : `${name} has no stats.`;
    mistakes.add(`metrics.${index}.stat`, accepted);
  }
  const column = as ?? (stat === undefined ? name : `${name}_${stat}`);
  const args = given && argumentsOf(metric, given, `metrics.${index}.args`, mistakes);
  const { judgedBy } = metric;
  const plain = { name: column, metric, stat: stat ?? metric.defaultStat };
  if (!judgedBy || policies.length === 0) return { ...plain, args, measure: metric.measureOf(stat, args) };
  const chosen = args && onlyGiven(args, given ?? {});
  return {
    ...plain,
    args: chosen,
    measure: judgedMeasure(metric.measureOf()),
    judgedBy: (rules) => judgedBy({ ...rules, ...chosen }),
  };
}

/** Arguments without those that a schema has filled in: a policy decides about these. */
function onlyGiven(args: ArgumentValues, given: object): ArgumentValues {
  return Object.fromEntries(Object.entries(args).filter(([name]) => name in given));
}

/** A measure over the sums of what policies judge. */
function judgedMeasure({ unit, description, denominator }: Measure): Measure {
  const [numerator, divisor] = Object.keys(JUDGED) as [keyof typeof JUDGED, keyof typeof JUDGED];
  return {
    unit,
    description,
    numerator: { [numerator]: 1 },
    ...(denominator && { denominator: { [divisor]: 1 } }),
  };
}

function argumentsOf(
  { name, args }: Metric,
  given: Readonly<Record<string, unknown>>,
  path: string,
  mistakes: Mistakes,
): ArgumentValues | undefined {
  if (!args) {
    mistakes.add(path, `${name} takes no arguments.`);
    return undefined;
  }
  const { data, error } = args.schema.safeParse(given);
  for (const mistake of error ? requestErrors(error.issues).listed : [])
    mistakes.add(mistake.path === '' ? path : `${path}.${mistake.path}`, mistake.message);
  return data as ArgumentValues | undefined;
}

function checkPairs(
  columns: readonly MetricColumn[],
  dimension: string,
  path: string,
  mistakes: Mistakes,
): void {
  for (const metric of new Set(columns.map((column) => column.metric))) {
    const reason = combines(metric, dimension);
    if (reason === true) continue;
    const grains = GRAINS.filter((grain) => combines(metric, `time:${grain}`) === true);
    const others = [...metric.dimensions, ...grains.map((grain) => `time:${grain}`)].join(', ');
    mistakes.add(
      path,
      `${metric.name} and ${dimension} do not combine. ${reason} ${metric.name} combines with: ${others}.`,
    );
  }
}
