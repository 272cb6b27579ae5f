import { startOfDay } from '../time/zones.ts';
import { type Cell, emptyCell, histogramAt, SLOT_SECONDS, tableAt, vectorAt } from './accumulator.ts';
import { LAST_LEVEL } from './deadline-levels.ts';
import { HISTOGRAMS, type HistogramName } from './histograms.ts';
import { LEAVES, leafIndex, SLOT_COLUMNS, type SlotColumn } from './base-measures.ts';
import { TABLES, type TableName } from './breakdowns.ts';

export type Column = 'leaves' | SlotColumn | 'customers' | 'deadlines' | TableName | HistogramName;

/**
 * A cell's columns as JSON text. Names stand in the text, so that a row packed before a leaf was added
 * still reads right; zeros are left out and keys sorted, so that equal cells give equal text.
 */
export type Packed = Record<Column, string>;

interface Packer {
  /** `first` is the slot that the day begins in. */
  pack(cell: Cell, first: number): string;
  unpack(cell: Cell, text: string, first: number): void;
}

const PACKERS: Record<Column, Packer> = {
  /** {leaf: value} */
  leaves: { pack: packLeaves, unpack: unpackLeaves },
  /** {leaf: [quarter of the day, value, …]} */
  ...(Object.fromEntries(SLOT_COLUMNS.map((column) => [column, slotsPacker(column)])) as Record<
    SlotColumn,
    Packer
  >),
  /** [previous day, calls, …] */
  customers: countsPacker((cell) => cell.customers, Number),
  /** [deadline, conversations, …]; a level above 0 stands before them as a number */
  deadlines: { pack: packDeadlines, unpack: unpackDeadlines },
  /** [[leaf, …], {member: [value, …]}], and a last [value, …] for all other members of a full table */
  ...(Object.fromEntries(TABLES.map(({ name, leaves }) => [name, tablePacker(name, leaves)])) as Record<
    TableName,
    Packer
  >),
  /** [bin, count, …] */
  ...(Object.fromEntries(
    HISTOGRAMS.map(({ name }) => [name, countsPacker((cell) => histogramAt(cell, name), Number)]),
  ) as Record<HistogramName, Packer>),
};

/** The value columns of a rollup row. */
export const COLUMNS = Object.keys(PACKERS) as Column[];

const EMPTY = packAll(emptyCell(), 0);

/** A sum that is not counted exactly: beyond 2^53, or no whole number at all. */
export class InexactSum extends Error {}

/**
 * Packs a cell of local day `day` of `zone`; undefined where it holds nothing but zeros. Throws InexactSum if a
 * sum cannot be taken away again.
 */
export function pack(cell: Cell, zone: string, day: number): Packed | undefined {
  const inexact = cell.leaves.findIndex((value) => !Number.isSafeInteger(value));
  if (inexact >= 0)
    throw new InexactSum(`The sum of ${LEAVES[inexact]!.name} is beyond what is counted exactly.`);
  const packed = packAll(cell, firstSlot(zone, day));
  return COLUMNS.some((column) => packed[column] !== EMPTY[column]) ? packed : undefined;
}

/** One column of a cell of local day `day` of `zone`. */
export function packColumn(column: Column, cell: Cell, zone: string, day: number): string {
  return PACKERS[column].pack(cell, firstSlot(zone, day));
}

/** Unpacks the columns that are given into a cell. */
export function unpack(packed: Partial<Packed>, zone: string, day: number): Cell {
  const cell = emptyCell();
  const first = firstSlot(zone, day);
  for (const column of COLUMNS) {
    const text = packed[column];
    if (text !== undefined) PACKERS[column].unpack(cell, text, first);
  }
  return cell;
}

function packAll(cell: Cell, first: number): Packed {
  return Object.fromEntries(COLUMNS.map((column) => [column, PACKERS[column].pack(cell, first)])) as Packed;
}

/** The slot that local day `day` of `zone` begins in. */
export function firstSlot(zone: string, day: number): number {
  return Math.floor(startOfDay(zone, day) / SLOT_SECONDS);
}

function packLeaves(cell: Cell): string {
  const entries = LEAVES.map(({ name }, index) => [name, cell.leaves[index]!] as const);
  return JSON.stringify(Object.fromEntries(entries.filter(([, value]) => value !== 0)));
}

function unpackLeaves(cell: Cell, text: string): void {
  for (const [name, value] of Object.entries(JSON.parse(text) as Record<string, number>)) {
    const index = leafIndex(name);
    if (index !== undefined) cell.leaves[index] = value;
  }
}

function slotsPacker(column: SlotColumn): Packer {
  const leaves = LEAVES.flatMap(({ name, slots }, index) => (slots === column ? [{ name, index }] : []));
  return {
    pack: (cell, first) => {
      const slots = [...cell.slots.keys()].sort((a, b) => a - b);
      const packed: Record<string, number[]> = {};
      for (const { name, index } of leaves) {
        const pairs: number[] = [];
        for (const slot of slots) {
          const value = cell.slots.get(slot)![index]!;
          if (value !== 0) pairs.push(slot - first, value);
        }
        if (pairs.length > 0) packed[name] = pairs;
      }
      return JSON.stringify(packed);
    },
    unpack: (cell, text, first) => {
      for (const [name, pairs] of Object.entries(JSON.parse(text) as Record<string, number[]>)) {
        const index = leafIndex(name);
        if (index === undefined) continue;
        for (let at = 0; at < pairs.length; at += 2) {
          vectorAt(cell.slots, first + pairs[at]!, LEAVES.length)[index] = pairs[at + 1]!;
        }
      }
    },
  };
}

/** Counts by key as a flat list, keys ascending. */
function packCounts(counts: ReadonlyMap<string | number, number>): (string | number)[] {
  const held = [...counts].filter(([, count]) => count !== 0);
  return held.sort(([a], [b]) => (a < b ? -1 : 1)).flat();
}

function countsPacker(
  of: (cell: Cell) => Map<number, number>,
  keyFrom: (value: string | number) => number,
): Packer {
  return {
    pack: (cell) => JSON.stringify(packCounts(of(cell))),
    unpack: (cell, text) => {
      const pairs = JSON.parse(text) as (string | number)[];
      for (let at = 0; at < pairs.length; at += 2) of(cell).set(keyFrom(pairs[at]!), pairs[at + 1] as number);
    },
  };
}

function packDeadlines({ deadlines: { level, counts } }: Cell): string {
  const pairs = packCounts(counts);
  return JSON.stringify(level > 0 && pairs.length > 0 ? [level, ...pairs] : pairs);
}

function unpackDeadlines({ deadlines }: Cell, text: string, first: number): void {
  const packed = JSON.parse(text) as (string | number)[];
  const hasLevel = typeof packed[0] === 'number';
  if (hasLevel)
    Object.assign(deadlines, { level: Math.min(packed[0] as number, LAST_LEVEL), firstSlot: first });
  for (let at = hasLevel ? 1 : 0; at < packed.length; at += 2) {
    deadlines.counts.set(String(packed[at]), packed[at + 1] as number);
  }
}

function isHeld(vector: readonly number[]): boolean {
  return vector.some((value) => value !== 0);
}

function tablePacker(name: TableName, leaves: readonly string[]): Packer {
  return {
    pack: (cell) => {
      const { named = new Map<string, number[]>(), others = [] } = cell.tables[name] ?? {};
      const rows = [...named].filter(([, vector]) => isHeld(vector)).sort(([a], [b]) => (a < b ? -1 : 1));
      if (rows.length === 0 && !isHeld(others)) return '[]';
      return JSON.stringify([leaves, Object.fromEntries(rows), ...(isHeld(others) ? [others] : [])]);
    },
    unpack: (cell, text) => {
      const [names, rows, others] = JSON.parse(text) as [string[]?, Record<string, number[]>?, number[]?];
      if (!names || !rows) return;
      const isSame = names.join() === leaves.join();
      const places = leaves.map((leaf) => names.indexOf(leaf));
      const inOrder = (vector: number[]): number[] =>
        isSame ? vector : places.map((place) => vector[place] ?? 0);
      const table = tableAt(cell, name);
      for (const [member, vector] of Object.entries(rows)) table.named.set(member, inOrder(vector));
      if (others) table.others = inOrder(others);
    },
  };
}
