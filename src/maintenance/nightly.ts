import { allTenants, overdueTasks, type TenantTask } from '../db/catalog-store.ts';
import { newMeter } from '../db/meter.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { forgetEvents } from '../delivery/forget-events.ts';
import type { Env } from '../env.ts';
import { forgetOldExports } from '../exports/sweep.ts';
import { forgetOldAnswers, PLATFORM } from '../idempotency/reservation.ts';
import { describeError, logLine } from '../log.ts';
import { forgetOld, SELECT_RETENTION } from '../privacy/retention.ts';
import { reconcile } from '../rollups/reconcile.ts';
import { dateOfDay } from '../time/dates.ts';
import { measureStorage } from '../usage/storage.ts';
import { logFailure } from './cron.ts';
import { tellUsage } from './usage-event.ts';

/**
 * A maintenance task that runs for every tenant each night. `done: false` means that it must be queued again. Throws
 * after doing the rest if a part of the work failed. `until` is a time of Date.now().
 */
type Task = (context: TimedContext, wanted: { until: number }) => Promise<{ done: boolean }>;

/** All tasks can safely run twice. */
export const NIGHTLY = {
  forget: forgetOldOf,
  forget_exports: async (context) => {
    await forgetOldExports(context);
    return { done: true };
  },
  forget_answers: forgetOldAnswers,
  reconcile: reconcileOf,
  measure_storage: async (context) => {
    await measureStorage(context);
    return { done: true };
  },
  outbox: async (context, wanted) => {
    await tellUsage(context);
    return forgetEvents(context, wanted);
  },
} satisfies Record<string, Task>;

export type NightlyTask = keyof typeof NIGHTLY;

/** Maximum number of messages in one `sendBatch` call of Queues. */
const QUEUE_BATCH = 100;
/** One night, plus two hours to process its messages. */
const OVERDUE_SECONDS = 26 * 3_600;

const TASKS = Object.keys(NIGHTLY) as NightlyTask[];

/** Nightly cron: queues one message per tenant and task, so that no task uses up the limits of another's invocation. */
export async function enqueueNightlyTasks({ DB, NIGHTLY_QUEUE }: Env): Promise<void> {
  const tenants = await allTenants<{ tenant: string }>(DB, newMeter());
  await enqueue(NIGHTLY_QUEUE, [
    ...tenants.flatMap(({ tenant }) => TASKS.map((task) => ({ tenant, task }))),
    { tenant: PLATFORM, task: 'forget_answers' },
  ]);
}

/**
 * Hourly cron: queues the tasks again that have not completed for 26 hours, whether or not their messages were lost.
 */
export async function enqueueOverdueTasks({ DB, NIGHTLY_QUEUE }: Env): Promise<void> {
  const since = Math.floor(Date.now() / 1_000) - OVERDUE_SECONDS;
  const overdue = await overdueTasks(DB, TASKS, since, newMeter());
  for (const { tenant, task } of overdue) logLine('error', { event: 'maintenance overdue', tenant, task });
  await enqueue(NIGHTLY_QUEUE, overdue);
}

/** A batch that cannot be sent is only logged: its tasks become overdue and are queued again. */
async function enqueue(
  queue: Env['NIGHTLY_QUEUE'],
  asked: readonly TenantTask<NightlyTask>[],
): Promise<void> {
  for (let from = 0; from < asked.length; from += QUEUE_BATCH) {
    const messages = asked.slice(from, from + QUEUE_BATCH).map((body) => ({ body }));
    await logFailure(null, () => queue.sendBatch(messages));
  }
}

/** Deletes the personal data that is older than the tenant's retention. */
async function forgetOldOf(context: TimedContext, { until }: { until: number }): Promise<{ done: boolean }> {
  const [[tenant]] = await context.store.batch([SELECT_RETENTION.with()]);
  if (!tenant) return { done: true };
  return forgetOld(context, { retentionDays: tenant.retention_days, until });
}

/** Reconciles a sample of the tenant's days with the facts, and repairs the differences. */
async function reconcileOf(context: TimedContext): Promise<{ done: boolean }> {
  const { store } = context;
  const { days, differences, failed } = await reconcile(context);
  if (differences > 0) logLine('error', { event: 'reconcile', tenant: store.tenant, days, differences });
  for (const { day, error } of failed) {
    const line = { event: 'day not reconciled', tenant: store.tenant, date: dateOfDay(day) };
    logLine('error', { ...line, error: describeError(error) });
  }
  if (failed.length > 0) throw new Error(`${failed.length} days could not be reconciled.`);
  return { done: true };
}
