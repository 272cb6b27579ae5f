import type { Backlog } from './changes.ts';

/** So many pending changes, or one so old, are taken in: about a hundred refreshes of a busy day. */
const DUE_PENDING = 500;
const DUE_AGE_SECONDS = 15 * 60;

/**
 * Ingest takes changes in before it answers where more would wait than this: the bound of what a read folds.
 */
export const MAX_PENDING = 2_500;

/** Whether pending changes should be taken into the rollups; `now` in seconds UTC. */
export function isDue({ pending, oldest }: Backlog, now: number): boolean {
  return pending >= DUE_PENDING || (oldest !== null && now - oldest >= DUE_AGE_SECONDS);
}
