import type { ExportJob } from '../../exports/job.ts';
import { LINK_SECONDS, signLink } from '../../exports/links.ts';
import type { RequestContext } from '../../http/context.ts';

/** An absolute link to the file of a completed job; it opens for 15 minutes, at most as long as there is the file. */
export function linkTo({ config, tenant, now, request }: RequestContext, job: ExportJob): string {
  const until = Math.min(now + LINK_SECONDS, job.expiresAt);
  return new URL(`/files/${signLink(config, tenant.slug, job.id, until)}`, request.url).href;
}
