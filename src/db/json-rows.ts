import { binaryColumn } from './binary.ts';

/** Rows of a JSON batch are objects; SQL reads their columns by name from the row `k` of `json_each`. */

type Value = string | number | null | undefined;

/** A row that names each of these columns. SQL reads null and undefined as NULL. */
export type JsonRow<Name extends string> = Readonly<Record<Name, Value>>;

/** A row to store: whole, or a tombstone that names only `Key`, so that SQL reads NULL for the rest. */
export type StoredRow<Key extends string, Rest extends string> =
  | JsonRow<Key | Rest>
  | (JsonRow<Key> & { readonly [Name in Rest]?: never });

/** SQL: the column `name` of a row `k` of a JSON batch. */
export function column(name: string): string {
  return `k.value ->> '${name}'`;
}

/** SQL: these columns of a row `k` of a JSON batch; the binary ones are in hexadecimal. */
export function columns(names: readonly string[], binary: readonly string[] = []): string {
  return names.map((name) => (binary.includes(name) ? binaryColumn(name) : column(name))).join(', ');
}
