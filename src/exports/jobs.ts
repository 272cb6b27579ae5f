import { statementsIn } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { type ExportJob, type JobRow, jobOf } from './job.ts';
import type { ExportKind } from './spec.ts';

const statement = statementsIn('exports');

const SELECT = statement<JobRow>('SELECT * FROM export_jobs WHERE tenant = ?1 AND id = ?2');
const SELECT_RECENT = statement<JobRow>(`
  SELECT * FROM export_jobs WHERE tenant = ?1 AND created_at >= ?2 AND kind = ?3 ORDER BY created_at DESC, id`);

/** The stored row of a job, including its checkpoint. */
export async function findRow(store: TenantStore, id: string): Promise<JobRow | undefined> {
  const [[row]] = await store.batch([SELECT.with(id)]);
  return row;
}

/** The job with this id, of any kind. */
export async function findJob(store: TenantStore, id: string): Promise<ExportJob | undefined> {
  const row = await findRow(store, id);
  return row && jobOf(row);
}

/** The job with this id and kind. */
export async function readJob(
  store: TenantStore,
  kind: ExportKind,
  id: string,
): Promise<ExportJob | undefined> {
  const job = await findJob(store, id);
  return job?.kind === kind ? job : undefined;
}

/** Jobs of a kind created at or after `since` (seconds UTC), newest first. */
export async function recentJobs(store: TenantStore, kind: ExportKind, since: number): Promise<ExportJob[]> {
  const [rows] = await store.batch([SELECT_RECENT.with(since, kind)]);
  return rows.map(jobOf);
}
