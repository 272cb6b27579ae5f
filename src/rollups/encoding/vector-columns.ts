import { zeros } from '../sums.ts';

/**
 * A column of vectors: 0 if all values are zero, −1 if all are one, n if it equals the n-th column; else its values, or
 * if most are zero, a list within the list: how many zeros, then a value, and so on.
 */
export type Column = number | number[] | [number[]];

export const ZEROS = 0;
export const ONES = -1;

/** The column of the values at an index, given the values of all columns. */
export function columnOf(columns: readonly number[][], index: number): Column {
  const values = columns[index]!;
  let zeroes = 0;
  let ones = 0;
  for (const value of values) {
    if (value === 0) zeroes += 1;
    else if (value === 1) ones += 1;
  }
  if (zeroes === values.length) return ZEROS;
  if (ones === values.length) return ONES;
  for (let before = 0; before < index; before += 1) if (isSame(columns[before]!, values)) return before + 1;
  return zeroes > values.length - zeroes + 1 ? [sparse(values)] : values;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

function sparse(values: readonly number[]): number[] {
  const list: number[] = [];
  let skipped = 0;
  for (const value of values) {
    if (value === 0) skipped += 1;
    else {
      list.push(skipped, value);
      skipped = 0;
    }
  }
  return list;
}

/** A column, or the one that it equals. */
export function ownOf(columns: readonly Column[], column: Column): Column {
  return typeof column === 'number' && column > 0 ? columns[column - 1]! : column;
}

/** The values of a column, as a list of their own; zeros for a column that is not there. */
export function valuesOf(columns: readonly Column[], index: number, length: number): number[] {
  const own = ownOf(columns, columns[index] ?? ZEROS);
  if (own === ONES) return new Array<number>(length).fill(1);
  const values = zeros(length);
  if (own === ZEROS) return values;
  forEachValue(own as number[] | [number[]], (value, at) => {
    values[at] = value;
  });
  return values;
}

/** Calls `take` with each value of a column that is a list, and its place; sparse ones have no zeros. */
export function forEachValue(column: number[] | [number[]], take: (value: number, at: number) => void): void {
  const [list] = column;
  if (typeof list === 'number') {
    for (let at = 0; at < column.length; at += 1) take((column as number[])[at]!, at);
    return;
  }
  let at = -1;
  for (let index = 0; index < list!.length; index += 2) {
    at += list![index]! + 1;
    take(list![index + 1]!, at);
  }
}
