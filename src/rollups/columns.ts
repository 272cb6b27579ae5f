import { type Accumulator, histogramAt, type WholeOmissiblePart } from './accumulator.ts';
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
import { customerIntervalsCodec } from './encoding/customers.ts';
import { histogramIntervalsCodec } from './encoding/histograms.ts';
import { outboundCodec } from './encoding/outbound.ts';
import { HISTOGRAMS, type HistogramName } from './histograms.ts';

/** Columns of the table that hold several columns of an accumulator: JSON objects by name, without empty ones. */
export const PACKED_COLUMNS = [
  'breakdown_intervals',
  'histogram_intervals',
  'cell_histograms',
  'outbound',
] as const;
export type PackedColumn = (typeof PACKED_COLUMNS)[number];

/** A part of a packed column. */
type WholePackedPart = Exclude<WholeOmissiblePart, 'customer_intervals'> | CellHistogramColumn;

type WholeStoredColumn =
  | 'base_measures'
  | IntervalColumn
  | 'customers'
  | 'customer_intervals'
  | 'deadlines'
  | BreakdownName
  | HistogramName;

/** What of a column is outbound. */
export type OutboundColumn = `outbound_${WholeStoredColumn | WholePackedPart}`;

type PackedPart = WholePackedPart | OutboundColumn | 'inbound_customers';

/** What can be read by itself: a column of the table, or a part of a packed one. */
export type RollupColumn = WholeStoredColumn | PackedPart;

/** A column of the table. */
export type StoredColumn = WholeStoredColumn | PackedColumn;

export interface Part {
  readonly column: RollupColumn;
  readonly codec: Codec;
  /** The packed column that holds it, and its name there. */
  readonly packed?: { readonly column: PackedColumn; readonly name: string };
  /** The column that has the same by whole days, if a row may omit this part. */
  readonly byDay?: RollupColumn;
}

/** Everything that an accumulator is stored as, but for directions. */
const WHOLE_PARTS: readonly Part[] = [
  { column: 'base_measures', codec: BASE_MEASURES_CODEC },
  ...INTERVAL_COLUMNS.map((column): Part => ({ column, codec: intervalsCodec(column) })),
  { column: 'customers', codec: countsCodec(customersIn, customersIn) },
  {
    column: 'customer_intervals',
    codec: customerIntervalsCodec((accumulator) => accumulator.customerIntervals),
    byDay: 'customers',
  },
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

/** Columns whose outbound part is not stored: of dates or the time of agents, or stored otherwise. */
const UNDIRECTED: ReadonlySet<RollupColumn> = new Set([
  'customers',
  'deadlines',
  'articles',
  'agent_time_intervals',
  'agent_times',
  'agent_times_intervals',
]);

/** Everything that an accumulator is stored as. */
export const PARTS: readonly Part[] = [
  ...WHOLE_PARTS,
  ...WHOLE_PARTS.filter(({ column }) => !UNDIRECTED.has(column)).map(
    ({ column, codec, byDay }): Part => ({
      column: outboundOf(column),
      codec: outboundCodec(codec),
      packed: { column: 'outbound', name: column },
      // Outbound calls are not kept by the day of the previous one.
      ...(byDay && byDay !== 'customers' && { byDay: outboundOf(byDay) }),
    }),
  ),
  {
    column: 'inbound_customers',
    codec: customerIntervalsCodec((accumulator) => accumulator.inboundCustomers),
    packed: { column: 'outbound', name: 'inbound_customers' },
  },
];

/** The name of the outbound part of a column. */
export function outboundOf(column: RollupColumn): OutboundColumn {
  return `outbound_${column as WholeStoredColumn}`;
}

/** Whether a column is the outbound part of another. */
export function isOutboundColumn(column: RollupColumn): boolean {
  return column.startsWith('outbound_');
}

/** Whether a column holds what tells directions apart. */
export function isByDirection(column: RollupColumn): boolean {
  return partNamed(column).packed?.column === 'outbound';
}

/** The columns that together hold what `columns` hold, by direction. */
export function columnsByDirection(columns: ReadonlySet<RollupColumn>): ReadonlySet<RollupColumn> {
  return new Set(
    [...columns].flatMap((column): RollupColumn[] => [
      column,
      ...(UNDIRECTED.has(column) ? [] : [outboundOf(column)]),
      ...(column === 'customer_intervals' ? ['inbound_customers' as const] : []),
    ]),
  );
}

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

/** All columns that hold the cells of a breakdown, but for directions, and the rollup dimensions whose rows have them. */
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
