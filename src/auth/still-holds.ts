import type { TenantStore, TimedContext } from '../db/tenant-store.ts';
import { Unauthenticated } from '../errors.ts';
import { type Identified, permits } from './actor.ts';
import { recordOf, SELECT_ONE } from './api-keys.ts';
import { TenantCache } from './credential-cache.ts';
import { requireNotEnded } from './end-browser-session.ts';
import { checkSession } from './revocations.ts';
import type { Permission } from './roles.ts';

/**
 * Whether a credential that was verified earlier holds at `now` (seconds UTC) and still covers `permission`: for work
 * that goes on after its request. Nothing that was cached before is used. For a key one row is read, and one for a
 * browser that is signed in. `browsers` is the store of BROWSERS.
 */
export async function stillHolds(
  { store, browsers, now }: TimedContext & { browsers: TenantStore },
  actor: Identified,
  permission: Permission,
): Promise<boolean> {
  if (actor.expiresAt !== undefined && actor.expiresAt <= now) return false;
  const { browserId } = actor;
  const memory = new TenantCache();
  if (browserId !== undefined) {
    const isEnded = await isRefused(() =>
      requireNotEnded({ store: browsers, now, memory }, { id: browserId }),
    );
    if (isEnded) return false;
  }
  if (actor.kind === 'key') {
    const [[row]] = await store.batch([SELECT_ONE.with({ id: actor.id })]);
    if (!row) return false;
    const { expiresAt, scopes } = recordOf(row);
    return (expiresAt === null || expiresAt > now) && permits(permission, { ...actor, scopes });
  }
  return permits(permission, actor) && !(await isRefused(() => checkSession({ store, now, memory }, actor)));
}

async function isRefused(check: () => Promise<void>): Promise<boolean> {
  try {
    await check();
    return false;
  } catch (error) {
    if (error instanceof Unauthenticated) return true;
    throw error;
  }
}
