import type { Occurrence } from '../facts/occurrence.ts';
import { type Cell, emptyCell, SLOT_SECONDS, zeros } from '../rollups/cell.ts';
import { fold, isCustomersCall, valuesOf } from '../rollups/fold.ts';
import { LEAVES, leafIndex } from '../rollups/leaves.ts';
import { unpack } from '../rollups/pack.ts';
import { memberOf, type SetName, setNamed } from '../rollups/sets.ts';
import { localDay, localHour, startOfDay } from '../time/zones.ts';
import { DISTINCT_CUSTOMERS, type Figures, type Term } from './measures.ts';
import { customersSet, type Plan, type RollupPlan } from './plan.ts';
import { type Answer, type Question, TOTAL } from './question.ts';
import type { Reading } from './read.ts';

/** Sums what was read into a question's groups: rollups, pending changes and ragged ends. Pure. */
export function merge(question: Question, plan: Plan, reading: Reading, zone: string): Answer {
  const groups = new Groups(question);
  const cells = plan.source === 'rollups' ? cellsOf(plan, reading, zone) : new Map<number, Cell>();
  if (plan.source === 'rollups') addWholeDays(groups, question, plan, cells, zone);
  for (const span of plan.ragged) {
    for (const occurrence of reading.factsOf(span)) {
      if (occurrence.source !== 'counter' && matches(question, occurrence)) {
        groups.addOccurrence(occurrence, occurrence.at);
      }
    }
  }
  if (question.terms.includes(DISTINCT_CUSTOMERS))
    groups.customers = customersOf(question, plan, reading, cells, zone);
  return groups.answer();
}

/** The sums of a question's groups. */
class Groups {
  readonly #question: Question;
  readonly #sums = new Map<string, number[]>();
  customers = 0;

  constructor(question: Question) {
    this.#question = question;
  }

  /** The group that an instant, or a member, falls into. */
  groupAt(at: number): string {
    const { by, period } = this.#question;
    if (by.kind === 'hours') return String(localHour(period.zone, at));
    if (by.kind === 'buckets') return bucketAt(by.buckets, at);
    return TOTAL;
  }

  sumsOf(group: string): number[] {
    let sums = this.#sums.get(group);
    if (!sums) {
      sums = zeros(LEAVES.length);
      this.#sums.set(group, sums);
    }
    return sums;
  }

  addOccurrence(occurrence: Occurrence, at: number): void {
    const { by } = this.#question;
    const group = by.kind === 'members' ? memberOf(setNamed(by.of), occurrence) : this.groupAt(at);
    if (group === undefined) return;
    const values = valuesOf(occurrence, 1);
    const sums = this.sumsOf(group);
    for (let index = 0; index < values.length; index += 2) sums[values[index]!]! += values[index + 1]!;
  }

  answer(): Answer {
    const answer = new Map<string, Figures>();
    if (this.#question.by.kind === 'total') this.sumsOf(TOTAL);
    for (const [group, sums] of this.#sums) answer.set(group, this.#figures(sums));
    return answer;
  }

  #figures(sums: readonly number[]): Figures {
    return (term: Term) => (term === DISTINCT_CUSTOMERS ? this.customers : (sums[leafIndex(term)!] ?? 0));
  }
}

function bucketAt(buckets: readonly { label: string; start: number }[], at: number): string {
  let low = 0;
  let high = buckets.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (buckets[middle]!.start <= at) low = middle;
    else high = middle - 1;
  }
  return buckets[low]!.label;
}

function matches({ filter }: Question, occurrence: Occurrence): boolean {
  return Object.entries(filter).every(
    ([set, member]) => memberOf(setNamed(set as SetName), occurrence) === member,
  );
}

function addWholeDays(
  groups: Groups,
  question: Question,
  plan: RollupPlan,
  cells: ReadonlyMap<number, Cell>,
  zone: string,
): void {
  for (const [day, cell] of cells) {
    const isWhole = day >= plan.whole.first && day <= plan.whole.last;
    if (plan.table) {
      if (isWhole) addTable(groups, plan, cell);
    } else if (plan.columns.has('slots')) {
      if (isWhole) addSlots(groups, cell);
    } else {
      addLeaves(groups, question, cell, day, isWhole, zone);
    }
  }
}

/** The rollup rows of a plan as cells by day, with pending changes folded in. */
function cellsOf(plan: RollupPlan, reading: Reading, zone: string): Map<number, Cell> {
  const cells = new Map<number, Cell>();
  for (const { day, ...packed } of reading.rowsOf(plan)) {
    const asked = Object.fromEntries(
      Object.entries(packed).filter(([column]) => plan.columns.has(column as never)),
    );
    cells.set(day, unpack(asked, zone, day));
  }
  const cellAt = (_: SetName, member: string, day: number): Cell | undefined => {
    if (member !== plan.member || day < plan.read.first || day > plan.read.last) return undefined;
    const known = cells.get(day) ?? emptyCell();
    cells.set(day, known);
    return known;
  };
  const sets = [setNamed(plan.set)];
  for (const { occurrence, sign } of reading.changes()) {
    fold(occurrence, cellAt, { zone, sign, sets, columns: plan.columns });
  }
  return cells;
}

function addLeaves(
  groups: Groups,
  { terms, period }: Question,
  cell: Cell,
  day: number,
  isWhole: boolean,
  zone: string,
): void {
  const sums = groups.sumsOf(groups.groupAt(Math.max(startOfDay(zone, day), period.start)));
  const isTouched = day >= period.fromDay && day <= period.toDay;
  for (const term of terms) {
    const index = leafIndex(term);
    if (index === undefined) continue;
    if (LEAVES[index]!.dated ? isTouched : isWhole) sums[index]! += cell.leaves[index]!;
  }
}

function addSlots(groups: Groups, cell: Cell): void {
  for (const [slot, vector] of cell.slots) {
    const sums = groups.sumsOf(groups.groupAt(slot * SLOT_SECONDS));
    for (let index = 0; index < vector.length; index += 1) sums[index]! += vector[index]!;
  }
}

function addTable(groups: Groups, { table, tableMember }: RollupPlan, cell: Cell): void {
  const { name, leaves } = table!;
  for (const [member, vector] of cell.tables[name]) {
    if (tableMember !== undefined && member !== tableMember) continue;
    const sums = groups.sumsOf(tableMember === undefined ? member : TOTAL);
    for (const [place, leaf] of leaves.entries()) sums[leafIndex(leaf)!]! += vector[place]!;
  }
}

/**
 * Distinct customers: calls of the period whose customer's previous call lies before it, or nowhere. Whole
 * days know the day of the previous call; where that is the period's first, partial day, SQL has counted.
 */
function customersOf(
  question: Question,
  plan: Plan,
  reading: Reading,
  cells: ReadonlyMap<number, Cell>,
  zone: string,
): number {
  const facts = plan.ragged.flatMap((span) => reading.factsOf(span)).filter((it) => matches(question, it));
  if (plan.source === 'facts') {
    return new Set(facts.filter(isCustomersCall).map(({ interaction }) => interaction.customer_id)).size;
  }
  const which = customersSet(question.filter);
  const { start } = question.period;
  let customers = reading.returnedOf(question);
  for (const occurrence of facts.filter(isCustomersCall)) {
    const previous = occurrence[which];
    if (previous === undefined || previous < start) customers += 1;
  }
  const firstDay = localDay(zone, start);
  for (const [day, cell] of cells) {
    if (day < plan.whole.first || day > plan.whole.last) continue;
    for (const [previousDay, calls] of cell.customers) if (previousDay < firstDay) customers += calls;
  }
  return customers;
}
