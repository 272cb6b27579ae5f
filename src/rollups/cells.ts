import { type Cell, emptyCell } from './cell.ts';
import type { SetName } from './sets.ts';

export interface PlacedCell {
  set: SetName;
  member: string;
  day: number;
  cell: Cell;
}

/** Cells by set, member and day, made where they are first asked for. */
export class Cells {
  readonly #cells = new Map<string, PlacedCell>();

  at(set: SetName, member: string, day: number): Cell {
    const key = `${set} ${day} ${member}`;
    let placed = this.#cells.get(key);
    if (!placed) {
      placed = { set, member, day, cell: emptyCell() };
      this.#cells.set(key, placed);
    }
    return placed.cell;
  }

  all(): PlacedCell[] {
    return [...this.#cells.values()];
  }
}
