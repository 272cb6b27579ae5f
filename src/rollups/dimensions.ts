import type { FactEvent } from '../facts/event.ts';
import type { Interaction } from '../records/types.ts';

/** A dimension whose members have one rollup row per day. */
export interface RollupDimension {
  readonly name: RollupDimensionName;
  /** The member of an interaction, if it has one. */
  readonly memberOf: (interaction: Interaction) => string | undefined;
  /** Which previous call decides distinct customers within a member; absent if they are not counted. */
  readonly previousCall?: 'previous' | 'previousInDepartment';
}

export type RollupDimensionName =
  | 'all'
  | 'department'
  | 'agent'
  | 'team'
  | 'campaign'
  | 'call_center'
  | 'engagement'
  | 'channel'
  | 'outcome';

/** The only member of the dimension `all`. */
export const EVERYTHING = '';

export const ROLLUP_DIMENSIONS: readonly RollupDimension[] = [
  { name: 'all', memberOf: () => EVERYTHING, previousCall: 'previous' },
  { name: 'department', memberOf: (it) => it.department_id, previousCall: 'previousInDepartment' },
  { name: 'agent', memberOf: (it) => it.agent_id },
  { name: 'team', memberOf: (it) => it.team_id },
  { name: 'campaign', memberOf: (it) => it.campaign_id },
  { name: 'call_center', memberOf: (it) => it.call_center_id },
  { name: 'engagement', memberOf: (it) => it.engagement_id },
  { name: 'channel', memberOf: (it) => it.channel },
  { name: 'outcome', memberOf: (it) => it.outcome },
];

const BY_NAME = new Map(ROLLUP_DIMENSIONS.map((dimension) => [dimension.name, dimension]));

export function rollupDimensionNamed(name: RollupDimensionName): RollupDimension {
  return BY_NAME.get(name)!;
}

/** The member that an event counts for, if any. Daily counters only count in `all`. */
export function memberOf(dimension: RollupDimension, event: FactEvent): string | undefined {
  if (event.source === 'counter') return dimension.name === 'all' ? EVERYTHING : undefined;
  return dimension.memberOf(event.interaction);
}

/** Dimensions that breakdowns list: rollup dimensions, and dimensions without rollup rows. */
export type DimensionName =
  | Exclude<RollupDimensionName, 'all'>
  | 'priority'
  | 'topic'
  | 'category'
  | 'intent'
  | 'email_channel'
  | 'provider'
  | 'article';

/**
 * The pseudo-member for all members of a dimension that are not named. It is not well-formed Unicode, so it cannot
 * equal an accepted name.
 */
export const OTHERS = '\uD800others';

/** A member of a dimension and the part of an event that counts for it. */
export type Part = readonly [member: string, part: FactEvent];

const OWN_MEMBERS: Partial<Record<DimensionName, (interaction: Interaction) => string | undefined>> = {
  priority: (it) => it.priority,
  topic: (it) => it.topic,
  category: (it) => it.category,
  intent: (it) => it.intent,
  email_channel: (it) => it.email_channel_id,
};

/** The members that an event counts for. An interaction with LLM usage is split by provider. */
export function partsOf(dimension: DimensionName, event: FactEvent): readonly Part[] {
  if (event.source === 'counter') {
    return dimension === 'article' && event.type === 'article_stats' ? [[event.dimensionId, event]] : [];
  }
  if (dimension === 'article') return [];
  if (dimension === 'provider') return providerParts(event);
  const memberOf = OWN_MEMBERS[dimension] ?? rollupDimensionNamed(dimension as RollupDimensionName).memberOf;
  const member = memberOf(event.interaction);
  return member === undefined ? [] : [[member, event]];
}

function providerParts(event: Exclude<FactEvent, { source: 'counter' }>): Part[] {
  if (event.source !== 'interaction') return [];
  return (event.interaction.llm_usage ?? []).map((usage) => [
    usage.provider,
    { ...event, interaction: { ...event.interaction, llm_usage: [usage] } },
  ]);
}
