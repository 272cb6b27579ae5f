/** Keeps a JSON parameter well below D1's limit of 2 MB per value. */
const MAX_BATCH_CHARACTERS = 500_000;

/** Splits rows into JSON arrays small enough to bind, one for each statement that reads them with `json_each`. */
export function jsonBatches(rows: readonly unknown[]): string[] {
  const out: string[] = [];
  let items: string[] = [];
  let size = 0;
  for (const row of rows) {
    const item = JSON.stringify(row);
    if (size + item.length > MAX_BATCH_CHARACTERS && items.length > 0) {
      out.push(`[${items.join(',')}]`);
      items = [];
      size = 0;
    }
    items.push(item);
    size += item.length + 1;
  }
  if (items.length > 0) out.push(`[${items.join(',')}]`);
  return out;
}
