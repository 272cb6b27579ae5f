import type { FactEvent } from '../facts/event.ts';
import type { Interaction } from '../records/types.ts';
import { type RollupDimensionName, rollupDimensionNamed } from './rollup-dimensions.ts';

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
