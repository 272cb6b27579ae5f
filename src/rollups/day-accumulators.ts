import { type Accumulator, zeros } from './accumulator.ts';
import { Accumulators } from './accumulators.ts';
import { BREAKDOWNS } from './breakdowns.ts';
import { type Column, decode, type EncodedRow } from './codec.ts';
import type { RollupDimensionName } from './rollup-dimensions.ts';
import { crowdOut } from './row-bounds.ts';

/** A row's place within its day, in the order of the database: by set, then by member, each by UTF-8 bytes. */
export interface RowKey {
  dimension: string;
  member: string;
}

/** Orders keys as the database does. */
function compareKeys(a: RowKey, b: RowKey): number {
  return (
    Buffer.compare(Buffer.from(a.dimension), Buffer.from(b.dimension)) ||
    Buffer.compare(Buffer.from(a.member), Buffer.from(b.member))
  );
}

/** Which rows of a day are computed: those after `after`, and at most up to `upTo`. */
export interface RowRange {
  after?: RowKey | undefined;
  upTo?: RowKey | undefined;
}

/**
 * The accumulators of one day, or of as many of its first rows as fit into memory: when more than twice `maxAccumulators` are
 * touched, the last ones are dropped and `range.upTo` moves before them. The rest is left for another pass.
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

  /** Counts what breakdowns have beyond `members` under others, the smallest first. */
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

const FULL = /\]\]$/;
const COARSE = /^\[\d/;

/**
 * Makes an empty accumulator name the members that a stored row names in its full breakdowns, and keep deadlines as coarsely:
 * then the same facts make the same row. A row that cannot be read gives no names.
 */
export function nameAs(
  accumulatorOf: () => Accumulator | undefined,
  row: EncodedRow,
  zone: string,
  day: number,
): void {
  const kept: Partial<EncodedRow> = {};
  const keep = (column: Column, pattern: RegExp): void => {
    if (pattern.test(row[column])) kept[column] = row[column];
  };
  for (const { name } of BREAKDOWNS) keep(name, FULL);
  keep('deadlines', COARSE);
  if (Object.keys(kept).length === 0) return;
  const stored = readable(kept, zone, day);
  const accumulator = accumulatorOf();
  if (!stored || !accumulator) return;
  for (const { name, baseMeasures } of BREAKDOWNS) {
    const members = stored.breakdowns[name]?.named.keys() ?? [];
    const named = new Map([...members].map((member) => [member, zeros(baseMeasures.length)]));
    if (stored.breakdowns[name]) accumulator.breakdowns[name] = { named, others: zeros(baseMeasures.length) };
  }
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
