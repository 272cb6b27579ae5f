import { describeError, logLine } from '../log.ts';
import { RUN_MILLISECONDS } from './cron.ts';

/** Minimum time for a message in milliseconds, even if the previous ones overran their share. */
const LEAST_SHARE = 1_000;
const FIRST_RETRY_SECONDS = 30;
const MAX_RETRY_SECONDS = 900;

/**
 * Runs `work` for each distinct body of a batch. On success, all messages with that body are acknowledged; on failure,
 * one is retried later and the other bodies are unaffected. `until` (a time of Date.now()) ends the body's equal share
 * of the run. Never throws.
 */
export async function eachMessage<Body>(
  { queue, messages }: MessageBatch<Body>,
  work: (body: Body, until: number) => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + RUN_MILLISECONDS;
  // Messages with the most attempts come last, so that one that kills the invocation does not take the others with it.
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

/** Exponential backoff in seconds, up to 15 minutes. */
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

/** The fields that identify a message in the log. */
export function namesIn(body: unknown): Record<string, string> {
  const fields = Object.entries(body ?? {}).filter(([name]) => ['tenant', 'task', 'job'].includes(name));
  return Object.fromEntries(fields.filter(([, value]) => typeof value === 'string'));
}
