import { BOUNDS } from '../bounds.ts';
import { executeQueries, type QueryContext } from '../query/execute.ts';
import type { MeasureInput } from '../query/measures.ts';
import { occurringIn, occurringStatements } from '../query/occurring-members.ts';
import type { MetricsQuery } from '../query/query.ts';
import { compareCodePoints, dimensionNamesIn, dimensionNamesStatement, nameOf } from '../query/ranking.ts';
import { DIRECTIONS, PRIORITIES } from '../records/interaction-fields.ts';
import type { Dimension } from '../records/types.ts';
import { isAttributeDimension, keyOfDimension } from '../rollups/attribute-dimensions.ts';
import { attributeRollup } from '../rollups/combinations.ts';
import {
  type CommonDimension,
  type DimensionName,
  hasRollups,
  isNamedDimension,
  NONE,
  OTHERS,
  type RollupDimensionName,
  recordNaming,
} from '../rollups/dimensions.ts';
import { resolvePeriod } from '../time/period.ts';
import type { DimensionsOwner } from './dimensions.ts';

/** A member of a dimension. */
export interface DimensionMember {
  id: string;
  /** Its current name, or the id if it has none. */
  name: string;
  /** False if its record says so. */
  active: boolean;
}

/** Values that ingest accepts; they are members whether or not any record has them. */
const ACCEPTED: Readonly<Partial<Record<CommonDimension, readonly string[]>>> = {
  direction: DIRECTIONS,
  priority: PRIORITIES,
};

/** The metric that is counted by member to find the members of a dimension without rollup rows. */
const COUNTED_BY: Readonly<Partial<Record<CommonDimension, MeasureInput>>> = {
  topic: 'conversations',
  category: 'calls',
  intent: 'ended',
  email_channel: 'email_conversations',
  provider: 'llm_requests',
  article: 'article_views',
};

const MOST_OCCURRING = BOUNDS.tableMembers.value;
const DAYS_BEFORE_TODAY = 30;

/** The tenant whose members are listed, and the time of the request. A ServiceContext satisfies it. */
type MembersContext = QueryContext & { now: number; tenant: DimensionsOwner };

export interface MembersQuery {
  dimension: DimensionName;
  /** Only members whose name or id contains this text; case and accents do not matter. */
  search?: string | undefined;
  /** Only members after this one, in the order of the list. */
  after?: { name: string; id: string } | undefined;
  limit: number;
}

/**
 * The members of a dimension, ordered by name, then id. They come from three places: dimension records (agents, teams, …),
 * values that ingest accepts (priorities, …), and members that have figures: in all of history if the dimension has rollup
 * rows, which that of an attribute has once they are built; else in the last 31 days. `isLast`: there are no more.
 */
export async function listMembers(
  context: MembersContext,
  { dimension, search, after, limit }: MembersQuery,
): Promise<{ members: DimensionMember[]; isLast: boolean }> {
  const sought = search === undefined ? undefined : folded(search);
  const members = (await membersOf(context, dimension))
    .filter(
      ({ id, name }) => sought === undefined || folded(name).includes(sought) || folded(id).includes(sought),
    )
    .filter((member) => after === undefined || inOrder(after, member) < 0)
    .sort(inOrder);
  return { members: members.slice(0, limit), isLast: members.length <= limit };
}

async function membersOf(context: MembersContext, dimension: DimensionName): Promise<DimensionMember[]> {
  const names = isNamedDimension(dimension) ? [dimensionNamesStatement(recordNaming(dimension))] : [];
  const rows = rowsNaming(dimension);
  const occurring = rows ? occurringStatements(rows, MOST_OCCURRING) : [];
  const counted = queryFor(dimension, context);
  const { results, extra } = await executeQueries(context, {
    queries: counted ? [counted] : [],
    extra: [...names, ...occurring],
  });
  const records = dimensionNamesIn(names.length > 0 ? extra[0]! : []);
  const ids = new Set([...records.keys(), ...acceptedIn(dimension, context), ...(results[0]?.keys() ?? [])]);
  if (occurring.length > 0) {
    for (const id of occurringIn(dimension, extra.slice(names.length))) ids.add(id);
  }
  for (const placeholder of [OTHERS, NONE]) ids.delete(placeholder);
  return [...ids].map((id) => ({ id, name: nameOf(records, id), active: isActive(records.get(id)) }));
}

/** The rollup dimension whose rows name the members of a dimension, if there is one. */
function rowsNaming(dimension: DimensionName): Exclude<RollupDimensionName, 'all'> | undefined {
  if (isAttributeDimension(dimension)) return attributeRollup(keyOfDimension(dimension));
  return hasRollups(dimension) ? dimension : undefined;
}

function acceptedIn(dimension: DimensionName, { tenant }: MembersContext): readonly string[] {
  if (!isAttributeDimension(dimension)) return ACCEPTED[dimension] ?? [];
  const declared = tenant.attributes.find(({ key }) => key === keyOfDimension(dimension));
  return declared?.type === 'boolean' ? ['false', 'true'] : [];
}

function queryFor(dimension: DimensionName, { tenant, now }: MembersContext): MetricsQuery | undefined {
  const input = isAttributeDimension(dimension) || hasRollups(dimension) ? undefined : COUNTED_BY[dimension];
  if (input === undefined) return undefined;
  const period = resolvePeriod({
    tenantZone: tenant.timeZone,
    now,
    defaultDays: DAYS_BEFORE_TODAY,
    names: { from: 'from', to: 'to' },
  });
  return { inputs: [input], period, filter: {}, by: { kind: 'members', of: dimension } };
}

/** Articles and mailboxes have a status in place of the flag. */
function isActive({ active = true, status }: Dimension = {}): boolean {
  return status === undefined ? active : status === 'published' || status === 'active';
}

function inOrder(a: Pick<DimensionMember, 'id' | 'name'>, b: Pick<DimensionMember, 'id' | 'name'>): number {
  return compareCodePoints(a.name, b.name) || compareCodePoints(a.id, b.id);
}

/** Compared without case and accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
