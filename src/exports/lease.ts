import { and, columnsOf, eq, exists, lte, sql } from '../db/expressions.ts';
import { exportJobs, tenants } from '../db/schema.ts';
import type { BoundStatement } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { IS_SERVED } from '../tenants/settings.ts';
import { completionEvent } from './completion-event.ts';
import { failed, IS_UNFINISHED, type JobRow, NEXT_FENCE } from './jobs.ts';

const queries = queriesIn('exports');

/** Lease of a worker in seconds: enough for a slice, its last page and the check of the file. */
const LEASE_SECONDS = 120;

/** The worker has lost its job, to another worker or because it was withdrawn. It must not write any more. */
export class LostJob extends Error {}

const TAKE = queries.update(exportJobs, ({ id, now }: Inputs<{ id: string; now: number }>) => ({
  set: {
    status: 'processing',
    fence: NEXT_FENCE,
    lease_until: sql<number>`${now} + ${LEASE_SECONDS}`,
    attempts: sql<number>`${exportJobs.attempts} + 1`,
    has_file: 1,
  },
  where: and(
    eq(exportJobs.id, id),
    IS_UNFINISHED,
    lte(exportJobs.lease_until, now),
    exists(tenants, IS_SERVED),
  ),
  returning: columnsOf(exportJobs),
}));

/** A leased job. Its fence is the worker's. */
interface Held {
  id: string;
  fence: number;
}
const isHeld = (held: Inputs<Held>) => and(eq(exportJobs.id, held.id), eq(exportJobs.fence, held.fence));
const isAtWork = (held: Inputs<Held>) => and(isHeld(held), eq(exportJobs.status, 'processing'));
const returning = { id: exportJobs.id };

const EXPECT = queries.update(exportJobs, (job: Inputs<Held & { rows: number }>) => ({
  set: { rows_expected: job.rows },
  where: isAtWork(job),
  returning,
}));
const CHECKPOINT = queries.update(
  exportJobs,
  (job: Inputs<Held & { state: string; rowsWritten: number }>) => ({
    set: { state: job.state, rows_written: job.rowsWritten, attempts: 0 },
    where: isAtWork(job),
    returning,
  }),
);
const RELEASE = queries.update(exportJobs, (job: Inputs<Held & { now: number }>) => ({
  set: { lease_until: job.now },
  where: isAtWork(job),
  returning,
}));
interface Completed extends Held {
  now: number;
  rows: number;
  bytes: number;
  checksum: string;
}
const COMPLETE = queries.update(exportJobs, (job: Inputs<Completed>) => ({
  set: {
    status: 'completed',
    completed_at: job.now,
    lease_until: 0,
    attempts: 0,
    state: null,
    rows_written: job.rows,
    rows_expected: job.rows,
    bytes: job.bytes,
    checksum: job.checksum,
  },
  where: isAtWork(job),
  returning,
}));
const RESTART = queries.update(exportJobs, (job: Inputs<Held>) => ({
  set: { state: null, rows_written: 0 },
  where: isAtWork(job),
  returning,
}));
const FAIL = queries.update(exportJobs, (job: Inputs<Held & { reason: string }>) => ({
  set: failed(job.reason),
  where: and(isHeld(job), IS_UNFINISHED),
  returning,
}));

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
  { store, clock }: StoreContext & { clock(): number },
  id: string,
): Promise<Lease | undefined> {
  const [[row]] = await store.batch([TAKE.with({ id, now: clock() })]);
  if (!row) return undefined;
  const { fence, lease_until: until } = row;
  const held = { id, fence };
  const write = async (
    query: BoundStatement<{ id: string }>,
    before: readonly BoundStatement[] = [],
  ): Promise<void> => {
    const rows = (await store.batch([...before, query])).at(-1);
    if (!rows?.length) throw new LostJob(`The export ${id} is no longer this worker's.`);
  };
  return {
    row,
    hold() {
      if (clock() >= until) throw new LostJob(`The lease of the export ${id} is over.`);
    },
    expect: (rows) => write(EXPECT.with({ ...held, rows })),
    checkpoint: (state, rowsWritten) => write(CHECKPOINT.with({ ...held, state, rowsWritten })),
    release: () => write(RELEASE.with({ ...held, now: clock() })),
    complete(file) {
      const now = clock();
      return write(COMPLETE.with({ ...held, now, ...file }), completionEvent(row, file, now));
    },
    restart: () => write(RESTART.with(held)),
    fail: (reason) => write(FAIL.with({ ...held, reason })),
  };
}
