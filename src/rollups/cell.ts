import { HISTOGRAMS, type HistogramName } from './histograms.ts';
import { LEAVES } from './leaves.ts';
import { TABLES, type TableName } from './tables.ts';

/** Marks a call that is its customer's first, in the histogram of previous days. */
export const NEVER = -1_000_000;

/** Seconds of a slot; every local day and hour of today's zones is made of whole slots. */
export const SLOT_SECONDS = 900;

/** One member's figures of one day, unpacked. Zeros may stand in it; packing leaves them out. */
export interface Cell {
  /** By leaf index. */
  leaves: number[];
  /** By slot (instant / 900, cut), then leaf index. */
  slots: Map<number, number[]>;
  /** Calls by the day of their customer's previous call, where that is an earlier day. */
  customers: Map<number, number>;
  /** By table, then member, then the table's own leaf order. */
  tables: Record<TableName, Map<string, number[]>>;
  /** By bin. */
  histograms: Record<HistogramName, Map<number, number>>;
  /** Undecided SLA targets, equal ones counted under their key. */
  deadlines: Map<string, number>;
}

/** A cell of nothing. */
export function emptyCell(): Cell {
  return {
    leaves: zeros(LEAVES.length),
    slots: new Map(),
    customers: new Map(),
    tables: Object.fromEntries(TABLES.map(({ name }) => [name, new Map()])) as Cell['tables'],
    histograms: Object.fromEntries(HISTOGRAMS.map(({ name }) => [name, new Map()])) as Cell['histograms'],
    deadlines: new Map(),
  };
}

/** A vector of `length` zeros. */
export function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

/** The vector under `key`, made where it is missing. */
export function vectorAt<Key>(vectors: Map<Key, number[]>, key: Key, length: number): number[] {
  let vector = vectors.get(key);
  if (!vector) {
    vector = zeros(length);
    vectors.set(key, vector);
  }
  return vector;
}

/** Adds `from` to `into`, place by place. */
export function addVector(into: number[], from: readonly number[]): void {
  for (let index = 0; index < from.length; index += 1) into[index]! += from[index]!;
}

/** Adds `count` under `key`. */
export function addCount<Key>(into: Map<Key, number>, key: Key, count: number): void {
  into.set(key, (into.get(key) ?? 0) + count);
}

/** Adds every count of `from` to `into`. */
export function addCounts<Key>(into: Map<Key, number>, from: ReadonlyMap<Key, number>): void {
  for (const [key, count] of from) addCount(into, key, count);
}

/** Adds every figure of `from` to `into`. */
export function addCell(into: Cell, from: Cell): void {
  addVector(into.leaves, from.leaves);
  for (const [slot, vector] of from.slots) addVector(vectorAt(into.slots, slot, LEAVES.length), vector);
  addCounts(into.customers, from.customers);
  addCounts(into.deadlines, from.deadlines);
  for (const { name } of HISTOGRAMS) addCounts(into.histograms[name], from.histograms[name]);
  for (const { name, leaves } of TABLES) {
    for (const [member, vector] of from.tables[name]) {
      addVector(vectorAt(into.tables[name], member, leaves.length), vector);
    }
  }
}
