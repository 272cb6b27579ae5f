import { auditActor } from '../../auth/audit-actor.ts';
import { createExport } from '../../exports/create.ts';
import type { ExportJob } from '../../exports/job.ts';
import type { ExportRequest } from '../../exports/spec.ts';
import type { RequestContext } from '../../http/context.ts';
import { identified } from '../require-actor.ts';

/** Stores an export job in the name of the caller and queues it. */
export function startExport(context: RequestContext, request: ExportRequest): Promise<ExportJob> {
  const { store, now, env, tenant, creationId } = context;
  const actor = auditActor(identified(context));
  const deps = { store, now, actor, queue: env.EXPORT_QUEUE, quotas: tenant.quotas, creationId };
  return createExport(deps, request);
}
