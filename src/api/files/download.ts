import type { AuditActor } from '../../audit/entry.ts';
import type { TenantStore } from '../../db/tenant-store.ts';
import { recordDownload, requireFile } from '../../exports/files.ts';
import type { ExportJob } from '../../exports/job.ts';
import type { BaseContext } from '../../http/context.ts';
import { fileResponse } from './file-response.ts';

/**
 * Answers the file of a job, or a range of it, to `actor`, and writes that down; HEAD is no download. Conflict while
 * there is no file, Gone once there was one, RangeNotSatisfiable for a range outside of it.
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
