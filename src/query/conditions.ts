import type { FactEvent } from '../facts/event.ts';
import { type DimensionName, isShared, NONE, partsOf } from '../rollups/dimensions.ts';
import type { Filter, Member, MemberSet } from './query.ts';

/** A condition on the members of one dimension. */
export type Condition = MemberSet & { readonly dimension: DimensionName };

/** The conditions of a filter, in the order of the filter. */
export function conditionsOf(filter: Filter): Condition[] {
  return Object.entries(filter).map(([dimension, wanted]) => ({
    dimension: dimension as DimensionName,
    ...(typeof wanted === 'string' ? { members: new Set([wanted]), isExcluded: false } : wanted),
  }));
}

/** Whether a member passes a condition. */
export function passes({ members, isExcluded }: MemberSet, member: Member): boolean {
  return members.has(member) !== isExcluded;
}

/** The members that a condition names one by one; undefined if it passes others too, or facts without a value. */
export function namedMembers({ members, isExcluded }: MemberSet): string[] | undefined {
  if (isExcluded || members.has(null)) return undefined;
  return [...members] as string[];
}

/** The condition that both hold. */
function bothOf(a: MemberSet, b: MemberSet): MemberSet {
  if (a.isExcluded && b.isExcluded)
    return { members: new Set([...a.members, ...b.members]), isExcluded: true };
  const [named, other] = a.isExcluded ? [b, a] : [a, b];
  return {
    members: new Set([...named.members].filter((member) => passes(other, member))),
    isExcluded: false,
  };
}

/** The filter in which both hold. */
export function withBoth(a: Filter, b: Filter): Filter {
  const both: Record<string, string | MemberSet> = { ...a };
  for (const [dimension, wanted] of Object.entries(b) as [DimensionName, string | MemberSet][]) {
    const known = a[dimension];
    both[dimension] = known === undefined ? wanted : bothOf(setOf(known), setOf(wanted));
  }
  return both;
}

function setOf(wanted: string | MemberSet): MemberSet {
  return typeof wanted === 'string' ? { members: new Set([wanted]), isExcluded: false } : wanted;
}

/** A part of an event, with the members of the dimensions that were asked for. */
export interface Portion {
  event: FactEvent;
  members: ReadonlyMap<DimensionName, Member>;
}

/**
 * Splits an event by `dimensions`, of which most give one portion. A daily counter has members of its own dimension
 * only, so that it has no portion for others.
 */
export function portionsOf(event: FactEvent, dimensions: readonly DimensionName[]): Portion[] {
  return dimensions.reduce<Portion[]>(
    (portions, dimension) =>
      portions.flatMap((portion) =>
        membersOf(dimension, portion.event).map(([member, part]) => ({
          event: part,
          members: new Map([...portion.members, [dimension, member]]),
        })),
      ),
    [{ event, members: new Map() }],
  );
}

function membersOf(dimension: DimensionName, event: FactEvent): [Member, FactEvent][] {
  const parts = partsOf(dimension, event);
  if (parts.length > 0) return parts.map(([member, part]) => [member === NONE ? null : member, part]);
  return event.source === 'counter' || isShared(dimension) ? [] : [[null, event]];
}
