import { OTHERS } from '../rollups/dimensions.ts';
import { type DimensionNames, nameOf } from './dimension-names.ts';
import { together, type Values } from './measures.ts';
import type { QueryResult } from './query.ts';

/** The list entry for all members that rollups only count together; keeps a list adding up to its total. */
const OTHER = { id: 'other', name: 'Other' } as const;

/** A member of a dimension with its current name and its values. */
export interface Member {
  id: string;
  name: string;
  values: Values;
  /** True for the sum of the members that are counted together. */
  isOther: boolean;
}

/**
 * The members of a result. Members that are counted together become one entry with the id `other`; if a real member has
 * that id, they are added to it.
 */
export function othersAsMember(result: QueryResult, names: DimensionNames = new Map()): Member[] {
  const members = [...result]
    .filter(([id]) => id !== OTHERS)
    .map(([id, values]): Member => ({ id, name: nameOf(names, id), values, isOther: false }));
  const others = result.get(OTHERS);
  if (!others) return members;
  const same = members.find(({ id }) => id === OTHER.id);
  if (same) same.values = together([same.values, others]);
  else members.push({ ...OTHER, values: others, isOther: true });
  return members;
}

/** Sorts the entry for all other members last. */
export function othersLast(a: Pick<Member, 'isOther'>, b: Pick<Member, 'isOther'>): number {
  return Number(a.isOther) - Number(b.isOther);
}
