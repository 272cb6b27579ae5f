import type { TenantStore } from '../db/tenant-store.ts';
import { SELECT_CHANGES } from './changes.ts';
import { pendingDays } from './pending-days.ts';
import { refresh } from './refresh.ts';
import { SELECT_STATE } from './state.ts';

const MAX_CHANGES = 1_000_000;

/**
 * Takes in all pending changes, until `deadline` (milliseconds of Date.now). If it is not done by then, `pendingDays`
 * counts the local days that still have some. `refreshedAt` in seconds UTC.
 */
export async function refreshNow(
  store: TenantStore,
  deadline: number,
): Promise<{ done: boolean; pendingDays: number; refreshedAt: number }> {
  const { done } = await refresh(store, deadline);
  const refreshedAt = Math.floor(Date.now() / 1_000);
  if (done) return { done, pendingDays: 0, refreshedAt };
  const [[state], changes] = await store.batch([SELECT_STATE.with(), SELECT_CHANGES.with(MAX_CHANGES)]);
  return { done, pendingDays: pendingDays(changes, state!.time_zone), refreshedAt };
}
