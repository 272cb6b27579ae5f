import { isLegDimension } from '../facts/counted-legs.ts';
import { attributesOf, type FactEvent } from '../facts/event.ts';
import { legParts } from '../facts/leg-parts.ts';
import type { DimensionType, Interaction } from '../records/types.ts';
import {
  type AttributeDimension,
  isAttributeDimension,
  keyOfDimension,
  memberOfAttribute,
} from './attribute-dimensions.ts';

/** A member of a dimension and the part of an event that counts for it. */
export type Part = readonly [member: string, part: FactEvent];

/** Of an interaction, or of the time of an agent, which has fewer attributes. */
type MemberOf = (attributes: Partial<Interaction>) => string | undefined;

/** The direction of an interaction. */
export type Direction = Interaction['direction'];

/** The previous calls of a customer that decide distinct customers; in events, see `FactEvent`. */
export type PreviousCall = 'previous' | 'previousInDepartment';

/** The same among calls in the direction of the call. */
export const IN_DIRECTION = {
  previous: 'previousInDirection',
  previousInDepartment: 'previousInDepartmentAndDirection',
} as const satisfies Record<PreviousCall, string>;

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
  readonly previousCall?: PreviousCall;
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
  queue: { memberOf: (it) => it.queue_id, record: 'queue', rollup: true },
  direction: { memberOf: (it) => it.direction, rollup: false },
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

/** A rollup dimension with a row per member, not one of all or of combinations. */
export type RolledUpDimension = Exclude<DeclaredRollupName, 'all'>;

/** Dimensions that every tenant has. */
export type CommonDimension = Exclude<keyof Declared, 'all'>;

/** Dimensions that figures are grouped and filtered by: those of every tenant, and those of attributes. */
export type DimensionName = CommonDimension | AttributeDimension;

/** The dimensions that every tenant has, in the order in which they are declared. */
export const MEMBER_DIMENSIONS = Object.keys(DIMENSIONS).filter(
  (name) => name !== 'all',
) as CommonDimension[];

function declarationOf(name: DimensionName | 'all'): Declaration {
  if (!isAttributeDimension(name)) return DIMENSIONS[name];
  return { memberOf: (it) => memberOfAttribute(name, it.attributes), rollup: false };
}

/** What people call a dimension; one of an attribute by its key, unless its tenant has given it a label. */
export function labelOf(name: DimensionName): string {
  const plain = isAttributeDimension(name) ? keyOfDimension(name) : name;
  return declarationOf(name).label ?? `${plain[0]!.toUpperCase()}${plain.slice(1).replaceAll('_', ' ')}`;
}

/** Dimensions whose members records name. */
export type NamedDimension = {
  [Name in keyof Declared]: Declared[Name] extends { record: DimensionType } ? Name : never;
}[keyof Declared];

/** Whether records name the members of a dimension. */
export function isNamedDimension(name: DimensionName): name is NamedDimension {
  return declarationOf(name).record !== undefined;
}

/** The type of the records that name the members of a dimension. */
export function recordNaming(name: NamedDimension): DimensionType {
  return DIMENSIONS[name].record;
}

/** Whether the members of a dimension have rollup rows of their own. */
export function hasRollups(name: DimensionName): name is Exclude<DeclaredRollupName, 'all'> {
  return declarationOf(name).rollup;
}

/** A dimension whose members have one rollup row per day. */
export interface RollupDimension {
  readonly name: RollupDimensionName;
  /** The dimensions of a combination. */
  readonly of?: readonly DimensionName[];
  readonly previousCall?: PreviousCall;
}

export const ROLLUP_DIMENSIONS: readonly RollupDimension[] = Object.entries(DIMENSIONS).flatMap(
  ([name, dimension]) => (dimension.rollup ? [{ ...dimension, name: name as RollupDimensionName }] : []),
);

const BY_NAME = new Map(ROLLUP_DIMENSIONS.map((dimension) => [dimension.name, dimension]));

export function rollupDimensionNamed(name: DeclaredRollupName): RollupDimension {
  return BY_NAME.get(name)!;
}

/** The member that an interaction, or the time of an agent, itself names, whatever legs do. Only for dimensions that have one. */
export function ownMember(name: keyof Declared, attributes: Partial<Interaction>): string | undefined {
  return declarationOf(name).memberOf?.(attributes);
}

/**
 * The pseudo-member for all members of a dimension that are not named. It is not well-formed Unicode, so it cannot
 * equal an accepted name.
 */
export const OTHERS = '\uD800others';

/** The pseudo-member of interactions without a value. It cannot equal an accepted name either. */
export const NONE = '\uD800none';

/** Whether events belong to the members of a dimension in parts, not as a whole: these have no NONE. */
export function isSplit(name: DimensionName): boolean {
  return declarationOf(name).partsOf !== undefined;
}

/**
 * The pseudo-member whose row makes the rows of a dimension add up to everything: interactions that count for several
 * members, minus their parts. A control character, which no accepted name has.
 */
export const SHARED = '\u0001shared';

/** Whether an interaction can count for several members of a dimension, so that its rollup rows have SHARED. */
export function isShared(name: string): boolean {
  return isLegDimension(name);
}

/**
 * The members that an event counts for, with their parts of it: NONE if it has none of them. Of providers and articles
 * only what has one.
 */
export function partsOf(name: DimensionName, event: FactEvent): readonly Part[] {
  const dimension = declarationOf(name);
  if (dimension.partsOf) return dimension.partsOf(event);
  if (event.source === 'counter') return [];
  if (event.source === 'interaction' && event.legs && isLegDimension(name)) {
    return legParts(name, { ...event, legs: event.legs }).map(([member, part]) => [member ?? NONE, part]);
  }
  return [[dimension.memberOf?.(attributesOf(event)) ?? NONE, event]];
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
