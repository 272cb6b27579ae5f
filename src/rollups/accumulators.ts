import { type Cell, emptyCell } from './accumulator.ts';
import type { SetName } from './rollup-dimensions.ts';

export interface PlacedCell {
  set: SetName;
  member: string;
  day: number;
  cell: Cell;
}

/** Cells by set, member and day, made where they are first asked for. */
export class Cells {
  readonly #cells = new Map<string, PlacedCell>();

  get size(): number {
    return this.#cells.size;
  }

  at(set: SetName, member: string, day: number): Cell {
    const key = cellKey(set, member, day);
    let placed = this.#cells.get(key);
    if (!placed) {
      placed = { set, member, day, cell: emptyCell() };
      this.#cells.set(key, placed);
    }
    return placed.cell;
  }

  drop(set: SetName, member: string, day: number): void {
    this.#cells.delete(cellKey(set, member, day));
  }

  all(): PlacedCell[] {
    return [...this.#cells.values()];
  }
}

/** The cell of a set's member on a day, as text. */
export function cellKey(set: string, member: string, day: number): string {
  return `${set} ${day} ${member}`;
}
