import { statementsIn } from '../db/statement.ts';
import type { Env } from '../env.ts';
import { describeError, logLine } from '../log.ts';
import { refresh } from '../rollups/refresh.ts';
import { maintenanceContext, RUN_MILLISECONDS } from './cron.ts';
import { NIGHTLY, type NightlyTask } from './nightly.ts';
import { isBeingRemoved } from './remove-tenant.ts';

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
function namesIn(body: unknown): Record<string, string> {
  const fields = Object.entries(body ?? {}).filter(([name]) => ['tenant', 'task', 'job'].includes(name));
  return Object.fromEntries(fields.filter(([, value]) => typeof value === 'string'));
}

const statement = statementsIn('maintenance');

/** A maintenance task of one tenant; without `task`, a refresh. */
export interface MaintenanceMessage {
  tenant: string;
  task?: NightlyTask;
}

/** Writes nothing if the tenant does not exist. */
const COMPLETED = statement(`
  INSERT INTO maintenance_runs (tenant, task, completed_at)
  SELECT ?1, ?2, ?3 FROM tenants WHERE tenant = ?1
  ON CONFLICT (tenant, task) DO UPDATE SET completed_at = max(completed_at, excluded.completed_at)`);

/**
 * Runs the task of a message until `until`, a time of Date.now(), and queues the rest. Can safely run twice. Throws if
 * a part of the task failed, or if the message is not a known maintenance task.
 */
export async function runTask(env: Env, message: MaintenanceMessage, until: number): Promise<void> {
  const { tenant, task } = checked(message);
  const context = maintenanceContext(env, tenant);
  if (await isBeingRemoved(context)) return;
  if (task === undefined) {
    const { done } = await refresh(context, { deadline: until });
    if (!done) await env.REFRESH_QUEUE.send({ tenant });
    return;
  }
  const { done } = await NIGHTLY[task](context, { until });
  if (done) await context.store.batch([COMPLETED.with(task, context.now)]);
  else await env.NIGHTLY_QUEUE.send({ tenant, task });
}

/** Logs a message that failed for good. Cron queues its task again. */
export async function noteFailed(message: MaintenanceMessage): Promise<void> {
  logLine('error', { event: 'maintenance message failed', ...namesIn(message) });
}

/** A message may come from an older or newer version of the code. */
function checked(message: MaintenanceMessage): MaintenanceMessage {
  const { tenant, task } = message ?? {};
  if (typeof tenant !== 'string' || (task !== undefined && !Object.hasOwn(NIGHTLY, task))) {
    throw new Error('Unknown maintenance task.');
  }
  return message;
}
