/**
 * Binary columns (BLOB) in SQL. JSON cannot hold bytes and D1 returns them as lists of numbers, so that statements take
 * and return them as hexadecimal text. An empty value is the empty text; NULL stays NULL.
 */

/** SQL: the bytes of a binary column, as lower-case hexadecimal text. */
export function hexOf(column: string): string {
  return `iif(${column} IS NULL, NULL, lower(hex(${column})))`;
}

/** SQL: the bytes of an expression that has hexadecimal text. */
export function bytesOf(text: string): string {
  return `unhex(${text})`;
}

/** SQL: the bytes in the column `name` of a row `k` of a JSON batch (see json-rows.ts). */
export function binaryColumn(name: string): string {
  return bytesOf(`k.value ->> '${name}'`);
}
