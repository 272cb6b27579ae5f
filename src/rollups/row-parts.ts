import { attributesOf, type FactEvent } from '../facts/event.ts';
import { cellsOf, listKey } from './cells.ts';
import {
  EVERYTHING,
  isShared,
  NONE,
  ownMember,
  partsOf,
  type RolledUpDimension,
  type RollupDimension,
  SHARED,
} from './dimensions.ts';

/** A row that an event counts in: its member, the part that counts there, and −1 if that part is subtracted. */
export type RowPart = readonly [member: string, part: FactEvent, factor: 1 | -1];

/** The rows of a rollup dimension that an event counts in. Daily counters only count in `all`. */
export function rowPartsOf({ name, of }: RollupDimension, event: FactEvent): RowPart[] {
  if (name === 'all') return [[EVERYTHING, event, 1]];
  if (of?.length === 1) return partsOf(of[0]!, event).map(([member, part]) => [listKey([member]), part, 1]);
  if (of) return cellsOf({ of }, event).map(([member, part]) => [member, part, 1]);
  if (event.source === 'counter') return [];
  const declared = name as RolledUpDimension;
  if (event.source === 'interaction' && event.legs && isShared(name)) return legRows(declared, event);
  const member = ownMember(declared, attributesOf(event));
  return member === undefined ? [] : [[member, event, 1]];
}

/** Also counts in SHARED what the rows of its members do not add up to. */
function legRows(name: RolledUpDimension, event: FactEvent): RowPart[] {
  const parts = partsOf(name, event);
  const rows = parts
    .filter(([member]) => member !== NONE)
    .map(([member, part]): RowPart => [member, part, 1]);
  if (parts.length === 1 && parts[0]![1] === event) return rows;
  return [...rows, [SHARED, event, 1], ...parts.map(([, part]): RowPart => [SHARED, part, -1])];
}
