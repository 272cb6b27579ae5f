import { and, eq, exists, isNotNull, isNull, sql } from '../db/expressions.ts';
import { exportJobs, removedTenants, tenants } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext, TimedContext } from '../db/tenant-store.ts';
import { discardFile, objectPrefixes } from '../exports/files.ts';
import { logLine } from '../log.ts';
import { DELETIONS, IS_EMPTY, SLICE_ROWS, sliceQueries } from './tables-of-tenants.ts';

const statement = statementsIn('maintenance');
const queries = queriesIn('maintenance');

/**
 * Wait after the start of a removal, so that maintenance running at that time has ended and writes nothing afterwards.
 */
export const SETTLE_SECONDS = 60;
/** About 200 queries, well below the limit per invocation. */
const MAX_SLICES = 100;
/** Maximum number of objects in one list or delete call of R2. */
const LISTED_OBJECTS = 1_000;
const UPLOADS = 50;

const BEGIN = statement(`
  INSERT INTO removed_tenants (tenant, requested_at, requested_by, started_at, counts)
  SELECT ?1, t.removal_requested_at, t.removal_requested_by, ?2, '{}' FROM tenants t
  WHERE t.tenant = ?1 AND t.removal_due_at <= ?2
  ON CONFLICT (tenant) DO NOTHING`);
const SELECT_BEGUN = queries.select(removedTenants, () => ({
  columns: { started_at: removedTenants.started_at },
  where: isNull(removedTenants.removed_at),
}));
const SELECT_UPLOADS = queries.select(exportJobs, () => ({
  where: and(eq(exportJobs.has_file, 1), isNotNull(exportJobs.state)),
  limit: UPLOADS,
}));
const FORGET_UPLOADS = statement(`
  UPDATE export_jobs SET state = NULL WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?2))`);
const COUNT_OBJECTS = queries.update(removedTenants, ({ files }: Inputs<{ files: number }>) => ({
  set: {
    counts: sql<string>`json_set(${removedTenants.counts}, '$.files',
      coalesce(${removedTenants.counts} ->> '$.files', 0) + ${files})`,
  },
  where: undefined,
}));
const FINISH = statement<{ tenant: string }>(`
  UPDATE removed_tenants SET removed_at = ?2
  WHERE tenant = ?1 AND removed_at IS NULL AND ${IS_EMPTY} RETURNING tenant`);
const DELETE_TENANT = queries.delete(tenants, () => ({
  where: exists(removedTenants, isNotNull(removedTenants.removed_at)),
}));

/** Whether the tenant's data is being deleted. If so, maintenance must not write any more. */
export async function isBeingRemoved({ store }: StoreContext): Promise<boolean> {
  const [[begun]] = await store.batch([SELECT_BEGUN.with()]);
  return begun !== undefined;
}

type RemovalContext = TimedContext & { env: { EXPORT_FILES: R2Bucket } };

/**
 * Deletes everything of a tenant whose removal is due: its files, then its rows in slices, and finally its row in
 * `tenants`. Can be interrupted anywhere and run twice concurrently. `until` is a time of Date.now().
 */
export async function removeTenant(
  context: RemovalContext,
  { until }: { until: number },
): Promise<{ done: boolean }> {
  const { store, now } = context;
  const [, [begun]] = await store.batch([BEGIN.with(now), SELECT_BEGUN.with()]);
  if (!begun || now < begun.started_at + SETTLE_SECONDS) return { done: false };
  if (!(await deleteFiles(context, until)) || !(await deleteRows(context, until))) return { done: false };
  const [finished] = await store.batch([FINISH.with(now), DELETE_TENANT.with()]);
  if (finished.length === 0) return { done: false };
  logLine('info', { event: 'tenant removed', tenant: store.tenant });
  return { done: true };
}

/** Returns true once no file is left. */
async function deleteFiles({ store, env }: RemovalContext, until: number): Promise<boolean> {
  const bucket = env.EXPORT_FILES;
  while (Date.now() < until) {
    const [jobs] = await store.batch([SELECT_UPLOADS.with()]);
    for (const job of jobs) await discardFile(bucket, job);
    if (jobs.length > 0) await store.batch([FORGET_UPLOADS.with(JSON.stringify(jobs.map(({ id }) => id)))]);
    if (jobs.length < UPLOADS) break;
  }
  for (const prefix of objectPrefixes(store.tenant)) {
    for (let isMore = true; isMore; ) {
      if (Date.now() >= until) return false;
      const { objects, truncated } = await bucket.list({ prefix, limit: LISTED_OBJECTS });
      isMore = truncated;
      if (objects.length === 0) continue;
      await bucket.delete(objects.map(({ key }) => key));
      await store.batch([COUNT_OBJECTS.with({ files: objects.length })]);
    }
  }
  return true;
}

/** Returns true once no row is left. */
async function deleteRows({ store }: StoreContext, until: number): Promise<boolean> {
  let slices = 0;
  for (const deletion of DELETIONS) {
    for (let isMore = true; isMore; slices += 1) {
      if (slices >= MAX_SLICES || Date.now() >= until) return false;
      const [, deleted] = await store.batch(sliceQueries(deletion));
      isMore = deleted.length === SLICE_ROWS;
    }
  }
  return true;
}
