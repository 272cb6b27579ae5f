import { type Accumulator, emptyAccumulator } from './accumulator.ts';
import type { RollupDimensionName } from './rollup-dimensions.ts';

export interface PlacedAccumulator {
  dimension: RollupDimensionName;
  member: string;
  day: number;
  accumulator: Accumulator;
}

/** Accumulators by dimension, member and day; created on first use. */
export class Accumulators {
  readonly #accumulators = new Map<string, PlacedAccumulator>();

  get size(): number {
    return this.#accumulators.size;
  }

  at(dimension: RollupDimensionName, member: string, day: number): Accumulator {
    const key = accumulatorKey(dimension, member, day);
    let placed = this.#accumulators.get(key);
    if (!placed) {
      placed = { dimension, member, day, accumulator: emptyAccumulator() };
      this.#accumulators.set(key, placed);
    }
    return placed.accumulator;
  }

  drop(dimension: RollupDimensionName, member: string, day: number): void {
    this.#accumulators.delete(accumulatorKey(dimension, member, day));
  }

  all(): PlacedAccumulator[] {
    return [...this.#accumulators.values()];
  }
}

/** The key of an accumulator. */
export function accumulatorKey(dimension: string, member: string, day: number): string {
  return `${dimension} ${day} ${member}`;
}
