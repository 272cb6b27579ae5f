import { STATS, statOf, TIMINGS, type Timing } from '../query/measures/timings.ts';
import { type DeclaredMeasure, MEASURES, type Measure, type Unit } from '../query/measures.ts';
import type { Metric, PublicUnit } from './metric.ts';
import { traitsOf } from './traits.ts';

const PUBLIC_UNIT: Readonly<Record<Unit, PublicUnit>> = {
  count: 'count',
  mean: 'mean',
  rate: 'percent',
  share: 'percent',
  seconds: 'seconds',
  minutes: 'minutes',
  milliseconds: 'milliseconds',
  rating: 'rating',
  score: 'score',
  sentiment: 'sentiment',
  dollars: 'usd',
  unit_cost: 'usd',
  ratio: 'ratio',
};

/** Every metric that the code declares: timings first, then the measures. */
export const METRICS: readonly Metric[] = [
  ...Object.entries(TIMINGS).map(([name, timing]) => ofTiming(name, timing)),
  ...Object.entries(MEASURES).map(([name, measure]) => ofMeasure(name, measure)),
];

function ofMeasure(name: string, measure: DeclaredMeasure): Metric {
  const { aliases = [], label, unit, better, description, args, byPolicy } = measure;
  return {
    name,
    aliases,
    label,
    unit: PUBLIC_UNIT[unit],
    better,
    description,
    stats: [],
    ...(args && { args }),
    ...traitsOf(measure),
    measureOf: (_stat, chosen) =>
      args && chosen ? withInputs(measure, args.inputsOf(chosen as never)) : measure,
    ...(byPolicy && { judgedBy: (rules) => withInputs(measure, byPolicy(rules)) }),
  };
}

function withInputs(
  { unit, description }: DeclaredMeasure,
  inputs: Pick<Measure, 'numerator' | 'denominator'>,
): Measure {
  return { unit, description, ...inputs };
}

function ofTiming(name: string, timing: Timing): Metric {
  const { label, description, better } = timing;
  const defaultStat = 'mean';
  return {
    name,
    aliases: [],
    label,
    unit: 'seconds',
    better,
    description,
    stats: STATS,
    defaultStat,
    ...traitsOf(statOf(timing, defaultStat)),
    measureOf: (stat = defaultStat) => statOf(timing, stat),
  };
}

export { nearestNames } from './nearest-names.ts';

/** The metric with this name or alias, if any, among those of the code and `own`. */
export function findMetric(name: string, own: readonly Metric[] = []): Metric | undefined {
  return BY_NAME.get(name) ?? own.find((metric) => metric.name === name);
}

const BY_NAME = new Map(
  METRICS.flatMap((metric) => [metric.name, ...metric.aliases].map((name) => [name, metric])),
);
