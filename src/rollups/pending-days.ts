import { type ChangeRow, eachChange } from './changes.ts';
import { dayOf } from './fold.ts';

/** How many local days of `zone` hold something that waits to be taken in. */
export function pendingDays(changes: readonly ChangeRow[], zone: string): number {
  const days = new Set<number>();
  eachChange(changes, (occurrence) => days.add(dayOf(occurrence, zone)));
  return days.size;
}
