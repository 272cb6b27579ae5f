import type { Span } from '../facts/events-between.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { HISTOGRAMS, type HistogramName } from '../rollups/histograms.ts';
import { baseMeasureIndex, baseMeasureNamed } from '../rollups/base-measures.ts';
import type { Column } from '../rollups/codec.ts';
import { EVERYTHING, type SetName, setNamed } from '../rollups/rollup-dimensions.ts';
import { TABLES, type Table } from '../rollups/breakdowns.ts';
import { localDay, startOfDay, stretchesBetween } from '../time/zones.ts';
import { edgesOf, type RowsNeed } from './partial-days.ts';
import type { Term } from './measures.ts';
import type { Question } from './query.ts';
import { DISTINCT_CUSTOMERS, histogramOf, isOverdue } from './measures/non-additive.ts';

type Grain = 'days' | 'slots';

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
  ends: readonly Span[];
  /** Rows whose intervals cover what can be covered of the ends. */
  edges: readonly RowsNeed[];
  /** What of the ends is read from facts. */
  ragged: readonly Span[];
  /** Names that the generation must hold. */
  needs: readonly string[];
}

/** No rollups cover the question: the facts of the period, up to a bound. */
export interface FactsPlan {
  source: 'facts';
  ragged: readonly [Span];
  /** Calendar days whose counters are read; absent where none are asked for. */
  dated?: WholeDays;
}

export type Plan = RollupPlan | FactsPlan;

/** Decides where a question's figures come from. `zone` is that of the rollups. Pure. */
export function planFor(question: Question, zone: string): Plan {
  const { period, terms } = question;
  const place = placeOf(question, zone);
  if (!place) return factsPlan(question);
  const whole = wholeDays(question, zone);
  const isDated = terms.some(isDatedTerm);
  const ends = raggedSpans(question, zone, whole);
  const edges = place.table || ends.length === 0 ? undefined : edgesOf(question, place, ends, zone);
  return {
    source: 'rollups',
    ...place,
    needs: [...place.needs, ...(edges?.needs ?? [])],
    whole,
    read: isDated
      ? { first: Math.min(whole.first, period.fromDay), last: Math.max(whole.last, period.toDay) }
      : whole,
    ends,
    edges: edges?.rows ?? [],
    ragged: edges?.facts ?? ends,
  };
}

/** Reads the facts of the whole period. */
export function factsPlan({ period, terms }: Question): FactsPlan {
  return {
    source: 'facts',
    ragged: [{ start: period.start, end: period.end }],
    ...(terms.some(isDatedTerm) && { dated: { first: period.fromDay, last: period.toDay } }),
  };
}

type Place = Pick<RollupPlan, 'set' | 'member' | 'columns' | 'grain' | 'table' | 'tableMember' | 'needs'>;

/** What a question asks for, sorted by where rollups keep it. */
interface Wanted {
  baseMeasures: Term[];
  histograms: HistogramName[];
  customers: boolean;
  deadlines: boolean;
}

function wantedBy({ terms }: Question): Wanted {
  const histograms = new Set(terms.map(histogramOf).filter((name) => name !== undefined));
  return {
    baseMeasures: terms.filter((term) => baseMeasureIndex(term) !== undefined),
    histograms: [...histograms],
    customers: terms.includes(DISTINCT_CUSTOMERS),
    deadlines: terms.some(isOverdue),
  };
}

function placeOf(question: Question, zone: string): Place | undefined {
  const { by } = question;
  const wanted = wantedBy(question);
  const filters = Object.entries(question.filter) as [SetName, string][];
  const [set, member] = filters[0] ?? ['all', EVERYTHING];
  if (wanted.deadlines && set !== 'all') return undefined;
  if (by.kind !== 'total' && (wanted.customers || wanted.histograms.length > 0)) return undefined;
  if (by.kind === 'members') {
    const table = filters.length > 1 ? undefined : tableFor(by.of, set, wanted.baseMeasures);
    return table && inTable(table, set, member, wanted);
  }
  const grain = grainFor(question, zone);
  if (filters.length > 1) {
    const isPlain = !wanted.customers && wanted.histograms.length === 0 && grain === 'days';
    return isPlain && filters.length === 2 ? inCrossTable(filters, wanted) : undefined;
  }
  if (!grain || (grain === 'slots' && !wanted.baseMeasures.every(isKeptInIntervals))) return undefined;
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

function tableFor(of: string, within: SetName, baseMeasures: readonly Term[]): Table | undefined {
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
function grainFor({ by, period }: Question, zone: string): Grain | undefined {
  if (by.kind === 'total' || by.kind === 'members') return 'days';
  if (by.kind === 'buckets') {
    const inner = by.buckets.slice(1).map(({ start }) => start);
    if (inner.every((start) => startOfDay(zone, localDay(zone, start)) === start)) return 'days';
    return inner.every((start) => start % INTERVAL_SECONDS === 0) ? 'slots' : undefined;
  }
  return hasEvenHours(by.zone, period) ? 'slots' : undefined;
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

/** Whether a term is counted by calendar date. */
export function isDatedTerm(term: Term): boolean {
  return baseMeasureNamed(term)?.dated ?? false;
}

function isKeptInIntervals(term: Term): boolean {
  return baseMeasureNamed(term)?.intervals !== undefined;
}

function wholeDays({ period }: Question, zone: string): WholeDays {
  const fromDay = localDay(zone, period.start);
  const first = startOfDay(zone, fromDay) === period.start ? fromDay : fromDay + 1;
  return { first, last: localDay(zone, period.end) - 1 };
}

function raggedSpans({ period }: Question, zone: string, { first, last }: WholeDays): Span[] {
  if (first > last) return [{ start: period.start, end: period.end }];
  const head = { start: period.start, end: startOfDay(zone, first) };
  const tail = { start: startOfDay(zone, last + 1), end: period.end };
  return [head, tail].filter(({ start, end }) => start < end);
}
