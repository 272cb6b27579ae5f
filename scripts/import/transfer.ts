import { Batcher } from './batch.ts';
import { ingestClient } from './ingest-client.ts';
import type { Options } from './options.ts';
import { progressDisplay } from './progress-display.ts';
import type { RejectsFile } from './rejects-file.ts';
import { type Sent, sendBatch } from './send-batch.ts';
import type { Entry, Progress, Spool } from './spool.ts';
import { addTally, type Tally } from './tally.ts';

/**
 * Sends what is in a spool after `start`, and saves the progress after every acknowledged batch. Throws an Error if it
 * cannot continue; the spool then says how far it came.
 */
export async function transfer(
  options: Options,
  spool: Spool,
  start: Progress,
  rejects: RejectsFile,
  terminal: NodeJS.WriteStream,
): Promise<Tally> {
  let { tally } = start;
  const total = Object.values(tally.records).reduce((sum, count) => sum + count, 0);
  const display = progressDisplay(terminal, total, 'records sent');
  let done = spool.countUpTo(start.seq);
  const send = ingestClient({
    ...options,
    onRetry: (reason, pause) => {
      tally = { ...tally, retries: tally.retries + 1 };
      display.note(`${reason} Trying again in ${Math.ceil(pause / 1000)} s.`);
    },
  });
  const inFlight: { batch: Entry[]; sent: Promise<Sent> }[] = [];
  const settle = async (allowed: number) => {
    while (inFlight.length > allowed) {
      const [oldest] = inFlight;
      if (oldest === undefined) return;
      const sent = await oldest.sent;
      inFlight.shift();
      await rejects.append(sent.rejects);
      tally = addTally(tally, sent.tally);
      done += oldest.batch.length;
      spool.save({ seq: oldest.batch.at(-1)?.seq ?? start.seq, rejectsBytes: rejects.bytes, tally });
      display.update(done, done);
    }
  };
  try {
    for (const batch of batches(spool, start.seq)) {
      await settle(options.concurrency - 1);
      const sent = sendBatch(batch, send);
      // Awaited later, in order, by settle. The no-op handler keeps an early rejection from being reported as unhandled.
      sent.catch(() => {});
      inFlight.push({ batch, sent });
    }
    await settle(0);
    return tally;
  } finally {
    display.stop();
  }
}

function* batches(spool: Spool, start: number): Generator<Entry[]> {
  const batcher = new Batcher();
  for (const entries of spool.rowsAfter(start)) {
    yield* batcher.add(entries);
  }
  const last = batcher.take();
  if (last.length > 0) yield last;
}
