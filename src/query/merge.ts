import type { FactEvent } from '../facts/event.ts';
import { type Cell, emptyCell, histogramAt, INTERVAL_SECONDS, tableAt } from '../rollups/accumulator.ts';
import { type Deadline, deadlineOf } from '../rollups/deadlines.ts';
import { OTHERS } from '../rollups/dimensions.ts';
import { fold, isCustomersCall } from '../rollups/fold.ts';
import { HISTOGRAMS } from '../rollups/histograms.ts';
import { BASE_MEASURES, baseMeasureIndex } from '../rollups/base-measures.ts';
import { type Packed, unpack } from '../rollups/codec.ts';
import { memberOf, type SetName, setNamed } from '../rollups/rollup-dimensions.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import type { RowsNeed } from './partial-days.ts';
import { Groups } from './groups.ts';
import type { Plan, RollupPlan } from './plan.ts';
import { type Answer, type Question, TOTAL } from './query.ts';
import type { Reading } from './snapshot.ts';
import { DISTINCT_CUSTOMERS, OVERDUE } from './measures/non-additive.ts';

type Cells = ReadonlyMap<number, Cell>;

/** Rollups do not tell what a plan expects of them: a member is counted under others, or a row cannot be read. */
export class NotInRollups extends Error {}

/**
 * Sums what was read into a question's groups: rollups, pending changes and ragged ends. Pure. Throws NotInRollups
 * if only the facts tell, and InvalidInput if these are too many.
 */
export function merge(question: Question, plan: Plan, reading: Reading, zone: string): Answer {
  const groups = new Groups(question);
  const cells: Cells = plan.source === 'rollups' ? cellsOf(plan, reading, zone) : new Map();
  if (plan.source === 'rollups') {
    addCells(groups, question, plan, cells, zone);
    addEdges(groups, question, plan, reading, zone);
  }
  if (plan.source === 'facts' && plan.dated) {
    for (const each of reading.countersOf(plan.dated)) groups.addEvent(each, question.period.start);
  }
  for (const span of plan.ragged) {
    for (const event of reading.factsOf(span)) {
      if (event.source !== 'counter' && matches(question, event)) {
        groups.addEvent(event, event.at);
      }
    }
  }
  if (question.terms.includes(DISTINCT_CUSTOMERS)) {
    groups.sumsOf(TOTAL).customers = customersOf(question, plan, reading, cells, zone);
  }
  return groups.answer();
}

function matches({ filter }: Question, event: FactEvent): boolean {
  return Object.entries(filter).every(
    ([set, member]) => memberOf(setNamed(set as SetName), event) === member,
  );
}

/** Rollup rows as cells by day, with pending changes folded in. */
function cellsOf(need: RowsNeed, reading: Reading, zone: string): Map<number, Cell> {
  const cells = new Map<number, Cell>();
  for (const { day, ...packed } of reading.rowsOf(need)) {
    const asked = Object.fromEntries(
      Object.entries(packed).filter(([column]) => need.columns.has(column as never)),
    );
    cells.set(day, unpacked(asked, zone, day));
  }
  const cellAt = (_: SetName, member: string, day: number): Cell | undefined => {
    if (member !== need.member || day < need.read.first || day > need.read.last) return undefined;
    const known = cells.get(day) ?? emptyCell();
    cells.set(day, known);
    return known;
  };
  const sets = [setNamed(need.set)];
  for (const { event, sign } of reading.changes()) {
    fold(event, cellAt, { zone, sign, sets, columns: need.columns });
  }
  return cells;
}

function unpacked(packed: Partial<Packed>, zone: string, day: number): Cell {
  try {
    return unpack(packed, zone, day);
  } catch {
    throw new NotInRollups();
  }
}

/** Adds the whole intervals of the period's ragged ends. */
function addEdges(
  groups: Groups,
  question: Question,
  plan: RollupPlan,
  reading: Reading,
  zone: string,
): void {
  const { start, end } = question.period;
  const isInside = (interval: number): boolean =>
    interval * INTERVAL_SECONDS >= start && (interval + 1) * INTERVAL_SECONDS <= end;
  for (const need of plan.edges) {
    for (const cell of cellsOf(need, reading, zone).values()) {
      for (const [interval, vector] of cell.intervals) {
        if (isInside(interval)) groups.addVectorAt(interval * INTERVAL_SECONDS, vector);
      }
      if (need.columns.has('deadlines')) addOverdue(groups, question, cell, isInside);
    }
  }
}

function addCells(groups: Groups, question: Question, plan: RollupPlan, cells: Cells, zone: string): void {
  const { period } = question;
  for (const [day, cell] of cells) {
    const isWhole = day >= plan.whole.first && day <= plan.whole.last;
    const isTouched = day >= period.fromDay && day <= period.toDay;
    const counts = (index: number): boolean => (BASE_MEASURES[index]!.dated ? isTouched : isWhole);
    const at = Math.max(startOfDay(zone, day), period.start);
    if (plan.table) addTable(groups, plan, cell, at, counts);
    else if (plan.grain === 'slots') addIntervals(groups, cell, isWhole);
    else addBaseMeasures(groups, question, cell, at, counts);
    if (!isWhole) continue;
    for (const { name } of HISTOGRAMS) {
      if (plan.columns.has(name)) groups.addHistogram(name, histogramAt(cell, name));
    }
    if (plan.columns.has('deadlines')) addOverdue(groups, question, cell);
  }
}

type Counts = (baseMeasureIndex: number) => boolean;

function addBaseMeasures(groups: Groups, { terms }: Question, cell: Cell, at: number, counts: Counts): void {
  const { baseMeasures } = groups.sumsOf(groups.groupAt(at));
  for (const term of terms) {
    const index = baseMeasureIndex(term);
    if (index !== undefined && counts(index)) baseMeasures[index]! += cell.baseMeasures[index]!;
  }
}

function addIntervals(groups: Groups, cell: Cell, isWhole: boolean): void {
  if (!isWhole) return;
  for (const [interval, vector] of cell.intervals) groups.addVectorAt(interval * INTERVAL_SECONDS, vector);
}

function addTable(
  groups: Groups,
  { table, tableMember }: RollupPlan,
  cell: Cell,
  at: number,
  counts: Counts,
): void {
  const { name, baseMeasures } = table!;
  const { named, others } = tableAt(cell, name);
  const add = (member: string, vector: readonly number[]): void => {
    const sums = groups.sumsOf(tableMember === undefined ? member : groups.groupAt(at));
    for (const [place, baseMeasure] of baseMeasures.entries()) {
      const index = baseMeasureIndex(baseMeasure)!;
      if (counts(index)) sums.baseMeasures[index]! += vector[place]!;
    }
  };
  if (tableMember !== undefined) {
    const vector = named.get(tableMember);
    if (vector) add(tableMember, vector);
    else if (others?.some((value) => value !== 0)) throw new NotInRollups();
    return;
  }
  for (const [member, vector] of named) add(member, vector);
  if (others) add(OTHERS, others);
}

function addOverdue(
  groups: Groups,
  { by, terms, now }: Question,
  cell: Cell,
  isInside: (interval: number) => boolean = () => true,
): void {
  if (now === undefined)
    throw new Error('Passed deadlines are counted as of a time: the question must have one.');
  for (const [key, conversations] of cell.deadlines.counts) {
    const deadline = deadlineOf(key);
    const isAsked = terms.some((term) => OVERDUE[term as keyof typeof OVERDUE] === deadline.target);
    if (!isAsked || deadline.at >= now || !isInside(deadline.interval)) continue;
    const group =
      by.kind === 'members'
        ? memberOfDeadline(deadline, by.of)
        : groups.groupAt(deadline.interval * INTERVAL_SECONDS);
    if (group !== undefined) groups.sumsOf(group).overdue[deadline.target] += conversations;
  }
}

function memberOfDeadline(deadline: Deadline, dimension: string): string | undefined {
  if (dimension === 'priority') return deadline.priority;
  if (dimension === 'team') return deadline.team;
  throw new Error(`Deadlines know no ${dimension}.`);
}

/**
 * Distinct customers: calls of the period whose customer's previous call lies before it, or nowhere. Whole
 * days know the day of the previous call; the rest, SQL has counted.
 */
function customersOf(question: Question, plan: Plan, reading: Reading, cells: Cells, zone: string): number {
  if (plan.source === 'facts') {
    const calls = reading
      .factsOf(plan.ragged[0])
      .filter(isCustomersCall)
      .filter((it) => matches(question, it));
    return new Set(calls.map(({ interaction }) => interaction.customer_id)).size;
  }
  const firstDay = localDay(zone, question.period.start);
  let customers = reading.customersOf(question);
  for (const [day, cell] of cells) {
    if (day < plan.whole.first || day > plan.whole.last) continue;
    for (const [previousDay, calls] of cell.customers) if (previousDay < firstDay) customers += calls;
  }
  return customers;
}
