import type { TimedContext } from '../db/tenant-store.ts';
import { Unauthenticated } from '../errors.ts';
import { type Identified, permits } from './actor.ts';
import { recordOf, SELECT_ONE } from './api-keys.ts';
import { type CachedContext, TenantCache } from './credential-cache.ts';
import { checkSession } from './revocations.ts';
import type { Permission } from './roles.ts';

/**
 * Whether a credential that was verified earlier holds at `now` (seconds UTC) and still covers `permission`: for work
 * that goes on after its request. Nothing that was cached before is used. For a key one row is read.
 */
export async function stillHolds(
  { store, now }: TimedContext,
  actor: Identified,
  permission: Permission,
): Promise<boolean> {
  if (actor.kind === 'key') {
    const [[row]] = await store.batch([SELECT_ONE.with({ id: actor.id })]);
    if (!row) return false;
    const { expiresAt, scopes } = recordOf(row);
    return (expiresAt === null || expiresAt > now) && permits(permission, { ...actor, scopes });
  }
  if (actor.expiresAt !== undefined && actor.expiresAt <= now) return false;
  return permits(permission, actor) && isUnrevoked({ store, now, memory: new TenantCache() }, actor);
}

async function isUnrevoked(
  context: TimedContext & CachedContext,
  actor: Extract<Identified, { kind: 'session' }>,
): Promise<boolean> {
  try {
    await checkSession(context, actor);
    return true;
  } catch (error) {
    if (error instanceof Unauthenticated) return false;
    throw error;
  }
}
