import { BOUNDS } from '../bounds.ts';
import type { Backlog } from './changes.ts';

/** A refresh is due at this many pending changes, or at this age: about a hundred refreshes on a busy day. */
const DUE_PENDING = 500;
const DUE_AGE_SECONDS = 15 * 60;

/** Whether a refresh is due; `now` in seconds UTC. */
export function isDue({ pending, oldest }: Pick<Backlog, 'pending' | 'oldest'>, now: number): boolean {
  return pending >= DUE_PENDING || (oldest !== null && now - oldest >= DUE_AGE_SECONDS);
}

/** Whether the backlog with `coming` more changes exceeds what a read may have to fold. */
export function isOverfull({ pending, bytes }: Backlog, coming: number): boolean {
  return pending + coming > BOUNDS.pendingChanges.value || bytes > BOUNDS.pendingBytes.value;
}
