import { auditActor, type KeyActor, type SessionActor } from '../auth/actor.ts';
import { createExport } from '../exports/create.ts';
import type { ExportJob } from '../exports/jobs.ts';
import { LINK_SECONDS, sealLink } from '../exports/links.ts';
import type { ExportRequest } from '../exports/spec.ts';
import type { BaseContext, RequestContext } from '../http/context.ts';
import { identified } from './require-actor.ts';

/** Stores an export job in the name of the caller and queues it. */
export function startExport(context: RequestContext, request: ExportRequest): Promise<ExportJob> {
  const { store, now, env, tenant, creationId } = context;
  const actor = auditActor(identified(context));
  const deps = { store, now, actor, queue: env.EXPORT_QUEUE, quotas: tenant.quotas, creationId };
  return createExport(deps, request);
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** A link to the file of a completed job. Valid for 15 minutes, or until the file expires if that is sooner. */
export function linkTo(context: RequestContext, job: ExportJob): string {
  return linkFor(context, context.tenant.slug, identified(context), job);
}

/** Like `linkTo`, for a job of `tenant`, issued to `actor`. */
export function linkFor(
  { config, now, request }: Pick<BaseContext, 'config' | 'now' | 'request'>,
  tenant: string,
  actor: KeyActor | SessionActor,
  job: ExportJob,
): string {
  const target = { tenant, job: job.id, actor: auditActor(actor) };
  const until = Math.min(now + LINK_SECONDS, job.expiresAt);
  const path = `/files/${sealLink(config, target, until)}`;
  const base = config.publicUrl ?? ownOrigin(request);
  return base === undefined ? path : new URL(path, base).href;
}

/**
 * The origin of the request, to build absolute links. Over https the platform only routes hosts that belong to this
 * Worker. Over plain http the caller chooses the host, so only loopback hosts are trusted.
 */
function ownOrigin({ url }: Request): string | undefined {
  const { hostname, origin, protocol } = new URL(url);
  return protocol === 'https:' || LOOPBACK.test(hostname) ? origin : undefined;
}

/** Job statuses that clients see. */
export const PUBLIC_STATUSES = ['queued', 'processing', 'completed', 'failed'] as const;
export type PublicStatus = (typeof PUBLIC_STATUSES)[number];

/** The status of a job for clients. A withdrawn job will never have a file, so it is shown as failed. */
export function publicStatus({ status }: Pick<ExportJob, 'status'>): PublicStatus {
  return status === 'withdrawn' ? 'failed' : status;
}

/** Why a job will have no file; null if it did not fail. */
export function failureOf(job: Pick<ExportJob, 'status' | 'error'>): string | null {
  if (publicStatus(job) !== 'failed') return null;
  return (
    job.error ??
    (job.status === 'withdrawn'
      ? 'A customer who may be in this export has been erased. Request a new one.'
      : 'This export failed. Request a new one.')
  );
}
