import type { Decision, StoredState } from '../records/decision.ts';
import type { Coming } from '../usage/counting.ts';

/**
 * What a decision adds to what its tenant uses. A record that is written counts once however often it stands in
 * the request; one that is equal to what is stored, or is deleted, does not count as used.
 */
export function comingOf({ writes }: Decision, stored: ReadonlyMap<string, StoredState>): Coming {
  const coming = { records: 0, stored: 0 };
  for (const [key, { kind }] of writes) {
    const state = stored.get(key);
    const wasStored = state !== undefined && !state.removed;
    if (kind === 'keep') {
      coming.records += 1;
      if (!wasStored) coming.stored += 1;
    } else if (kind === 'remove' && wasStored) coming.stored -= 1;
  }
  return coming;
}
