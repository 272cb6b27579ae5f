import type { TenantKeys } from '../facts/keys.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { SELECT_TENANT, settingsOf } from '../tenants/settings.ts';
import { localInstants } from '../time/local-instant.ts';
import { discardFile } from './discard.ts';
import type { DocumentHead, Format, Overview } from './document.ts';
import { jobOf, requestOf } from './job.ts';
import { findRow } from './jobs.ts';
import { LostJob, takeJob } from './lease.ts';
import { progressOf } from './progress.ts';
import type { Source, SourceContext } from './source.ts';
import type { ExportRequest, FileFormat } from './spec.ts';
import type { Cell } from './table.ts';
import { writePages } from './write-pages.ts';
import { writeTable } from './write-table.ts';

/** Tries of one slice without any progress, after which a job is given up. */
export const MAX_ATTEMPTS = 5;

export const GIVEN_UP =
  'The export could not be made in several attempts; ask for a new one, perhaps of a shorter period.';

/** What a PDF file shows; at most 2,000 rows, of `total`. */
export interface PrintedContent {
  overview: Overview;
  rows: { section: number; cells: readonly Cell[] }[];
  total: number;
}

/** What a worker of exports works with. */
export interface Workshop {
  store: TenantStore;
  bucket: R2Bucket;
  keys: TenantKeys;
  openSource(context: SourceContext, request: ExportRequest): Source;
  formatOf(format: Exclude<FileFormat, 'pdf'>): Format;
  renderPdf(head: DocumentHead, content: PrintedContent): Promise<Uint8Array>;
  /** Milliseconds since the epoch. */
  clock(): number;
  sliceMilliseconds: number;
  partBytes: number;
}

/**
 * What came of a slice. over: the job is completed or failed. more: it goes on in another slice. again: the slice
 * failed and should be tried again. lost: there was nothing to do, or another worker has the job.
 */
export type Outcome = 'over' | 'more' | 'again' | 'lost';

/**
 * Works on a job for one slice. It may be stopped at any point and called twice at once: it goes on from the last
 * checkpoint, and makes one file.
 */
export async function runSlice(workshop: Workshop, jobId: string): Promise<Outcome> {
  const { store, bucket, clock } = workshop;
  const deadline = clock() + workshop.sliceMilliseconds;
  const lease = await takeJob(store, jobId, () => Math.floor(clock() / 1_000));
  if (!lease) return 'lost';
  const { row } = lease;
  try {
    if (row.attempts > MAX_ATTEMPTS) {
      await lease.fail(GIVEN_UP);
      return 'over';
    }
    const job = jobOf(row);
    const { source, head } = await open(workshop, row.created_at, requestOf(job));
    if (row.rows_expected === null) {
      let rows = 0;
      for (const section of source.sections) rows += await section.count();
      await lease.expect(rows);
      row.rows_expected = rows;
    }
    if (job.format === 'pdf') {
      await writePages(workshop, lease, source, head);
      return 'over';
    }
    const progress = progressOf(row.state);
    return await writeTable({ workshop, lease, source, head, deadline }, job.format, progress);
  } catch (error) {
    if (error instanceof LostJob) {
      await removeUnwanted(store, bucket, jobId);
      return 'lost';
    }
    console.error(
      JSON.stringify({
        event: 'export slice failed',
        tenant: store.tenant,
        job: jobId,
        error: String(error),
      }),
    );
    if (row.attempts < MAX_ATTEMPTS) await lease.release();
    else await lease.fail(GIVEN_UP);
    return row.attempts < MAX_ATTEMPTS ? 'again' : 'over';
  }
}

async function open(
  { store, keys, openSource }: Workshop,
  now: number,
  request: ExportRequest,
): Promise<{ source: Source; head: DocumentHead }> {
  const [[tenantRow]] = await store.batch([SELECT_TENANT.with()]);
  if (!tenantRow) throw new Error(`There is no tenant ${store.tenant}.`);
  const tenant = settingsOf(tenantRow);
  const source = openSource({ store, tenant, keys, now }, request);
  const { from, to, period } = request;
  const head: DocumentHead = {
    title: source.title,
    tenantName: tenant.name,
    period: { from, to, timeZone: period.zone },
    generatedAt: localInstants(period.zone)(now),
    layout: source.layout,
    sections: source.sections.map(({ name, columns }) => ({ name, columns })),
  };
  return { source, head };
}

/** What was put for a job that was withdrawn meanwhile must not lie about. */
async function removeUnwanted(store: TenantStore, bucket: R2Bucket, jobId: string): Promise<void> {
  const row = await findRow(store, jobId);
  if (row?.status === 'withdrawn' || row?.status === 'failed') await discardFile(bucket, row);
}
