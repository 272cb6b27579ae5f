import { judgedValues } from '../query/judged-values.ts';
import type { Values } from '../query/measures.ts';
import { type Cell, type CellQuery, cellQuery } from './cell.ts';

/** A part of a cell, and the query for it. */
export interface CellPart {
  cell: Cell;
  asked: CellQuery;
}

/** The parts of a cell: one for each policy that judges some of it. A cell without policies is its own only part. */
export function cellPartsOf(cell: Cell): CellPart[] {
  const { regions, time, ...rest } = cell;
  if (!regions) return [{ cell, asked: cellQuery(cell) }];
  // Regions are within the bucket of the cell. Times that recur hold in each of them.
  const recurring = time && time.kind !== 'span' ? { time } : {};
  return regions.map((region) => {
    const part: Cell = { ...rest, ...recurring, ...region };
    return { cell: part, asked: cellQuery(part) };
  });
}

/** The values of a cell, given those of its parts, in their order. */
export function valuesTogether(
  { regions }: Cell,
  parts: readonly CellPart[],
  values: readonly Values[],
): Values {
  if (!regions) return values[0]!;
  return judgedValues(parts.map(({ cell }, index) => ({ measure: cell.measure, values: values[index]! })));
}
