import { bothOf } from '../query/conditions.ts';
import type { Filter, Member, MemberSet } from '../query/query.ts';
import type { DimensionName } from '../rollups/dimensions.ts';
import type { QueryRequest } from './request.ts';

type AskedFilter = NonNullable<QueryRequest['filters']>[number];

/** The filter in which all conditions of a query hold. */
export function filterOf(filters: readonly AskedFilter[]): Filter {
  return filters.reduce<Filter>(
    (filter, asked) => withBoth(filter, { [asked.dimension]: membersOf(asked) }),
    {},
  );
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

function membersOf({ in: wanted, not_in: unwanted, is_set: isSet }: AskedFilter): string | MemberSet {
  if (isSet !== undefined) return { members: new Set<Member>([null]), isExcluded: isSet };
  const only = wanted?.length === 1 ? wanted[0] : undefined;
  if (typeof only === 'string') return only;
  return { members: new Set(wanted ?? unwanted), isExcluded: wanted === undefined };
}

function setOf(wanted: string | MemberSet): MemberSet {
  return typeof wanted === 'string' ? { members: new Set([wanted]), isExcluded: false } : wanted;
}
