import { and, eq, exists, gte, inArray, lte, or } from '../db/expressions.ts';
import { exportJobs, tenants } from '../db/schema.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { describeError, logLine } from '../log.ts';
import { IS_SERVED } from '../tenants/settings.ts';
import { enqueueSlice, type SliceQueue } from './create.ts';
import { discardFile } from './files.ts';
import { failed, GIVEN_UP, IS_UNFINISHED, MAX_AGE_SECONDS, MAX_ATTEMPTS, TOO_OLD } from './jobs.ts';

const queries = queriesIn('exports');

/** A waiting job without a lease for this long has lost its message. */
const IDLE_SECONDS = 60;
/** How long a job is kept after its file has expired, in seconds. */
const KEPT_SECONDS = 30 * 86_400;

/** Jobs of a suspended tenant are left alone. Their age counts from the end of the suspension. */
const FAIL_OLD = queries.update(
  exportJobs,
  ({ now, before, reason }: Inputs<{ now: number; before: number; reason: string }>) => ({
    set: failed(reason),
    where: and(
      IS_UNFINISHED,
      lte(exportJobs.lease_until, now),
      lte(exportJobs.created_at, before),
      exists(tenants, and(IS_SERVED, lte(tenants.status_changed_at, before))),
    ),
  }),
);
const CLAIM_IDLE = queries.update(
  exportJobs,
  ({ now, idleSince }: Inputs<{ now: number; idleSince: number }>) => ({
    set: { lease_until: now },
    where: and(IS_UNFINISHED, lte(exportJobs.lease_until, idleSince), exists(tenants, IS_SERVED)),
    returning: { id: exportJobs.id },
  }),
);
const SELECT_UNWANTED = queries.select(exportJobs, ({ now }: Inputs<{ now: number }>) => ({
  where: and(
    eq(exportJobs.has_file, 1),
    lte(exportJobs.lease_until, now),
    or(
      inArray(exportJobs.status, ['failed', 'withdrawn']),
      and(eq(exportJobs.status, 'completed'), lte(exportJobs.expires_at, now)),
    ),
  ),
  limit: 100,
}));
const WITHOUT_FILE = queries.update(exportJobs, ({ id }: Inputs<{ id: string }>) => ({
  set: { has_file: 0 },
  where: eq(exportJobs.id, id),
}));
const DELETE_OLD = queries.delete(exportJobs, ({ before }: Inputs<{ before: number }>) => ({
  where: and(
    lte(exportJobs.created_at, before),
    lte(exportJobs.expires_at, before),
    eq(exportJobs.has_file, 0),
  ),
}));
const FAIL_IDLE = queries.update(
  exportJobs,
  ({ id, now, reason }: Inputs<{ id: string; now: number; reason: string }>) => ({
    set: failed(reason),
    where: and(
      eq(exportJobs.id, id),
      IS_UNFINISHED,
      lte(exportJobs.lease_until, now),
      gte(exportJobs.attempts, MAX_ATTEMPTS),
    ),
  }),
);

type SweepContext = TimedContext & { env: { EXPORT_FILES: R2Bucket; EXPORT_QUEUE: SliceQueue } };

/**
 * Queues jobs whose message was lost, fails jobs that are too old, and deletes files that are expired or unwanted. A
 * file that cannot be deleted does not block the others. Stops at `until`, a time of
 * Date.now(), and continues there next time.
 */
export async function sweepExports(
  { store, now, env }: SweepContext,
  { until = Number.POSITIVE_INFINITY }: { until?: number } = {},
): Promise<void> {
  const [, idle, unwanted] = await store.batch([
    FAIL_OLD.with({ now, before: now - MAX_AGE_SECONDS, reason: TOO_OLD }),
    CLAIM_IDLE.with({ now, idleSince: now - IDLE_SECONDS }),
    SELECT_UNWANTED.with({ now }),
  ]);
  for (const { id } of idle) await enqueueSlice(env.EXPORT_QUEUE, { tenant: store.tenant, job: id });
  for (const row of unwanted) {
    if (Date.now() >= until) return;
    try {
      await discardFile(env.EXPORT_FILES, row);
      await store.batch([WITHOUT_FILE.with({ id: row.id })]);
    } catch (error) {
      const { tenant, id: job } = row;
      logLine('error', { event: 'export file not removed', tenant, job, error: describeError(error) });
    }
  }
}

/** Deletes jobs whose files expired 30 days ago. */
export async function forgetOldExports({ store, now }: TimedContext): Promise<void> {
  await store.batch([DELETE_OLD.with({ before: now - KEPT_SECONDS })]);
}

/**
 * Fails a job that was tried often enough, unless a worker holds it. A job that was never tried is queued again by the
 * sweeper.
 */
export async function giveUp({ store, now }: TimedContext, id: string): Promise<void> {
  await store.batch([FAIL_IDLE.with({ id, now, reason: GIVEN_UP })]);
}
