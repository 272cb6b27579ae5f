import { BOUNDS } from '../bounds.ts';
import type { Backlog } from './changes.ts';

/** So many pending changes, or one so old, are taken in: about a hundred refreshes of a busy day. */
const DUE_PENDING = 500;
const DUE_AGE_SECONDS = 15 * 60;

/** Whether pending changes should be taken into the rollups; `now` in seconds UTC. */
export function isDue({ pending, oldest }: Pick<Backlog, 'pending' | 'oldest'>, now: number): boolean {
  return pending >= DUE_PENDING || (oldest !== null && now - oldest >= DUE_AGE_SECONDS);
}

/** Whether more waits, with `coming` more changes, than a read may have to fold. */
export function isOverfull({ pending, bytes }: Backlog, coming: number): boolean {
  return pending + coming > BOUNDS.pendingChanges.value || bytes > BOUNDS.pendingBytes.value;
}
