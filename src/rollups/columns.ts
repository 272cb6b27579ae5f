import { type Accumulator, histogramAt, type OmissiblePart } from './accumulator.ts';
import { INTERVAL_COLUMNS, type IntervalColumn } from './base-measures.ts';
import {
  BREAKDOWNS,
  type Breakdown,
  type BreakdownName,
  type CellHistogramColumn,
  type IntervalBreakdownName,
  isDated,
} from './breakdowns.ts';
import { CELL_HISTOGRAMS, cellHistogramsOf } from './cell-histograms.ts';
import type { RollupDimensionName } from './dimensions.ts';
import { BASE_MEASURES_CODEC, intervalsCodec } from './encoding/base-measures.ts';
import { breakdownCodec, breakdownIntervalsCodec, cellHistogramCodec } from './encoding/breakdowns.ts';
import type { Codec } from './encoding/codec.ts';
import { countsCodec, DEADLINES_CODEC } from './encoding/counts.ts';
import { CUSTOMER_INTERVALS_CODEC } from './encoding/customers.ts';
import { histogramIntervalsCodec } from './encoding/histograms.ts';
import { HISTOGRAMS, type HistogramName } from './histograms.ts';

/** Columns of the table that hold several columns of an accumulator: JSON objects by name, without empty ones. */
export const PACKED_COLUMNS = ['breakdown_intervals', 'histogram_intervals', 'cell_histograms'] as const;
export type PackedColumn = (typeof PACKED_COLUMNS)[number];

/** A part of a packed column. */
type PackedPart = Exclude<OmissiblePart, 'customer_intervals'> | CellHistogramColumn;

/** What can be read by itself: a column of the table, or a part of a packed one. */
export type RollupColumn =
  | 'base_measures'
  | IntervalColumn
  | 'customers'
  | 'customer_intervals'
  | 'deadlines'
  | BreakdownName
  | HistogramName
  | PackedPart;

/** A column of the table. */
export type StoredColumn = Exclude<RollupColumn, PackedPart> | PackedColumn;

export interface Part {
  readonly column: RollupColumn;
  readonly codec: Codec;
  /** The packed column that holds it, and its name there. */
  readonly packed?: { readonly column: PackedColumn; readonly name: string };
  /** The column that has the same by whole days, if a row may omit this part. */
  readonly byDay?: StoredColumn;
}

/** Everything that an accumulator is stored as. */
export const PARTS: readonly Part[] = [
  { column: 'base_measures', codec: BASE_MEASURES_CODEC },
  ...INTERVAL_COLUMNS.map((column): Part => ({ column, codec: intervalsCodec(column) })),
  { column: 'customers', codec: countsCodec(customersIn, customersIn) },
  { column: 'customer_intervals', codec: CUSTOMER_INTERVALS_CODEC, byDay: 'customers' },
  { column: 'deadlines', codec: DEADLINES_CODEC },
  ...BREAKDOWNS.flatMap(partsOfBreakdown),
  ...HISTOGRAMS.flatMap(({ name }): Part[] => [
    { column: name, codec: histogramCodec(name) },
    {
      column: `${name}_intervals`,
      codec: histogramIntervalsCodec(name),
      packed: { column: 'histogram_intervals', name },
      byDay: name,
    },
  ]),
  ...CELL_HISTOGRAMS.map(
    ({ column, breakdown, histogram }): Part => ({
      column,
      codec: cellHistogramCodec(breakdown, histogram.name),
      packed: { column: 'cell_histograms', name: `${breakdown.name}.${histogram.name}` },
    }),
  ),
];

function customersIn({ customers }: Accumulator): Map<number, number> {
  return customers;
}

function histogramCodec(name: HistogramName): Codec {
  return countsCodec(
    ({ histograms }) => histograms[name],
    (accumulator) => histogramAt(accumulator, name),
  );
}

function partsOfBreakdown(breakdown: Breakdown): Part[] {
  const { name } = breakdown;
  const day: Part = { column: name, codec: breakdownCodec(breakdown) };
  if (isDated(breakdown)) return [day];
  const intervals: Part = {
    column: intervalsOf(breakdown),
    codec: breakdownIntervalsCodec(breakdown),
    packed: { column: 'breakdown_intervals', name },
    byDay: name,
  };
  return [day, intervals];
}

/** The column of a breakdown's intervals. Only for breakdowns that are not dated. */
export function intervalsOf({ name }: Breakdown): RollupColumn {
  return `${name as IntervalBreakdownName}_intervals`;
}

/** All columns that hold the cells of a breakdown, and the rollup dimensions whose rows have them. */
export function columnsOf(
  breakdown: Breakdown,
): readonly { column: RollupColumn; within: readonly RollupDimensionName[] }[] {
  const { name, within } = breakdown;
  if (isDated(breakdown)) return [{ column: name, within }];
  return [
    { column: name, within },
    { column: intervalsOf(breakdown), within },
    ...cellHistogramsOf(breakdown),
  ];
}

/** The value columns of a rollup row. */
export const COLUMNS: readonly StoredColumn[] = [
  ...PARTS.flatMap(({ column, packed }) => (packed ? [] : [column as StoredColumn])),
  ...PACKED_COLUMNS,
];

const PART_OF = new Map(PARTS.map((part) => [part.column, part]));

/** The part that is read by the name of a column. */
export function partNamed(column: RollupColumn): Part {
  return PART_OF.get(column)!;
}
