import type { AuditActor } from '../../audit/entry.ts';
import type { TenantStore } from '../../db/tenant-store.ts';
import { recordDownload, requireFile } from '../../exports/files.ts';
import type { ExportJob } from '../../exports/jobs.ts';
import type { BaseContext } from '../../http/context.ts';
import { fileResponse } from './file-response.ts';

/**
 * Returns the file of a job, or a range of it, and records the download by `actor`; HEAD requests are not recorded.
 * Throws Conflict (409) if there is no file yet or the job failed, Gone (410) if the file is no longer kept,
 * RangeNotSatisfiable (416) for a range outside the file.
 */
export async function download(
  { request, env, now }: Pick<BaseContext, 'request' | 'env' | 'now'>,
  store: TenantStore,
  job: ExportJob,
  actor: AuditActor,
  way: 'signed link' | 'credential',
): Promise<Response> {
  requireFile(job, now);
  const response = await fileResponse(request, env.EXPORT_FILES, store.tenant, job);
  if (request.method !== 'HEAD') await recordDownload(store, actor, job, way, now);
  return response;
}
