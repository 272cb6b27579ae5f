import type { KeyActor, SessionActor } from '../../auth/actor.ts';
import { auditActor } from '../../auth/audit-actor.ts';
import type { ExportJob } from '../../exports/job.ts';
import { LINK_SECONDS, sealLink } from '../../exports/links.ts';
import type { BaseContext, RequestContext } from '../../http/context.ts';
import { identified } from '../require-actor.ts';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** A link to the file of a completed job; it opens for 15 minutes, at most as long as there is the file. */
export function linkTo(context: RequestContext, job: ExportJob): string {
  return linkFor(context, context.tenant.slug, identified(context), job);
}

/** As `linkTo`, to a job of `tenant`, given to `actor`. */
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
 * Over https the platform lets only hosts through that lead to this Worker. Over plain http the host is the caller's
 * to choose, so an address is made of it only on the machine itself.
 */
function ownOrigin({ url }: Request): string | undefined {
  const { hostname, origin, protocol } = new URL(url);
  return protocol === 'https:' || LOOPBACK.test(hostname) ? origin : undefined;
}
