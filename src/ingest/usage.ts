import type { Decision, StoredState } from '../records/decision.ts';
import type { Coming } from '../usage/counting.ts';

/**
 * What a decision adds to the usage of its tenant. A written record counts once, however often the request contains it.
 * A record that equals the stored one, or is deleted, does not count as used.
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
