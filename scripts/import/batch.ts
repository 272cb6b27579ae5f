import type { Entry } from './spool.ts';

const MAX_RECORDS = 1_000;
/** Below the server's 4 MiB, with room for proxies that have a smaller limit. */
const MAX_BYTES = 3_500_000;

/**
 * Groups entries into batches that fit into one request. The entries of a row stay together, unless they alone are too
 * many: those of an agent's whole log may be.
 */
export class Batcher {
  #batch: Entry[] = [];
  #size = 0;

  /** Adds the entries of a row. Returns the batches that are full, in order. */
  add(entries: Entry[]): Entry[][] {
    const parts = Math.ceil(entries.length / MAX_RECORDS);
    return Array.from({ length: parts }, (_, part) =>
      this.#add(entries.slice(part * MAX_RECORDS, (part + 1) * MAX_RECORDS)),
    ).filter((batch) => batch !== undefined);
  }

  #add(entries: Entry[]): Entry[] | undefined {
    const size = entries.reduce((total, { json }) => total + Buffer.byteLength(json) + 1, 0);
    const full = this.#batch.length + entries.length > MAX_RECORDS || this.#size + size > MAX_BYTES;
    const finished = full && this.#batch.length > 0 ? this.take() : undefined;
    this.#size += size;
    this.#batch.push(...entries);
    return finished;
  }

  /** Returns the current batch and starts a new one. */
  take(): Entry[] {
    const batch = this.#batch;
    this.#batch = [];
    this.#size = 0;
    return batch;
  }
}
