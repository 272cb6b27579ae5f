import type { FactEvent } from '../facts/event.ts';
import type { Breakdown } from './breakdowns.ts';
import { NONE, OTHERS, type Part, partsOf } from './dimensions.ts';

/**
 * The key of a breakdown's cell, given its members in the order of the breakdown's dimensions. Of one dimension it is
 * the member, of several the members as a JSON list, in which null is NONE.
 */
export function cellKey(members: readonly string[]): string {
  return members.length === 1 ? members[0]! : listKey(members);
}

/** The members as a JSON list, in which null is NONE. */
export function listKey(members: readonly string[]): string {
  return JSON.stringify(members.map((member) => (member === NONE ? null : member)));
}

/** The members of a `listKey`. */
export function membersOfList(key: string): readonly string[] {
  return (JSON.parse(key) as (string | null)[]).map((member) => member ?? NONE);
}

/** The members of a cell, in the order of the breakdown's dimensions. OTHERS gives OTHERS for each. */
export function membersOfCell({ of }: Pick<Breakdown, 'of'>, key: string): readonly string[] {
  if (of.length === 1) return [key];
  if (key === OTHERS) return of.map(() => OTHERS);
  return membersOfList(key);
}

/** The cells that an event counts in, with the part of it that counts there. */
export function cellsOf({ of }: Pick<Breakdown, 'of'>, event: FactEvent): readonly Part[] {
  if (of.length === 1) return partsOf(of[0]!, event);
  let cells: { members: readonly string[]; part: FactEvent }[] = [{ members: [], part: event }];
  for (const name of of) {
    cells = cells.flatMap(({ members, part }) =>
      partsOf(name, part).map(([member, smaller]) => ({ members: [...members, member], part: smaller })),
    );
  }
  return cells.map(({ members, part }) => [cellKey(members), part]);
}
