import { type DimensionNames, nameOf } from '../../query/dimension-names.ts';

/** The current name of a member; empty where there is none. */
export function namedCell(directory: DimensionNames | undefined, id: string | undefined): string | null {
  return id === undefined ? null : nameOf(directory ?? new Map(), id);
}
