import { type ChangeRow, readableChanges } from './changes.ts';
import { dayOf } from './fold.ts';

/** Counts the local days in `zone` that have pending changes. */
export function pendingDays(changes: readonly ChangeRow[], zone: string): number {
  return new Set(readableChanges(changes).map(({ event }) => dayOf(event, zone))).size;
}
