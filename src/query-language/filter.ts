import { withBoth } from '../query/conditions.ts';
import type { Filter, Member, MemberSet } from '../query/query.ts';
import type { QueryRequest } from './request.ts';

type AskedFilter = NonNullable<QueryRequest['filters']>[number];

/** The filter in which all conditions of a query hold. */
export function filterOf(filters: readonly AskedFilter[]): Filter {
  return filters.reduce<Filter>(
    (filter, asked) => withBoth(filter, { [asked.dimension]: membersOf(asked) }),
    {},
  );
}

function membersOf({ in: wanted, not_in: unwanted, is_set: isSet }: AskedFilter): string | MemberSet {
  if (isSet !== undefined) return { members: new Set<Member>([null]), isExcluded: isSet };
  const only = wanted?.length === 1 ? wanted[0] : undefined;
  if (typeof only === 'string') return only;
  return { members: new Set(wanted ?? unwanted), isExcluded: wanted === undefined };
}
