import { type Accumulator, addAccumulator } from './accumulator.ts';
import { addToRow } from './add-to-row.ts';
import { decode, type EncodedRow, firstInterval } from './codec.ts';
import { encodeWithin, isOver, type RowBounds } from './row-bounds.ts';

/** A stored row cannot be decoded. */
export class UnreadableText extends Error {}

/**
 * Adds `delta` to a stored row of local day `day` in `zone`, within `bounds`. Throws an UnreadableText if the row cannot
 * be read, else as `encodeWithin`.
 */
export function addWithin(
  row: EncodedRow,
  delta: Accumulator,
  { zone, day, bounds }: { zone: string; day: number; bounds: RowBounds },
): EncodedRow | undefined {
  const added = addedText(row, delta, firstInterval(zone, day), bounds);
  if (added) return added;
  const sum = readable(row, zone, day);
  addAccumulator(sum, delta);
  return encodeWithin(sum, zone, day, bounds);
}

function addedText(
  row: EncodedRow,
  delta: Accumulator,
  first: number,
  { members, bytes, deadlineBytes }: RowBounds,
): EncodedRow | undefined {
  try {
    const added = addToRow(row, delta, { first, members });
    return added && added.deadlines.length <= deadlineBytes && !isOver(added, bytes) ? added : undefined;
  } catch {
    // Whether the row is unreadable is for decoding to say.
    return undefined;
  }
}

function readable(row: EncodedRow, zone: string, day: number): Accumulator {
  try {
    return decode(row, zone, day);
  } catch {
    throw new UnreadableText();
  }
}
