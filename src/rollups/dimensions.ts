import type { FactEvent } from '../facts/event.ts';
import type { Interaction } from '../records/types.ts';
import { type RollupDimensionName, rollupDimensionNamed } from './rollup-dimensions.ts';

/** What breakdowns list: the dimensions, and dimensions that have no rollup rows of their own. */
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
 * Stands for the members of a dimension that are counted together, apart from those that have an own entry. It is
 * no well-formed text, so no accepted name equals it.
 */
export const OTHERS = '\uD800others';

/** A member of a dimension with the part of an event that counts under it. */
export type Part = readonly [member: string, part: FactEvent];

const OWN_MEMBERS: Partial<Record<DimensionName, (interaction: Interaction) => string | undefined>> = {
  priority: (it) => it.priority,
  topic: (it) => it.topic,
  category: (it) => it.category,
  intent: (it) => it.intent,
  email_channel: (it) => it.email_channel_id,
};

/** The members that an event counts under; of an interaction's LLM usage each provider has its own part. */
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
