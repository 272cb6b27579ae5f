import { startOfDay } from '../time/zones.ts';
import { type Cell, emptyCell, SLOT_SECONDS, vectorAt } from './cell.ts';
import { HISTOGRAMS, type HistogramName } from './histograms.ts';
import { LEAVES, leafIndex, SLOT_COLUMNS, type SlotColumn } from './leaves.ts';
import { TABLES, type TableName } from './tables.ts';

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
  /** [deadline, conversations, …] */
  deadlines: countsPacker((cell) => cell.deadlines, String),
  /** [[leaf, …], {member: [value, …]}] */
  ...(Object.fromEntries(TABLES.map(({ name, leaves }) => [name, tablePacker(name, leaves)])) as Record<
    TableName,
    Packer
  >),
  /** [bin, count, …] */
  ...(Object.fromEntries(
    HISTOGRAMS.map(({ name }) => [name, countsPacker((cell) => cell.histograms[name], Number)]),
  ) as Record<HistogramName, Packer>),
};

/** The value columns of a rollup row. */
export const COLUMNS = Object.keys(PACKERS) as Column[];

const EMPTY = packAll(emptyCell(), 0);

/** Packs a cell of local day `day` of `zone`; undefined where it holds nothing but zeros. */
export function pack(cell: Cell, zone: string, day: number): Packed | undefined {
  const packed = packAll(cell, firstSlot(zone, day));
  return COLUMNS.some((column) => packed[column] !== EMPTY[column]) ? packed : undefined;
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

function firstSlot(zone: string, day: number): number {
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
function countsPacker<Key extends string | number>(
  of: (cell: Cell) => Map<Key, number>,
  keyFrom: (value: string | number) => Key,
): Packer {
  return {
    pack: (cell) => {
      const counts = [...of(cell)].filter(([, count]) => count !== 0);
      return JSON.stringify(counts.sort(([a], [b]) => (a < b ? -1 : 1)).flat());
    },
    unpack: (cell, text) => {
      const pairs = JSON.parse(text) as (string | number)[];
      for (let at = 0; at < pairs.length; at += 2) of(cell).set(keyFrom(pairs[at]!), pairs[at + 1] as number);
    },
  };
}

function tablePacker(name: TableName, leaves: readonly string[]): Packer {
  return {
    pack: (cell) => {
      const rows = [...cell.tables[name]]
        .filter(([, vector]) => vector.some((value) => value !== 0))
        .sort(([a], [b]) => (a < b ? -1 : 1));
      return rows.length === 0 ? '[]' : JSON.stringify([leaves, Object.fromEntries(rows)]);
    },
    unpack: (cell, text) => {
      const [names, rows] = JSON.parse(text) as [string[]?, Record<string, number[]>?];
      if (!names || !rows) return;
      const isSame = names.join() === leaves.join();
      const places = leaves.map((leaf) => names.indexOf(leaf));
      for (const [member, vector] of Object.entries(rows)) {
        cell.tables[name].set(member, isSame ? vector : places.map((place) => vector[place] ?? 0));
      }
    },
  };
}
