import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { IS_SERVED } from '../tenants/settings.ts';
import type { JobRow } from './jobs.ts';

const statement = statementsIn('exports');

/** Lease of a worker in seconds: enough for a slice, its last page and the check of the file. */
const LEASE_SECONDS = 120;

/** The worker has lost its job, to another worker or because it was withdrawn. It must not write any more. */
export class LostJob extends Error {}

const TAKE = statement<JobRow>(`
  UPDATE export_jobs SET status = 'processing', fence = fence + 1, lease_until = ?3 + ${LEASE_SECONDS},
    attempts = attempts + 1, has_file = 1
  WHERE tenant = ?1 AND id = ?2 AND status IN ('queued', 'processing') AND lease_until <= ?3
    AND EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1 AND ${IS_SERVED})
  RETURNING *`);
const EXPECT = statement<{ id: string }>(`
  UPDATE export_jobs SET rows_expected = ?4
  WHERE tenant = ?1 AND id = ?2 AND fence = ?3 AND status = 'processing' RETURNING id`);
const CHECKPOINT = statement<{ id: string }>(`
  UPDATE export_jobs SET state = ?4, rows_written = ?5, attempts = 0
  WHERE tenant = ?1 AND id = ?2 AND fence = ?3 AND status = 'processing' RETURNING id`);
const RELEASE = statement<{ id: string }>(`
  UPDATE export_jobs SET lease_until = ?4
  WHERE tenant = ?1 AND id = ?2 AND fence = ?3 AND status = 'processing' RETURNING id`);
const COMPLETE = statement<{ id: string }>(`
  UPDATE export_jobs SET status = 'completed', completed_at = ?4, lease_until = 0, attempts = 0, state = NULL,
    rows_written = ?5, rows_expected = ?5, bytes = ?6, checksum = ?7
  WHERE tenant = ?1 AND id = ?2 AND fence = ?3 AND status = 'processing' RETURNING id`);
const RESTART = statement<{ id: string }>(`
  UPDATE export_jobs SET state = NULL, rows_written = 0
  WHERE tenant = ?1 AND id = ?2 AND fence = ?3 AND status = 'processing' RETURNING id`);
const FAIL = statement<{ id: string }>(`
  UPDATE export_jobs SET status = 'failed', error = ?4, fence = fence + 1, lease_until = 0
  WHERE tenant = ?1 AND id = ?2 AND fence = ?3 AND status IN ('queued', 'processing') RETURNING id`);

/** A leased job and the right to write to it. Instants are in seconds UTC. */
export interface Lease {
  readonly row: JobRow;
  /** Throws LostJob if the lease is over, because another worker may have taken the job. */
  hold(): void;
  expect(rows: number): Promise<void>;
  checkpoint(state: string, rowsWritten: number): Promise<void>;
  /** Ends the lease, so that any worker can take the job. */
  release(): Promise<void>;
  complete(file: { rows: number; bytes: number; checksum: string }): Promise<void>;
  /** Discards the progress. */
  restart(): Promise<void>;
  fail(reason: string): Promise<void>;
}

/**
 * Leases a waiting job. Returns undefined if it is done, held by another worker, or its tenant is suspended. Each lease
 * counts as an attempt; a checkpoint resets the count. `clock` returns seconds UTC.
 */
export async function takeJob(
  store: TenantStore,
  id: string,
  clock: () => number,
): Promise<Lease | undefined> {
  const [[row]] = await store.batch([TAKE.with(id, clock())]);
  if (!row) return undefined;
  const { fence, lease_until: until } = row;
  const write = async (query: BoundStatement<{ id: string }>): Promise<void> => {
    const [rows] = await store.batch([query]);
    if (rows.length === 0) throw new LostJob(`The export ${id} is no longer this worker's.`);
  };
  return {
    row,
    hold() {
      if (clock() >= until) throw new LostJob(`The lease of the export ${id} is over.`);
    },
    expect: (rows) => write(EXPECT.with(id, fence, rows)),
    checkpoint: (state, rowsWritten) => write(CHECKPOINT.with(id, fence, state, rowsWritten)),
    release: () => write(RELEASE.with(id, fence, clock())),
    complete: ({ rows, bytes, checksum }) => write(COMPLETE.with(id, fence, clock(), rows, bytes, checksum)),
    restart: () => write(RESTART.with(id, fence)),
    fail: (reason) => write(FAIL.with(id, fence, reason)),
  };
}
