import type { RequestContext } from '../../http/context.ts';
import { PERMISSIONS } from '../../tenants/roles.ts';
import { identified } from '../identified.ts';

/** Whether who asks may have the file, beyond the status of the job. */
export function mayDownload(context: Pick<RequestContext, 'actor'>): boolean {
  const actor = identified(context);
  const { scope, roles } = PERMISSIONS.managerExports;
  return actor.kind === 'key'
    ? actor.scopes.includes(scope)
    : (roles as readonly string[]).includes(actor.role);
}
