import { countedStore, type TenantStore } from '../db/tenant-store.ts';
import { CallmeterError, Unavailable } from '../errors.ts';
import { describeError, logLine } from '../log.ts';
import { SELECT_TENANT, settingsOf, type TenantSettings } from '../tenants/settings.ts';
import { localInstants } from '../time/dates.ts';
import { progressOf, type SliceOutcome, type Workshop } from './context.ts';
import { discardFile } from './files.ts';
import { filtersOf } from './filters.ts';
import { findRow, GIVEN_UP, jobOf, MAX_AGE_SECONDS, MAX_ATTEMPTS, requestOf, TOO_OLD } from './jobs.ts';
import { LostJob, takeJob } from './lease.ts';
import { type DocumentHead, RowsChanged, type Source } from './section.ts';
import type { ExportRequest } from './spec.ts';
import { writePages } from './write-pages.ts';
import { writeTable } from './write-table.ts';

/** Half the platform's limit per invocation, which leaves room for the last page and for closing the file. */
const SLICE_QUERIES = 500;

/**
 * Works on a job for one slice. It can be interrupted at any point and run twice concurrently: it continues from the
 * last checkpoint and makes one file.
 */
export async function runSlice(workshop: Workshop, jobId: string): Promise<SliceOutcome> {
  const { bucket, clock } = workshop;
  const store = countedStore(workshop.store);
  const deadline = clock() + workshop.sliceMilliseconds;
  const isOver = () => clock() >= deadline || store.queries >= SLICE_QUERIES;
  const lease = await takeJob({ store, clock: () => Math.floor(clock() / 1_000) }, jobId);
  if (!lease) return 'lost';
  const { row } = lease;
  try {
    if (row.attempts > MAX_ATTEMPTS) {
      await lease.fail(GIVEN_UP);
      return 'over';
    }
    const [[tenantRow]] = await store.batch([SELECT_TENANT.with()]);
    if (!tenantRow) throw new Error(`No tenant ${store.tenant}.`);
    if (clock() / 1_000 >= Math.max(row.created_at, tenantRow.status_changed_at) + MAX_AGE_SECONDS) {
      await lease.fail(TOO_OLD);
      return 'over';
    }
    const job = jobOf(row);
    const tenant = settingsOf(tenantRow);
    const { source, head } = open({ ...workshop, store }, tenant, row.created_at, requestOf(job));
    if (row.state === null && row.rows_expected === null) {
      row.rows_expected = await countRows(source, jobId);
      if (row.rows_expected !== null) await lease.expect(row.rows_expected);
    }
    const slice = { workshop, lease, source, head, isOver };
    const progress = progressOf(row.state);
    if (job.format === 'pdf') return await writePages(slice, progress);
    return await writeTable(slice, job.format, progress);
  } catch (error) {
    if (error instanceof LostJob) {
      await removeUnwanted(store, bucket, jobId);
      return 'lost';
    }
    if (error instanceof RowsChanged) {
      await discardFile(bucket, row);
      await lease.restart();
      await lease.release();
      return 'again';
    }
    // An error with a message for users is permanent, so it fails the job instead of being retried.
    if (error instanceof CallmeterError && !(error instanceof Unavailable)) {
      await lease.fail(error.message);
      return 'over';
    }
    logLine('error', {
      event: 'export slice failed',
      tenant: store.tenant,
      job: jobId,
      error: describeError(error),
    });
    if (row.attempts < MAX_ATTEMPTS) await lease.release();
    else await lease.fail(GIVEN_UP);
    return row.attempts < MAX_ATTEMPTS ? 'again' : 'over';
  }
}

/** The number of rows, if it can be determined. The export works without it. */
async function countRows({ sections }: Source, job: string): Promise<number | null> {
  try {
    let rows = 0;
    for (const section of sections) {
      const count = await section.count();
      if (count === null) return null;
      rows += count;
    }
    return rows;
  } catch (error) {
    logLine('error', { event: 'export rows not counted', job, error: describeError(error) });
    return null;
  }
}

function open(
  { store, keys, openSource }: Workshop,
  tenant: TenantSettings,
  now: number,
  request: ExportRequest,
): { source: Source; head: DocumentHead } {
  const source = openSource({ store, tenant, keys, now }, request);
  const { spec, from, to, period } = request;
  const csv = spec.kind === 'tenant' ? undefined : spec.csv;
  const head: DocumentHead = {
    title: source.title,
    tenantName: tenant.name,
    tenantSlug: tenant.slug,
    period: { from, to, timeZone: period.zone },
    generatedAt: localInstants(period.zone)(now),
    filters: filtersOf(spec),
    ...(csv && { csv }),
    layout: source.layout,
    sections: source.sections.map(({ name, columns }) => ({ name, columns })),
  };
  return { source, head };
}

/** Deletes what was stored for a job that was withdrawn or failed in the meantime. */
async function removeUnwanted(store: TenantStore, bucket: R2Bucket, jobId: string): Promise<void> {
  const row = await findRow({ store }, jobId);
  if (row?.status === 'withdrawn' || row?.status === 'failed') await discardFile(bucket, row);
}
