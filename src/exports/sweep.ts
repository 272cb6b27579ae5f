import { statementsIn } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { describeError, logLine } from '../log.ts';
import { IS_SERVED } from '../tenants/settings.ts';
import { askForSlice, type SliceQueue } from './create.ts';
import { discardFile } from './files.ts';
import { GIVEN_UP, type JobRow, MAX_AGE_SECONDS, MAX_ATTEMPTS, TOO_OLD } from './jobs.ts';

const statement = statementsIn('exports');

/** A waiting job without a lease for this long has lost its message. */
const IDLE_SECONDS = 60;
/** How long a job is kept after its file has expired, in seconds. */
const KEPT_SECONDS = 30 * 86_400;

/** Jobs of a suspended tenant are left alone. Their age counts from the end of the suspension. */
const FAIL_OLD = statement(`
  UPDATE export_jobs SET status = 'failed', error = ?4, fence = fence + 1, lease_until = 0
  WHERE tenant = ?1 AND status IN ('queued', 'processing') AND lease_until <= ?2 AND created_at <= ?3
    AND EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1 AND ${IS_SERVED} AND t.status_changed_at <= ?3)`);
const CLAIM_IDLE = statement<{ id: string }>(`
  UPDATE export_jobs SET lease_until = ?2
  WHERE tenant = ?1 AND status IN ('queued', 'processing') AND lease_until <= ?3
    AND EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1 AND ${IS_SERVED})
  RETURNING id`);
const SELECT_UNWANTED = statement<JobRow>(`
  SELECT * FROM export_jobs
  WHERE tenant = ?1 AND has_file = 1 AND lease_until <= ?2
    AND (status IN ('failed', 'withdrawn') OR status = 'completed' AND expires_at <= ?2)
  LIMIT 100`);
const WITHOUT_FILE = statement('UPDATE export_jobs SET has_file = 0 WHERE tenant = ?1 AND id = ?2');
const DELETE_OLD = statement(
  'DELETE FROM export_jobs WHERE tenant = ?1 AND created_at <= ?2 AND expires_at <= ?2 AND has_file = 0',
);
const FAIL_IDLE = statement(`
  UPDATE export_jobs SET status = 'failed', error = ?4, fence = fence + 1, lease_until = 0
  WHERE tenant = ?1 AND id = ?2 AND status IN ('queued', 'processing') AND lease_until <= ?3
    AND attempts >= ${MAX_ATTEMPTS}`);

/**
 * Queues jobs whose message was lost, fails jobs that are too old, and deletes files that are expired or unwanted. A
 * file that cannot be deleted does not block the others. `now` is in seconds UTC; stops at `until`, a time of
 * Date.now(), and continues there next time.
 */
export async function sweepExports(deps: {
  store: TenantStore;
  bucket: R2Bucket;
  queue: SliceQueue;
  now: number;
  until?: number;
}): Promise<void> {
  const { store, bucket, queue, now, until = Number.POSITIVE_INFINITY } = deps;
  const [, idle, unwanted] = await store.batch([
    FAIL_OLD.with(now, now - MAX_AGE_SECONDS, TOO_OLD),
    CLAIM_IDLE.with(now, now - IDLE_SECONDS),
    SELECT_UNWANTED.with(now),
  ]);
  for (const { id } of idle) await askForSlice(queue, { tenant: store.tenant, job: id });
  for (const row of unwanted) {
    if (Date.now() >= until) return;
    try {
      await discardFile(bucket, row);
      await store.batch([WITHOUT_FILE.with(row.id)]);
    } catch (error) {
      const { tenant, id: job } = row;
      logLine('error', { event: 'export file not removed', tenant, job, error: describeError(error) });
    }
  }
}

/** Deletes jobs whose files expired 30 days ago. `now` is in seconds UTC. */
export async function forgetOldExports(store: TenantStore, now: number): Promise<void> {
  await store.batch([DELETE_OLD.with(now - KEPT_SECONDS)]);
}

/**
 * Fails a job that was tried often enough, unless a worker holds it. A job that was never tried is queued again by the
 * sweeper. `now` is in seconds UTC.
 */
export async function giveUp(store: TenantStore, id: string, now: number): Promise<void> {
  await store.batch([FAIL_IDLE.with(id, now, GIVEN_UP)]);
}
