import { OTHERS } from '../rollups/dimensions.ts';
import { together } from './combined.ts';
import { type DimensionNames, nameOf } from './dimension-names.ts';
import type { Values } from './measures.ts';
import type { QueryResult } from './query.ts';

/** What stands in lists for all members that rollups count together, so that a list adds up to its total. */
const OTHER = { id: 'other', name: 'Other' } as const;

/** A member of a dimension under its current name, with its values. */
export interface Member {
  id: string;
  name: string;
  values: Values;
  /** Stands for members that are counted together, and for no member of its own. */
  isOther: boolean;
}

/**
 * The groups of an answer by members. Members that are counted together are one entry, `other`; if a member has
 * that very id, they are added to it.
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

/** Orders the entry of all others behind members. */
export function othersLast(a: Pick<Member, 'isOther'>, b: Pick<Member, 'isOther'>): number {
  return Number(a.isOther) - Number(b.isOther);
}
