import type { TenantStore } from '../../db/tenant-store.ts';
import { NotFound } from '../../errors.ts';
import type { ExportJob } from '../../exports/job.ts';
import { readJob } from '../../exports/jobs.ts';
import type { ReportSpec } from '../../exports/spec.ts';

/** Reads a report by id. Throws NotFound (404) if the tenant has none with it. */
export async function readReport(
  store: TenantStore,
  id: string,
): Promise<{ job: ExportJob; spec: ReportSpec }> {
  const job = await readJob(store, 'report', id);
  if (job?.spec.kind !== 'report') throw new NotFound('There is no report of this id.');
  return { job, spec: job.spec };
}
