import { type Accumulator, emptyAccumulator } from './accumulator.ts';
import type { SetName } from './rollup-dimensions.ts';

export interface PlacedAccumulator {
  set: SetName;
  member: string;
  day: number;
  accumulator: Accumulator;
}

/** Cells by set, member and day, made where they are first asked for. */
export class Accumulators {
  readonly #accumulators = new Map<string, PlacedAccumulator>();

  get size(): number {
    return this.#accumulators.size;
  }

  at(set: SetName, member: string, day: number): Accumulator {
    const key = accumulatorKey(set, member, day);
    let placed = this.#accumulators.get(key);
    if (!placed) {
      placed = { set, member, day, accumulator: emptyAccumulator() };
      this.#accumulators.set(key, placed);
    }
    return placed.accumulator;
  }

  drop(set: SetName, member: string, day: number): void {
    this.#accumulators.delete(accumulatorKey(set, member, day));
  }

  all(): PlacedAccumulator[] {
    return [...this.#accumulators.values()];
  }
}

/** The accumulator of a set's member on a day, as text. */
export function accumulatorKey(set: string, member: string, day: number): string {
  return `${set} ${day} ${member}`;
}
