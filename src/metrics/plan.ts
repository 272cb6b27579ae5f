import type { Span } from '../facts/occurrences-between.ts';
import { SLOT_SECONDS } from '../rollups/cell.ts';
import { LEAVES, leafIndex } from '../rollups/leaves.ts';
import type { Column } from '../rollups/pack.ts';
import { EVERYTHING, type SetName, setNamed, TABLES, type Table } from '../rollups/sets.ts';
import type { Period } from '../time/period.ts';
import { localDay, startOfDay, stretchesBetween } from '../time/zones.ts';
import { DISTINCT_CUSTOMERS, type Term } from './measures.ts';
import type { Filter, Question } from './question.ts';

/** Days of rollups that lie wholly in the period, both included; empty where `first` > `last`. */
export interface WholeDays {
  first: number;
  last: number;
}

export interface RollupPlan {
  source: 'rollups';
  set: SetName;
  member: string;
  columns: ReadonlySet<Column>;
  /** Where the figures lie in a table of the row. */
  table?: Table;
  /** The one row of the table that is asked for. */
  tableMember?: string;
  whole: WholeDays;
  /** Days whose rows are read: whole days, and calendar days for counters of a date. */
  read: WholeDays;
  /** What of the period lies outside the whole days: at most its two ends. */
  ragged: readonly Span[];
  /** Names that the generation must hold. */
  needs: readonly string[];
}

/** No rollups cover the question: the facts of the period, up to a bound. */
export interface FactsPlan {
  source: 'facts';
  ragged: readonly [Span];
}

export type Plan = RollupPlan | FactsPlan;

/** Decides where a question's figures come from. `zone` is that of the rollups. Pure. */
export function planFor(question: Question, zone: string): Plan {
  const { period, terms } = question;
  const place = placeOf(question, zone);
  if (!place) return factsPlan(question);
  const whole = wholeDays(question, zone);
  const isDated = terms.some((term) => LEAVES[leafIndex(term) ?? -1]?.dated);
  return {
    source: 'rollups',
    ...place,
    whole,
    read: isDated
      ? { first: Math.min(whole.first, period.fromDay), last: Math.max(whole.last, period.toDay) }
      : whole,
    ragged: raggedSpans(question, zone, whole),
  };
}

/** Reads the facts of the whole period. */
export function factsPlan({ period }: Question): FactsPlan {
  return { source: 'facts', ragged: [{ start: period.start, end: period.end }] };
}

type Place = Pick<RollupPlan, 'set' | 'member' | 'columns' | 'table' | 'tableMember' | 'needs'>;

function placeOf(question: Question, zone: string): Place | undefined {
  const filters = Object.entries(question.filter) as [SetName, string][];
  const leaves = question.terms.filter((term) => term !== DISTINCT_CUSTOMERS);
  const asksCustomers = leaves.length < question.terms.length;
  if (question.by.kind === 'members') {
    const [set, member] = filters[0] ?? ['all', EVERYTHING];
    const table = tableFor(question.by.of, set, leaves);
    return filters.length > 1 || !table || asksCustomers ? undefined : inTable(table, set, member);
  }
  if (filters.length === 2 && question.by.kind === 'total' && !asksCustomers)
    return inCrossTable(filters, leaves);
  if (filters.length > 1) return undefined;
  const [set, member] = filters[0] ?? ['all', EVERYTHING];
  if (asksCustomers && (!setNamed(set).previousCall || question.by.kind !== 'total')) return undefined;
  const column = columnFor(question, zone);
  if (!column || (column === 'slots' && !leaves.every(isSlotted))) return undefined;
  return {
    set,
    member,
    columns: new Set<Column>(asksCustomers ? [column, 'customers'] : [column]),
    needs: [`set:${set}`, ...leaves.map((leaf) => `${isSlotted(leaf) ? 'slotted' : 'leaf'}:${leaf}`)],
  };
}

function inTable(table: Table, set: SetName, member: string, tableMember?: string): Place {
  return {
    set,
    member,
    columns: new Set([table.name]),
    table,
    ...(tableMember !== undefined && { tableMember }),
    needs: [`set:${set}`, ...table.leaves.map((leaf) => `${table.name}:${leaf}`)],
  };
}

/** Two filters: one as the row, the other as a row of a table in it. */
function inCrossTable(filters: readonly [SetName, string][], leaves: readonly Term[]): Place | undefined {
  const [[a, memberOfA], [b, memberOfB]] = filters as [[SetName, string], [SetName, string]];
  const tableOfB = tableFor(b, a, leaves);
  if (tableOfB) return inTable(tableOfB, a, memberOfA, memberOfB);
  const tableOfA = tableFor(a, b, leaves);
  return tableOfA && inTable(tableOfA, b, memberOfB, memberOfA);
}

function tableFor(of: SetName, within: SetName, leaves: readonly Term[]): Table | undefined {
  return TABLES.find(
    (table) =>
      table.of === of &&
      table.within.includes(within) &&
      leaves.every((leaf) => (table.leaves as string[]).includes(leaf)),
  );
}

/** Whole-day leaves where groups are made of the rollups' own days, slots where they are made of slots. */
function columnFor({ by, period }: Question, zone: string): 'leaves' | 'slots' | undefined {
  if (by.kind === 'total') return 'leaves';
  if (by.kind === 'buckets') {
    const inner = by.buckets.slice(1).map(({ start }) => start);
    if (inner.every((start) => startOfDay(zone, localDay(zone, start)) === start)) return 'leaves';
    return inner.every((start) => start % SLOT_SECONDS === 0) ? 'slots' : undefined;
  }
  return hasEvenHours(period) ? 'slots' : undefined;
}

/** Whether no hour of the period's clocks begins within a slot; some changed in the middle of one. */
function hasEvenHours({ zone, start, end }: Period): boolean {
  const [first, ...changes] = stretchesBetween(zone, start, end);
  const isEven = (seconds: number): boolean => seconds % SLOT_SECONDS === 0;
  return (
    first !== undefined &&
    isEven(first.offset) &&
    changes.every((stretch) => isEven(stretch.start) && isEven(stretch.offset))
  );
}

function isSlotted(term: Term): boolean {
  return LEAVES[leafIndex(term) ?? -1]?.slotted ?? false;
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

/** The set whose previous call tells distinct customers under this filter. */
export function customersSet(filter: Filter): 'previous' | 'previousInDepartment' {
  return filter.department === undefined ? 'previous' : 'previousInDepartment';
}
