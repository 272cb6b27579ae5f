import type { ExportJob } from '../exports/jobs.ts';
import { LINK_SECONDS, sealLink } from '../exports/links.ts';
import { ownOrigin } from '../http/browser-cookie.ts';
import type { RequestContext } from '../http/context.ts';

type LinkContext = Pick<RequestContext, 'store' | 'actor' | 'config' | 'now' | 'request'>;

/**
 * A link to the file of a completed job, issued to the actor. Valid for 15 minutes, or until the file expires if that is
 * sooner.
 */
export function linkTo(context: LinkContext, { id, expiresAt }: Pick<ExportJob, 'id' | 'expiresAt'>): string {
  const { store, actor, config, now, request } = context;
  const until = Math.min(now + LINK_SECONDS, expiresAt);
  const path = `/files/${sealLink(context, { tenant: store.tenant, job: id, actor, expiresAt: until })}`;
  const base = config.publicUrl ?? ownOrigin(request);
  return base === undefined ? path : new URL(path, base).href;
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
