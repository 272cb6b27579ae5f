import type { RequestContext } from '../../http/context.ts';
import type { KeyActor, SessionActor } from '../../tenants/actor.ts';
import { PERMISSIONS } from '../../tenants/roles.ts';

/** Who asks, of an operation that takes a credential. */
export function identified({ actor }: Pick<RequestContext, 'actor'>): KeyActor | SessionActor {
  if (actor.kind === 'public') throw new Error('An operation on exports was entered without a credential.');
  return actor;
}

/** Whether who asks may have the file, beyond the status of the job. */
export function mayDownload(context: Pick<RequestContext, 'actor'>): boolean {
  const actor = identified(context);
  const { scope, roles } = PERMISSIONS.managerExports;
  return actor.kind === 'key'
    ? actor.scopes.includes(scope)
    : (roles as readonly string[]).includes(actor.role);
}
