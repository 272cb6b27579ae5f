import type { ExportJob } from '../../exports/job.ts';
import { LINK_SECONDS, signLink } from '../../exports/links.ts';
import type { RequestContext } from '../../http/context.ts';
import { auditActor } from '../../tenants/audit-actor.ts';
import { identified } from '../identified.ts';

/** An absolute link to the file of a completed job; it opens for 15 minutes, at most as long as there is the file. */
export function linkTo(context: RequestContext, job: ExportJob): string {
  const { config, tenant, now, request } = context;
  const target = { tenant: tenant.slug, job: job.id, actor: auditActor(identified(context)) };
  const until = Math.min(now + LINK_SECONDS, job.expiresAt);
  return new URL(`/files/${signLink(config, target, until)}`, request.url).href;
}
