import type { Span } from '../facts/events-between.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { HISTOGRAMS, type HistogramName } from '../rollups/histograms.ts';
import { baseMeasureIndex, baseMeasureNamed } from '../rollups/base-measures.ts';
import type { Column } from '../rollups/codec.ts';
import { EVERYTHING, type SetName, setNamed } from '../rollups/rollup-dimensions.ts';
import { TABLES, type Table } from '../rollups/breakdowns.ts';
import { localDay, startOfDay, stretchesBetween } from '../time/zones.ts';
import { partialDaysOf, type RowsNeed } from './partial-days.ts';
import type { MeasureInput } from './measures.ts';
import type { MetricsQuery } from './query.ts';
import { DISTINCT_CUSTOMERS, histogramOf, isOverdue } from './measures/non-additive.ts';

type Grain = 'days' | 'intervals';

/** Days of rollups that lie wholly in the period, both included; empty where `first` > `last`. */
export interface WholeDays {
  first: number;
  last: number;
}

export interface RollupPlan extends RowsNeed {
  source: 'rollups';
  /** Whether groups are made of whole days or of intervals. */
  grain: Grain;
  /** Where the figures lie in a table of the row. */
  table?: Table;
  /** The one row of the table that is asked for. */
  tableMember?: string;
  whole: WholeDays;
  /** What of the period lies outside the whole days: at most its two ends. */
  partialSpans: readonly Span[];
  /** Rows whose intervals cover what can be covered of the ends. */
  intervalRows: readonly RowsNeed[];
  /** What of the ends is read from facts. */
  factSpans: readonly Span[];
  /** Names that the generation must hold. */
  needs: readonly string[];
}

/** No rollups cover the query: the facts of the period, up to a bound. */
export interface FactsPlan {
  source: 'facts';
  factSpans: readonly [Span];
  /** Calendar days whose counters are read; absent where none are asked for. */
  dated?: WholeDays;
}

export type Plan = RollupPlan | FactsPlan;

/** Decides where a query's figures come from. `zone` is that of the rollups. Pure. */
export function planFor(query: MetricsQuery, zone: string): Plan {
  const { period, inputs } = query;
  const place = placeOf(query, zone);
  if (!place) return factsPlan(query);
  const whole = wholeDays(query, zone);
  const hasDated = inputs.some(isDated);
  const partialSpans = partialSpansOf(query, zone, whole);
  const intervalRows = place.table || partialSpans.length === 0 ? undefined : partialDaysOf(query, place, partialSpans, zone);
  return {
    source: 'rollups',
    ...place,
    needs: [...place.needs, ...(intervalRows?.needs ?? [])],
    whole,
    read: hasDated
      ? { first: Math.min(whole.first, period.fromDay), last: Math.max(whole.last, period.toDay) }
      : whole,
    partialSpans,
    intervalRows: intervalRows?.rows ?? [],
    factSpans: intervalRows?.facts ?? partialSpans,
  };
}

/** Reads the facts of the whole period. */
export function factsPlan({ period, inputs }: MetricsQuery): FactsPlan {
  return {
    source: 'facts',
    factSpans: [{ start: period.start, end: period.end }],
    ...(inputs.some(isDated) && { dated: { first: period.fromDay, last: period.toDay } }),
  };
}

type Place = Pick<RollupPlan, 'set' | 'member' | 'columns' | 'grain' | 'table' | 'tableMember' | 'needs'>;

/** What a query asks for, sorted by where rollups keep it. */
interface Wanted {
  baseMeasures: MeasureInput[];
  histograms: HistogramName[];
  customers: boolean;
  deadlines: boolean;
}

function wantedBy({ inputs }: MetricsQuery): Wanted {
  const histograms = new Set(inputs.map(histogramOf).filter((name) => name !== undefined));
  return {
    baseMeasures: inputs.filter((input) => baseMeasureIndex(input) !== undefined),
    histograms: [...histograms],
    customers: inputs.includes(DISTINCT_CUSTOMERS),
    deadlines: inputs.some(isOverdue),
  };
}

function placeOf(query: MetricsQuery, zone: string): Place | undefined {
  const { by } = query;
  const wanted = wantedBy(query);
  const filters = Object.entries(query.filter) as [SetName, string][];
  const [set, member] = filters[0] ?? ['all', EVERYTHING];
  if (wanted.deadlines && set !== 'all') return undefined;
  if (by.kind !== 'total' && (wanted.customers || wanted.histograms.length > 0)) return undefined;
  if (by.kind === 'members') {
    const table = filters.length > 1 ? undefined : tableFor(by.of, set, wanted.baseMeasures);
    return table && inTable(table, set, member, wanted);
  }
  const grain = grainFor(query, zone);
  if (filters.length > 1) {
    const isPlain = !wanted.customers && wanted.histograms.length === 0 && grain === 'days';
    return isPlain && filters.length === 2 ? inCrossTable(filters, wanted) : undefined;
  }
  if (!grain || (grain === 'intervals' && !wanted.baseMeasures.every(isKeptInIntervals))) return undefined;
  if (wanted.customers && !setNamed(set).previousCall) return undefined;
  if (!wanted.histograms.every((name) => withinOf(name).includes(set))) return undefined;
  return inRow(set, member, grain, wanted);
}

function inRow(set: SetName, member: string, grain: Grain, wanted: Wanted): Place {
  const { baseMeasures, histograms, customers, deadlines } = wanted;
  return {
    set,
    member,
    grain,
    columns: new Set<Column>([
      ...(grain === 'days' ? ['base_measures' as const] : baseMeasures.map((baseMeasure) => baseMeasureNamed(baseMeasure)!.intervals!)),
      ...histograms,
      ...(customers ? ['customers' as const] : []),
      ...(deadlines ? ['deadlines' as const] : []),
    ]),
    needs: [
      `set:${set}`,
      ...baseMeasures.map((baseMeasure) => `${baseMeasureNamed(baseMeasure)?.intervals ?? 'base'}:${baseMeasure}`),
      ...histograms.map((name) => `${name}@${set}`),
      ...(deadlines ? [DEADLINES] : []),
    ],
  };
}

const DEADLINES = 'deadlines@all';

function inTable(table: Table, set: SetName, member: string, wanted: Wanted, tableMember?: string): Place {
  return {
    set,
    member,
    grain: 'days',
    columns: new Set<Column>([table.name, ...(wanted.deadlines ? ['deadlines' as const] : [])]),
    table,
    ...(tableMember !== undefined && { tableMember }),
    needs: [
      `set:${set}`,
      `${table.name}@${set}`,
      ...table.baseMeasures.map((baseMeasure) => `${table.name}:${baseMeasure}`),
      ...(wanted.deadlines ? [DEADLINES] : []),
    ],
  };
}

/** Two filters: one as the row, the other as a row of a table in it. */
function inCrossTable(filters: readonly [SetName, string][], wanted: Wanted): Place | undefined {
  const [[a, memberOfA], [b, memberOfB]] = filters as [[SetName, string], [SetName, string]];
  const tableOfB = tableFor(b, a, wanted.baseMeasures);
  if (tableOfB) return inTable(tableOfB, a, memberOfA, wanted, memberOfB);
  const tableOfA = tableFor(a, b, wanted.baseMeasures);
  return tableOfA && inTable(tableOfA, b, memberOfB, wanted, memberOfA);
}

function tableFor(of: string, within: SetName, baseMeasures: readonly MeasureInput[]): Table | undefined {
  return TABLES.find(
    (table) =>
      table.of === of &&
      table.within.includes(within) &&
      baseMeasures.every((baseMeasure) => (table.baseMeasures as readonly string[]).includes(baseMeasure)),
  );
}

function withinOf(name: HistogramName): readonly SetName[] {
  return HISTOGRAMS.find((histogram) => histogram.name === name)!.within;
}

/** Whole-day base measures where groups are made of the rollups' own days, intervals where they are made of intervals. */
function grainFor({ by, period }: MetricsQuery, zone: string): Grain | undefined {
  if (by.kind === 'total' || by.kind === 'members') return 'days';
  if (by.kind === 'buckets') {
    const inner = by.buckets.slice(1).map(({ start }) => start);
    if (inner.every((start) => startOfDay(zone, localDay(zone, start)) === start)) return 'days';
    return inner.every((start) => start % INTERVAL_SECONDS === 0) ? 'intervals' : undefined;
  }
  return hasEvenHours(by.zone, period) ? 'intervals' : undefined;
}

/** Whether no hour of the zone's clocks begins within an interval; some changed in the middle of one. */
function hasEvenHours(zone: string, { start, end }: Span): boolean {
  const [first, ...changes] = stretchesBetween(zone, start, end);
  const isEven = (seconds: number): boolean => seconds % INTERVAL_SECONDS === 0;
  return (
    first !== undefined &&
    isEven(first.offset) &&
    changes.every((stretch) => isEven(stretch.start) && isEven(stretch.offset))
  );
}

/** Whether an input is counted by calendar date. */
export function isDated(input: MeasureInput): boolean {
  return baseMeasureNamed(input)?.dated ?? false;
}

function isKeptInIntervals(input: MeasureInput): boolean {
  return baseMeasureNamed(input)?.intervals !== undefined;
}

function wholeDays({ period }: MetricsQuery, zone: string): WholeDays {
  const fromDay = localDay(zone, period.start);
  const first = startOfDay(zone, fromDay) === period.start ? fromDay : fromDay + 1;
  return { first, last: localDay(zone, period.end) - 1 };
}

function partialSpansOf({ period }: MetricsQuery, zone: string, { first, last }: WholeDays): Span[] {
  if (first > last) return [{ start: period.start, end: period.end }];
  const head = { start: period.start, end: startOfDay(zone, first) };
  const tail = { start: startOfDay(zone, last + 1), end: period.end };
  return [head, tail].filter(({ start, end }) => start < end);
}
