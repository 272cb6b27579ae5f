import { newMeter } from '../db/meter.ts';
import { storeFor } from '../db/tenant-store.ts';
import { queueing } from '../delivery/announce.ts';
import { type Env, readConfig } from '../env.ts';
import { logLine } from '../log.ts';
import { serviceContext } from '../service-context.ts';
import type { PrintedContent, Workshop } from './context.ts';
import { enqueueSlice, type SliceMessage } from './create.ts';
import { formatOf } from './format-of.ts';
import { runSlice } from './run.ts';
import type { DocumentHead } from './section.ts';
import { sourceOf } from './sections/registry.ts';
import { giveUp } from './sweep.ts';
import { PART_BYTES } from './upload.ts';

/** Well below the platform's limit for a queue consumer. */
const SLICE_MILLISECONDS = 20_000;
const RETRY_SECONDS = 30;

/** Works on a job for one slice, and queues the next slice if there is more to do. */
export async function consumeSlice(env: Env, message: SliceMessage): Promise<void> {
  const { tenant, job } = message;
  const workshop: Workshop = serviceContext({
    config: readConfig(env),
    store: queueing(storeFor(tenant, env.DB, newMeter()), env.DELIVERY_QUEUE),
    bucket: env.EXPORT_FILES,
    openSource: sourceOf,
    formatOf,
    renderPdf: async (head: DocumentHead, content: PrintedContent) =>
      (await import('./pdf/render.ts')).renderPdf(head, content),
    clock: () => Date.now(),
    sliceMilliseconds: SLICE_MILLISECONDS,
    partBytes: PART_BYTES,
  });
  const outcome = await runSlice(workshop, job);
  if (outcome === 'more') await enqueueSlice(env.EXPORT_QUEUE, message);
  if (outcome === 'again') await enqueueSlice(env.EXPORT_QUEUE, message, RETRY_SECONDS);
}

/** Logs a message that could not be processed. Fails its job if it was tried often enough. */
export async function consumeFailed(env: Env, { tenant, job }: SliceMessage): Promise<void> {
  logLine('error', { event: 'export message failed', tenant, job });
  const store = storeFor(tenant, env.DB, newMeter());
  await giveUp({ store, now: Math.floor(Date.now() / 1_000) }, job);
}
