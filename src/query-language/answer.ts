import type { Grain } from '../catalogue/grains.ts';
import type { Fraction } from '../query/measures.ts';
import { type DimensionNames, nameOf } from '../query/ranking.ts';
import { type DimensionName, isNamedDimension, OTHERS } from '../rollups/dimensions.ts';
import { isoInstant } from '../time/dates.ts';
import type { Period } from '../time/period.ts';
import type { MetricColumn } from './columns.ts';
import { isExactMeasure, shownChange, shownValue } from './format.ts';
import { measuresOf, regionsFor } from './judged.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { OTHER, type Row } from './rows.ts';
import type { TimeAxis } from './time-axis.ts';

/** A column of an answer. */
export type Column =
  | { name: string; kind: 'dimension' }
  /** The name of a member. */
  | { name: string; kind: 'label'; of: string }
  | { name: string; kind: 'time'; grain: Grain }
  /** `exact` is false for percentiles, which are within 1 %. */
  | { name: string; kind: 'metric'; unit: string; exact: boolean };

/** A row as an answer shows it, by the name of its column. */
export type ShownRow = Record<string, string | number | null>;

/** The same, with links to the records behind its figures if they are asked for. */
export type LinkedRow = ShownRow & { records?: Record<string, string | null> };

/** Records that name members, by dimension. */
export type NamesByDimension = ReadonlyMap<DimensionName, DimensionNames>;

/** The columns of the rows of a query, in order. */
export function shownColumns({ columns, period, filter }: NormalisedQuery): Column[] {
  const { dimensions, grain, metrics } = columns;
  const regions = regionsFor(columns, { period, filter });
  return [
    ...dimensions.flatMap((name): Column[] => {
      if (name === 'time') return [{ name, kind: 'time', grain: grain! }];
      const label: Column[] = isNamedDimension(name)
        ? [{ name: `${name}_name`, kind: 'label', of: name }]
        : [];
      return [{ name, kind: 'dimension' }, ...label];
    }),
    ...metrics.map(
      (column): Column => ({
        name: column.name,
        kind: 'metric',
        unit: column.metric.unit,
        exact: measuresOf(column, regions).every(isExactMeasure),
      }),
    ),
  ];
}

/** The name of a member by its record, or its id. */
export function memberName(names: NamesByDimension, dimension: DimensionName, member: string): string {
  if (member === OTHERS) return 'Other';
  const known = names.get(dimension);
  return known ? nameOf(known, member) : member;
}

/** A row with the labels of its members and its time; `values` are those of the metrics. */
export function shownRow(
  { columns, isExact }: NormalisedQuery,
  { members, place }: Pick<Row, 'members' | 'place'>,
  values: readonly Fraction[],
  { names, axis }: { names: NamesByDimension; axis: TimeAxis },
): ShownRow {
  const shown: ShownRow = {};
  let position = 0;
  for (const dimension of columns.dimensions) {
    if (dimension === 'time') {
      shown.time = axis.labels[place] ?? null;
      continue;
    }
    const member = members[position++]!;
    shown[dimension] = member === OTHERS ? OTHER : member;
    if (isNamedDimension(dimension))
      shown[`${dimension}_name`] = member === null ? null : memberName(names, dimension, member);
  }
  return Object.assign(shown, shownValues(columns.metrics, values, isExact));
}

/** The values of metrics by the names of their columns. */
export function shownValues(
  metrics: readonly MetricColumn[],
  values: readonly Fraction[],
  isExact: boolean,
): Record<string, number | null> {
  return Object.fromEntries(
    metrics.map(({ name, measure }, position) => [name, shownValue(measure, values[position]!, isExact)]),
  );
}

/** The change of each metric from `before`, as a fraction of it. */
export function shownChanges(
  { columns, isExact }: NormalisedQuery,
  values: readonly Fraction[],
  before: readonly Fraction[],
): Record<string, number | null> {
  return Object.fromEntries(
    columns.metrics.map(({ name }, position) => [
      name,
      shownChange(values[position]!, before[position]!, isExact),
    ]),
  );
}

/** A period as answers echo it: half-open, UTC. */
export function shownPeriod({ start, end, zone }: Period) {
  return { from: isoInstant(start), to: isoInstant(end), time_zone: zone };
}
