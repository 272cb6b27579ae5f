import { type DimensionNames, nameOf } from '../../query/dimension-names.ts';

/** The current name of a member, or its id if it has none; null without an id. */
export function namedCell(directory: DimensionNames | undefined, id: string | undefined): string | null {
  return id === undefined ? null : nameOf(directory ?? new Map(), id);
}
