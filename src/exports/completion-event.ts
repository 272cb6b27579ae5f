import type { BoundStatement } from '../db/statement.ts';
import { eventWhere } from '../delivery/event-statements.ts';
import { isoInstant } from '../time/dates.ts';
import type { JobRow } from './jobs.ts';

/** Before the job is completed, and only by the worker that holds it: one event per job. */
const IF_HELD = eventWhere(`EXISTS (SELECT 1 FROM export_jobs j
  WHERE j.tenant = ?1 AND j.id = ?7 AND j.fence = ?8 AND j.status = 'processing')`);

/** Statements for the event `export.completed`, before the one that completes the job. `at` in seconds UTC. */
export function completionEvent(
  row: JobRow,
  { rows, bytes, checksum }: { rows: number; bytes: number; checksum: string },
  at: number,
): BoundStatement[] {
  const { id, kind, format, from_date: from, to_date: to, time_zone, fence } = row;
  const file = { rows, bytes, checksum, expires_at: isoInstant(row.expires_at) };
  const data = { id, kind, format, from, to, time_zone, ...file };
  return IF_HELD({ type: 'export.completed', at, data }, id, fence);
}
