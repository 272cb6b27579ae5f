import { attributesOf, type FactEvent } from '../facts/event.ts';
import type { DimensionType, Interaction } from '../records/types.ts';

/** A member of a dimension and the part of an event that counts for it. */
export type Part = readonly [member: string, part: FactEvent];

/** Of an interaction, or of the time of an agent, which has fewer attributes. */
type MemberOf = (attributes: Partial<Interaction>) => string | undefined;

/** A dimension: how events belong to its members, which records name them, and whether they have rollup rows. */
interface Declaration {
  /** What people call it; by default its name. */
  readonly label?: string;
  /** The member of an interaction, if it has one; absent if an event belongs to several, or is no interaction's. */
  readonly memberOf?: MemberOf;
  /** The members of an event with their parts, if `memberOf` is not enough. */
  readonly partsOf?: (event: FactEvent) => readonly Part[];
  /** The type of the records that name the members. */
  readonly record?: DimensionType;
  /** Whether each member has one rollup row per day. Others are only listed by breakdowns. */
  readonly rollup: boolean;
  /** Which previous call decides distinct customers within a member; absent if they are not counted. */
  readonly previousCall?: 'previous' | 'previousInDepartment';
  /** The usual member, whose cells breakdowns of this dimension alone do not store: they are the row minus all others. */
  readonly implied?: string;
}

/** The only member of the dimension `all`. */
export const EVERYTHING = '';

/** Every dimension, declared once. */
const DIMENSIONS = {
  all: { memberOf: () => EVERYTHING, rollup: true, previousCall: 'previous' },
  department: {
    memberOf: (it) => it.department_id,
    record: 'department',
    rollup: true,
    previousCall: 'previousInDepartment',
  },
  agent: { memberOf: (it) => it.agent_id, record: 'agent', rollup: true },
  team: { memberOf: (it) => it.team_id, record: 'team', rollup: true },
  campaign: { memberOf: (it) => it.campaign_id, record: 'campaign', rollup: true },
  call_center: { memberOf: (it) => it.call_center_id, record: 'call_center', rollup: true },
  engagement: { memberOf: (it) => it.engagement_id, record: 'engagement', rollup: true },
  direction: { memberOf: (it) => it.direction, rollup: true, implied: 'inbound' },
  channel: { memberOf: (it) => it.channel, rollup: true },
  outcome: { memberOf: (it) => it.outcome, rollup: true },
  priority: { memberOf: (it) => it.priority, rollup: false },
  topic: { memberOf: (it) => it.topic, rollup: false },
  category: { memberOf: (it) => it.category, rollup: false },
  intent: { memberOf: (it) => it.intent, rollup: false },
  email_channel: {
    label: 'E-mail channel',
    memberOf: (it) => it.email_channel_id,
    record: 'email_channel',
    rollup: false,
  },
  provider: { label: 'Provider of language models', partsOf: providerParts, rollup: false },
  article: { partsOf: articleParts, record: 'article', rollup: false },
} as const satisfies Record<string, Declaration>;

type Declared = typeof DIMENSIONS;

type DeclaredRollupName = {
  [Name in keyof Declared]: Declared[Name]['rollup'] extends true ? Name : never;
}[keyof Declared];

/** The name of a combination of dimensions, see combinations.ts. */
export type CombinationName = `combination:${string}`;

/** A dimension whose members have rollup rows. */
export type RollupDimensionName = DeclaredRollupName | CombinationName;

/** Dimensions that breakdowns list. */
export type DimensionName = Exclude<keyof Declared, 'all'>;

/** The dimensions that figures are grouped by, in the order in which they are declared. */
export const MEMBER_DIMENSIONS = Object.keys(DIMENSIONS).filter((name) => name !== 'all') as DimensionName[];

/** What people call a dimension. */
export function labelOf(name: DimensionName): string {
  const { label }: Declaration = DIMENSIONS[name];
  return label ?? `${name[0]!.toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`;
}

/** Dimensions whose members records name. */
export type NamedDimension = {
  [Name in keyof Declared]: Declared[Name] extends { record: DimensionType } ? Name : never;
}[keyof Declared];

/** Whether records name the members of a dimension. */
export function isNamedDimension(name: DimensionName): name is NamedDimension {
  return 'record' in DIMENSIONS[name];
}

/** The type of the records that name the members of a dimension. */
export function recordNaming(name: NamedDimension): DimensionType {
  return DIMENSIONS[name].record;
}

/** Whether the members of a dimension have rollup rows of their own. */
export function hasRollups(name: DimensionName): name is Exclude<DeclaredRollupName, 'all'> {
  return DIMENSIONS[name].rollup;
}

/** A dimension whose members have one rollup row per day. */
export interface RollupDimension {
  readonly name: RollupDimensionName;
  readonly memberOf: MemberOf;
  readonly previousCall?: 'previous' | 'previousInDepartment';
}

export const ROLLUP_DIMENSIONS: readonly RollupDimension[] = Object.entries(DIMENSIONS).flatMap(
  ([name, dimension]) => (dimension.rollup ? [{ ...dimension, name: name as RollupDimensionName }] : []),
);

const BY_NAME = new Map(ROLLUP_DIMENSIONS.map((dimension) => [dimension.name, dimension]));

export function rollupDimensionNamed(name: DeclaredRollupName): RollupDimension {
  return BY_NAME.get(name)!;
}

/** The member that an event counts for, if any. Daily counters only count in `all`. */
export function memberOf(dimension: RollupDimension, event: FactEvent): string | undefined {
  if (event.source === 'counter') return dimension.name === 'all' ? EVERYTHING : undefined;
  return dimension.memberOf(attributesOf(event));
}

/**
 * The pseudo-member for all members of a dimension that are not named. It is not well-formed Unicode, so it cannot
 * equal an accepted name.
 */
export const OTHERS = '\uD800others';

/** The pseudo-member of interactions without a value. It cannot equal an accepted name either. */
export const NONE = '\uD800none';

/** The member of a dimension that breakdowns of it alone leave out; see `Declaration`. Undefined if there is none. */
export function impliedMember(name: DimensionName): string | undefined {
  return (DIMENSIONS[name] as Declaration).implied;
}

/** Whether events belong to the members of a dimension in parts, not as a whole: these have no NONE. */
export function isSplit(name: DimensionName): boolean {
  return (DIMENSIONS[name] as Declaration).partsOf !== undefined;
}

/** The member of these attributes, NONE if they have none. Only for dimensions that are not split. */
export function memberOrNone(name: DimensionName, attributes: Partial<Interaction>): string {
  return (DIMENSIONS[name] as Declaration).memberOf?.(attributes) ?? NONE;
}

/** The members that an event counts for, with their parts of it. */
export function partsOf(name: DimensionName, event: FactEvent): readonly Part[] {
  const dimension: Declaration = DIMENSIONS[name];
  if (dimension.partsOf) return dimension.partsOf(event);
  const member = event.source === 'counter' ? undefined : dimension.memberOf?.(attributesOf(event));
  return member === undefined ? [] : [[member, event]];
}

/** An interaction with LLM usage is split by provider. */
function providerParts(event: FactEvent): Part[] {
  if (event.source !== 'interaction') return [];
  return (event.interaction.llm_usage ?? []).map((usage) => [
    usage.provider,
    { ...event, interaction: { ...event.interaction, llm_usage: [usage] } },
  ]);
}

function articleParts(event: FactEvent): Part[] {
  return event.source === 'counter' && event.type === 'article_stats' ? [[event.dimensionId, event]] : [];
}
