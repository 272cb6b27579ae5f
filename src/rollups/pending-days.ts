import { type ChangeRow, readableChanges } from './changes.ts';
import { dayOf } from './fold.ts';

/** How many local days of `zone` hold something that waits to be taken in. */
export function pendingDays(changes: readonly ChangeRow[], zone: string): number {
  return new Set(readableChanges(changes).map(({ event }) => dayOf(event, zone))).size;
}
