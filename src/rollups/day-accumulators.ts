import { type Accumulator, Accumulators } from './accumulator.ts';
import { BREAKDOWNS } from './breakdowns.ts';
import { emptyCell } from './cell-sums.ts';
import { decode, type EncodedRow } from './codec.ts';
import { PARTS, type StoredColumn } from './columns.ts';
import type { RollupDimensionName } from './dimensions.ts';
import { isFull } from './encoding/encoded-cells.ts';
import { crowdOut } from './row-bounds.ts';

/** The key of a row within its day. Sorted as in the database: by dimension, then member, in UTF-8 byte order. */
export interface RowKey {
  dimension: string;
  member: string;
}

/** Compares keys in the order of the database. */
function compareKeys(a: RowKey, b: RowKey): number {
  return (
    Buffer.compare(Buffer.from(a.dimension), Buffer.from(b.dimension)) ||
    Buffer.compare(Buffer.from(a.member), Buffer.from(b.member))
  );
}

/** The rows of a day to compute: after `after`, up to and including `upTo`. */
export interface RowRange {
  after?: RowKey | undefined;
  upTo?: RowKey | undefined;
}

/**
 * The accumulators of one day, or of as many of its first rows as fit into memory: beyond twice `maxAccumulators`, only
 * the first `maxAccumulators` are kept and `range.upTo` becomes the last of them. The rest needs another pass.
 */
export class DayAccumulators {
  readonly accumulators = new Accumulators();
  readonly range: RowRange;
  readonly #maxAccumulators: number;

  constructor(range: RowRange, maxAccumulators: number) {
    this.range = { ...range };
    this.#maxAccumulators = maxAccumulators;
  }

  at(dimension: RollupDimensionName, member: string, day: number): Accumulator | undefined {
    if (this.accumulators.size > 2 * this.#maxAccumulators) this.#narrow();
    const { after, upTo } = this.range;
    if ((after || upTo) && !this.holds({ dimension, member })) return undefined;
    return this.accumulators.at(dimension, member, day);
  }

  /** Whether a row is within the range. */
  holds(key: RowKey): boolean {
    const { after, upTo } = this.range;
    return (!after || compareKeys(key, after) > 0) && (!upTo || compareKeys(key, upTo) <= 0);
  }

  /** Moves the smallest members of each breakdown beyond `members` to others. */
  crowdOut(members: number): void {
    for (const { accumulator } of this.accumulators.all()) crowdOut(accumulator, members);
  }

  #narrow(): void {
    const keys = this.accumulators.all().sort(compareKeys);
    this.range.upTo = keys[this.#maxAccumulators - 1]!;
    for (const { dimension, member, day } of keys.slice(this.#maxAccumulators))
      this.accumulators.drop(dimension, member, day);
  }
}

const COARSE = /^\[\d/;
/** Columns that may omit parts, and what their text has if they do. Names may have it, too. */
const MAY_OMIT = new Set(
  PARTS.flatMap(({ column, packed, byDay }) => (byDay ? [packed?.column ?? (column as StoredColumn)] : [])),
);
const OMITTING = /^\{\}$|:\{\}/;

/**
 * Gives an empty accumulator the same named cells in full breakdowns, the same deadline level and the same omitted parts
 * as a stored row, so that equal facts encode to equal rows. Ignores rows that cannot be decoded.
 */
export function nameAs(
  accumulatorOf: () => Accumulator | undefined,
  row: EncodedRow,
  zone: string,
  day: number,
): void {
  const kept: Partial<EncodedRow> = {};
  for (const { name } of BREAKDOWNS) if (isFull(row[name])) kept[name] = row[name];
  if (COARSE.test(row.deadlines)) kept.deadlines = row.deadlines;
  for (const column of MAY_OMIT) if (OMITTING.test(row[column])) kept[column] = row[column];
  if (Object.keys(kept).length === 0) return;
  const stored = readable(kept, zone, day);
  const accumulator = accumulatorOf();
  if (!stored || !accumulator) return;
  for (const breakdown of BREAKDOWNS) {
    const sums = stored.breakdowns[breakdown.name];
    if (!sums || !isFull(row[breakdown.name])) continue;
    const named = new Map([...sums.named.keys()].map((key) => [key, emptyCell(breakdown)]));
    accumulator.breakdowns[breakdown.name] = { named, others: emptyCell(breakdown) };
  }
  for (const column of stored.omitted) accumulator.omitted.add(column);
  const { level, firstInterval } = stored.deadlines;
  Object.assign(accumulator.deadlines, { level, firstInterval });
}

function readable(encoded: Partial<EncodedRow>, zone: string, day: number): Accumulator | undefined {
  try {
    return decode(encoded, zone, day);
  } catch {
    return undefined;
  }
}
