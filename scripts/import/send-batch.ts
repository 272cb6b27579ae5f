import type { Batch, Entry, Reject } from './batch.ts';
import { type IngestAnswer, TooLarge } from './ingest-client.ts';
import { addTally, emptyTally, type Tally } from './tally.ts';

/** The outcome of sending a batch. */
export interface Sent {
  rejects: Reject[];
  tally: Tally;
}

/**
 * Sends a batch, split in halves if the server finds it too large. A single record that is too large is rejected.
 * Throws what `send` throws.
 */
export async function sendBatch(
  batch: Batch,
  send: (lines: string[]) => Promise<IngestAnswer>,
): Promise<Sent> {
  const sent = await sendEntries(batch.entries, send);
  return {
    rejects: [...batch.rejects, ...sent.rejects].sort((one, other) => one.line - other.line),
    tally: addTally(batch.tally, sent.tally),
  };
}

async function sendEntries(
  entries: Entry[],
  send: (lines: string[]) => Promise<IngestAnswer>,
): Promise<Sent> {
  if (entries.length === 0) return { rejects: [], tally: emptyTally() };
  try {
    const answer = await send(entries.map(({ json }) => json));
    const { created, updated, unchanged, stale, deleted } = answer;
    const tally = {
      ...emptyTally(),
      created,
      updated,
      unchanged,
      stale,
      deleted,
      rejectedRecords: answer.rejected,
    };
    return { rejects: rejectsOf(answer, entries), tally };
  } catch (error) {
    const [first] = entries;
    if (!(error instanceof TooLarge) || first === undefined) throw error;
    if (entries.length === 1) {
      const reject = rejectOf(first, '', error.message);
      return { rejects: [reject], tally: { ...emptyTally(), rejectedRecords: 1 } };
    }
    const middle = Math.ceil(entries.length / 2);
    const left = await sendEntries(entries.slice(0, middle), send);
    const right = await sendEntries(entries.slice(middle), send);
    return { rejects: [...left.rejects, ...right.rejects], tally: addTally(left.tally, right.tally) };
  }
}

function rejectsOf(answer: IngestAnswer, entries: Entry[]): Reject[] {
  return answer.errors.flatMap(({ index, errors }) => {
    const entry = entries[index];
    return entry === undefined ? [] : errors.map(({ path, message }) => rejectOf(entry, path, message));
  });
}

function rejectOf({ line, type, id, raw }: Entry, path: string, reason: string): Reject {
  return { line, type, id, path, reason, raw };
}
