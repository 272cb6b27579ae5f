import type { Occurrence } from '../facts/event.ts';
import { dayOfDate } from '../time/dates.ts';
import { localDay } from '../time/zones.ts';
import {
  addCount,
  type Cell,
  histogramAt,
  memberVector,
  NEVER,
  SLOT_SECONDS,
  tableAt,
  vectorAt,
} from './accumulator.ts';
import { addDeadline } from './deadline-levels.ts';
import { deadlinesOf } from './deadlines.ts';
import { partsOf } from './dimensions.ts';
import { binOf, HISTOGRAMS } from './histograms.ts';
import { LEAVES, leafIndex, leavesOf } from './base-measures.ts';
import type { Column } from './codec.ts';
import { type MemberSet, memberOf, SETS, type SetName } from './rollup-dimensions.ts';
import { TABLES } from './breakdowns.ts';

/** Where a fold puts its figures: the cell of a member and day, or undefined where nobody asks for it. */
export type CellAt = (set: SetName, member: string, day: number) => Cell | undefined;

export interface FoldOptions {
  /** The zone whose local days cells stand for. */
  zone: string;
  /** 1 to add, −1 to take away. */
  sign: 1 | -1;
  sets?: readonly MemberSet[];
  columns?: ReadonlySet<Column>;
}

type Wants = (column: Column) => boolean;

const TABLE_PLACES = TABLES.map((table) => ({
  ...table,
  places: new Map(table.leaves.map((leaf, place) => [leafIndex(leaf)!, place])),
}));

/** Adds one occurrence to the cells it counts in, or takes it away. The only way that figures come about. */
export function fold(occurrence: Occurrence, cellAt: CellAt, options: FoldOptions): void {
  const { zone, sign, sets = SETS, columns } = options;
  const wants: Wants = (column) => !columns || columns.has(column);
  const values = valuesOf(occurrence, sign);
  const day = dayOf(occurrence, zone);
  for (const set of sets) {
    const member = memberOf(set, occurrence);
    if (member === undefined) continue;
    const cell = cellAt(set.name, member, day);
    if (!cell) continue;
    if (wants('leaves')) addLeaves(cell, values);
    addSlots(cell, values, occurrence, wants);
    if (set.previousCall && wants('customers'))
      addCustomer(cell, occurrence, set.previousCall, day, zone, sign);
    if (set.name === 'all' && wants('deadlines')) addDeadlines(cell, occurrence, sign);
    addTables(cell, set.name, values, occurrence, sign, wants);
    addHistograms(cell, set.name, occurrence, sign, wants);
  }
}

/** The local day of `zone` that an occurrence is attributed to. */
export function dayOf(occurrence: Occurrence, zone: string): number {
  return occurrence.source === 'counter' ? dayOfDate(occurrence.date)! : localDay(zone, occurrence.at);
}

/** Leaf index and value, in turn, of the leaves that an occurrence adds to. */
export function valuesOf(occurrence: Occurrence, sign: 1 | -1): number[] {
  const values: number[] = [];
  for (const { index, leaf } of leavesOf(occurrence.source)) {
    const value = leaf.value(occurrence);
    if (value !== 0) values.push(index, sign * value);
  }
  return values;
}

function addLeaves(cell: Cell, values: readonly number[]): void {
  for (let at = 0; at < values.length; at += 2) cell.leaves[values[at]!]! += values[at + 1]!;
}

function addSlots(cell: Cell, values: readonly number[], occurrence: Occurrence, wants: Wants): void {
  if (occurrence.source === 'counter') return;
  const slot = Math.floor(occurrence.at / SLOT_SECONDS);
  for (let at = 0; at < values.length; at += 2) {
    const { slots } = LEAVES[values[at]!]!;
    if (slots && wants(slots)) vectorAt(cell.slots, slot, LEAVES.length)[values[at]!]! += values[at + 1]!;
  }
}

function addCustomer(
  cell: Cell,
  occurrence: Occurrence,
  which: 'previous' | 'previousInDepartment',
  day: number,
  zone: string,
  sign: number,
): void {
  if (!isCustomersCall(occurrence)) return;
  const previous = occurrence[which];
  const previousDay = previous === undefined ? NEVER : localDay(zone, previous);
  if (previousDay !== day) addCount(cell.customers, previousDay, sign);
}

/** Whether an occurrence is an ended call of a known customer: what distinct customers are counted over. */
export function isCustomersCall(
  occurrence: Occurrence,
): occurrence is Occurrence & { source: 'interaction' } {
  return (
    occurrence.source === 'interaction' &&
    occurrence.interaction.kind === 'call' &&
    occurrence.interaction.status !== 'open' &&
    occurrence.interaction.customer_id !== undefined
  );
}

function addDeadlines(cell: Cell, occurrence: Occurrence, sign: number): void {
  for (const deadline of deadlinesOf(occurrence, SLOT_SECONDS)) addDeadline(cell.deadlines, deadline, sign);
}

function addTables(
  cell: Cell,
  set: SetName,
  values: readonly number[],
  occurrence: Occurrence,
  sign: 1 | -1,
  wants: Wants,
): void {
  for (const { name, of, within, places } of TABLE_PLACES) {
    if (!within.includes(set) || !wants(name)) continue;
    for (const [member, part] of partsOf(of, occurrence)) {
      const partValues = part === occurrence ? values : valuesOf(part, sign);
      for (let at = 0; at < partValues.length; at += 2) {
        const place = places.get(partValues[at]!);
        if (place !== undefined) {
          memberVector(tableAt(cell, name), member, places.size)[place]! += partValues[at + 1]!;
        }
      }
    }
  }
}

function addHistograms(cell: Cell, set: SetName, occurrence: Occurrence, sign: number, wants: Wants): void {
  for (const { name, within, value } of HISTOGRAMS) {
    if (!within.includes(set) || !wants(name)) continue;
    const seconds = value(occurrence);
    if (seconds !== undefined) addCount(histogramAt(cell, name), binOf(seconds), sign);
  }
}
