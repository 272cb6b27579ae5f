/** Bounds of one request; the API accepts 4 MiB, proxies before it sometimes less. */
export const MAX_RECORDS = 1_000;
export const MAX_BYTES = 3_500_000;

/** Records as lines of NDJSON, that fit into one request. */
export interface Batch {
  /** Place of the first record among all, from 0. */
  start: number;
  lines: string[];
}

/**
 * Groups records into batches, in their order. A record that is larger than a batch is one of its own, and the API
 * says what is wrong with it.
 */
export async function* batches(
  records: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Batch, void, void> {
  const encoder = new TextEncoder();
  let batch: Batch = { start: 0, lines: [] };
  let bytes = 0;
  for await (const record of records) {
    const line = JSON.stringify(record);
    const size = encoder.encode(line).length + 1;
    if (batch.lines.length === MAX_RECORDS || (bytes + size > MAX_BYTES && batch.lines.length > 0)) {
      yield batch;
      batch = { start: batch.start + batch.lines.length, lines: [] };
      bytes = 0;
    }
    batch.lines.push(line);
    bytes += size;
  }
  if (batch.lines.length > 0) yield batch;
}
