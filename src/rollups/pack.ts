import { startOfDay } from '../time/zones.ts';
import { type Cell, emptyCell, SLOT_SECONDS, vectorAt } from './cell.ts';
import { LEAVES, leafIndex } from './leaves.ts';
import { TABLES, type TableName } from './sets.ts';

/** The value columns of a rollup row. */
export const COLUMNS = ['leaves', 'slots', 'customers', ...TABLES.map(({ name }) => name)] as const;
export type Column = 'leaves' | 'slots' | 'customers' | TableName;

/**
 * A cell's columns as JSON text. Names stand in the text, so that a row packed before a leaf was added
 * still reads right; zeros are left out and keys sorted, so that equal cells give equal text.
 * leaves: {leaf: value}; slots: {leaf: [quarter of the day, value, …]}; customers: [previous day, calls, …];
 * tables: [[leaf, …], {member: [value, …]}].
 */
export type Packed = Record<Column, string>;

/** Packs a cell of local day `day` of `zone`; undefined where it holds nothing but zeros. */
export function pack(cell: Cell, zone: string, day: number): Packed | undefined {
  const packed: Packed = {
    leaves: packLeaves(cell),
    slots: packSlots(cell, zone, day),
    customers: packCustomers(cell),
    ...(Object.fromEntries(
      TABLES.map((table) => [table.name, packTable(cell, table.name, table.leaves)]),
    ) as Record<TableName, string>),
  };
  return COLUMNS.some((column) => packed[column] !== EMPTY[column]) ? packed : undefined;
}

const EMPTY: Packed = {
  leaves: '{}',
  slots: '{}',
  customers: '[]',
  agents: '[]',
  agent_ratings: '[]',
};

/** Unpacks the columns that are given into a cell. */
export function unpack(packed: Partial<Packed>, zone: string, day: number): Cell {
  const cell = emptyCell();
  if (packed.leaves !== undefined) unpackLeaves(cell, packed.leaves);
  if (packed.slots !== undefined) unpackSlots(cell, packed.slots, zone, day);
  if (packed.customers !== undefined) unpackCustomers(cell, packed.customers);
  for (const { name, leaves } of TABLES) {
    const text = packed[name];
    if (text !== undefined) unpackTable(cell, name, leaves, text);
  }
  return cell;
}

function packLeaves(cell: Cell): string {
  const entries = LEAVES.map(({ name }, index) => [name, cell.leaves[index]!] as const).filter(
    ([, value]) => value !== 0,
  );
  return JSON.stringify(Object.fromEntries(entries));
}

function unpackLeaves(cell: Cell, text: string): void {
  for (const [name, value] of Object.entries(JSON.parse(text) as Record<string, number>)) {
    const index = leafIndex(name);
    if (index !== undefined) cell.leaves[index] = value;
  }
}

function packSlots(cell: Cell, zone: string, day: number): string {
  const first = Math.floor(startOfDay(zone, day) / SLOT_SECONDS);
  const slots = [...cell.slots.keys()].sort((a, b) => a - b);
  const packed: Record<string, number[]> = {};
  for (const [index, { name, slotted }] of LEAVES.entries()) {
    if (!slotted) continue;
    const pairs: number[] = [];
    for (const slot of slots) {
      const value = cell.slots.get(slot)![index]!;
      if (value !== 0) pairs.push(slot - first, value);
    }
    if (pairs.length > 0) packed[name] = pairs;
  }
  return JSON.stringify(packed);
}

function unpackSlots(cell: Cell, text: string, zone: string, day: number): void {
  const first = Math.floor(startOfDay(zone, day) / SLOT_SECONDS);
  for (const [name, pairs] of Object.entries(JSON.parse(text) as Record<string, number[]>)) {
    const index = leafIndex(name);
    if (index === undefined) continue;
    for (let at = 0; at < pairs.length; at += 2) {
      vectorAt(cell.slots, first + pairs[at]!, LEAVES.length)[index] = pairs[at + 1]!;
    }
  }
}

function packCustomers(cell: Cell): string {
  const days = [...cell.customers].filter(([, calls]) => calls !== 0).sort(([a], [b]) => a - b);
  return JSON.stringify(days.flat());
}

function unpackCustomers(cell: Cell, text: string): void {
  const pairs = JSON.parse(text) as number[];
  for (let at = 0; at < pairs.length; at += 2) cell.customers.set(pairs[at]!, pairs[at + 1]!);
}

function packTable(cell: Cell, name: TableName, leaves: readonly string[]): string {
  const rows = [...cell.tables[name]]
    .filter(([, vector]) => vector.some((value) => value !== 0))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return rows.length === 0 ? '[]' : JSON.stringify([leaves, Object.fromEntries(rows)]);
}

function unpackTable(cell: Cell, name: TableName, leaves: readonly string[], text: string): void {
  const [names, rows] = JSON.parse(text) as [string[]?, Record<string, number[]>?];
  if (!names || !rows) return;
  const same = names.join() === leaves.join();
  const places = leaves.map((leaf) => names.indexOf(leaf));
  for (const [member, vector] of Object.entries(rows)) {
    cell.tables[name].set(member, same ? vector : places.map((place) => vector[place] ?? 0));
  }
}
