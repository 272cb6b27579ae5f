import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { IS_SERVED } from '../tenants/settings.ts';
import type { JobRow } from './job.ts';

const statement = statementsIn('exports');

/** How long a worker may hold a job, in seconds: a slice, its last page and the check of the file. */
const LEASE_SECONDS = 120;

/** A worker that lost its job, to another one or to a withdrawal; it writes nothing more. */
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

/** What a worker holds: the job as it took it, and the right to write to it. Instants in seconds UTC. */
export interface Lease {
  readonly row: JobRow;
  /** LostJob where another worker may have taken over by now. */
  hold(): void;
  expect(rows: number): Promise<void>;
  checkpoint(state: string, rowsWritten: number): Promise<void>;
  /** Gives the job back, for whoever asks next. */
  release(): Promise<void>;
  complete(file: { rows: number; bytes: number; checksum: string }): Promise<void>;
  /** Forgets what was done so far. */
  restart(): Promise<void>;
  fail(reason: string): Promise<void>;
}

/**
 * Takes a job that waits; undefined if it is done, another worker holds it, or the tenant is suspended. Each
 * take counts as an attempt
 * until a checkpoint. `clock` gives seconds UTC.
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
