import { describeError, logLine } from '../log.ts';
import { RUN_MILLISECONDS } from './run-time.ts';

/** The least time for a message, in milliseconds, even if those before it took longer than they should. */
const LEAST_SHARE = 1_000;
const FIRST_RETRY_SECONDS = 30;
const MAX_RETRY_SECONDS = 900;

/**
 * Works on each distinct body of a batch by itself: done, all its messages are acknowledged; if it throws, one is
 * retried later and the others of the batch are not affected. `until`, a time of Date.now(), is the end of the
 * body's equal share of the run. Never throws.
 */
export async function eachMessage<Body>(
  { queue, messages }: MessageBatch<Body>,
  work: (body: Body, until: number) => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + RUN_MILLISECONDS;
  // Those tried most come last: one that ends the invocation itself takes none of the others along.
  const inOrder = messages.toSorted((a, b) => a.attempts - b.attempts);
  const distinct = [...Map.groupBy(inOrder, ({ body }) => JSON.stringify(body)).values()];
  for (const [index, [message, ...copies]] of distinct.entries()) {
    if (!message) continue;
    const share = Math.max(LEAST_SHARE, (deadline - Date.now()) / (distinct.length - index));
    try {
      await work(message.body, Date.now() + share);
      message.ack();
    } catch (error) {
      logFailed(queue, message, error);
      message.retry({ delaySeconds: retryDelay(message.attempts) });
    }
    for (const copy of copies) copy.ack();
  }
}

/** Seconds to wait after so many attempts: twice as long each time, at most a quarter of an hour. */
function retryDelay(attempts: number): number {
  return Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), MAX_RETRY_SECONDS);
}

function logFailed(queue: string, { body, attempts }: Message, error: unknown): void {
  logLine('error', {
    event: 'queue message failed',
    queue,
    ...namesIn(body),
    attempts,
    error: describeError(error),
  });
}

/** What a message says that it is about, for the log. */
export function namesIn(body: unknown): Record<string, string> {
  const fields = Object.entries(body ?? {}).filter(([name]) => ['tenant', 'task', 'job'].includes(name));
  return Object.fromEntries(fields.filter(([, value]) => typeof value === 'string'));
}
