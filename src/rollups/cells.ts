import { attributesOf, type FactEvent } from '../facts/event.ts';
import type { Breakdown } from './breakdowns.ts';
import { impliedMember, isSplit, memberOrNone, NONE, OTHERS, type Part, partsOf } from './dimensions.ts';

/**
 * The key of a breakdown's cell, given its members in the order of the breakdown's dimensions. Of one dimension it is
 * the member, of several the members as a JSON list, in which null is NONE.
 */
export function cellKey(members: readonly string[]): string {
  return members.length === 1
    ? members[0]!
    : JSON.stringify(members.map((member) => (member === NONE ? null : member)));
}

/** The members of a cell, in the order of the breakdown's dimensions. OTHERS gives OTHERS for each. */
export function membersOfCell({ of }: Pick<Breakdown, 'of'>, key: string): readonly string[] {
  if (of.length === 1) return [key];
  if (key === OTHERS) return of.map(() => OTHERS);
  return (JSON.parse(key) as (string | null)[]).map((member) => member ?? NONE);
}

/**
 * The cells that an event counts in, with the part of it that counts there. The implied member of a breakdown's only
 * dimension has no cell.
 */
export function cellsOf({ of }: Pick<Breakdown, 'of'>, event: FactEvent): readonly Part[] {
  const [only] = of;
  if (of.length === 1 && isSplit(only!)) return partsOf(only!, event);
  if (event.source === 'counter') return [];
  const key = cellKey(of.map((name) => memberOrNone(name, attributesOf(event))));
  return of.length === 1 && key === impliedMember(only!) ? [] : [[key, event]];
}

/** The cell that a breakdown does not store, because it is the row minus the stored cells. Undefined if there is none. */
export function impliedCell({ of }: Pick<Breakdown, 'of'>): string | undefined {
  return of.length === 1 ? impliedMember(of[0]!) : undefined;
}
