import type { FactEvent } from '../../facts/event.ts';
import type { Evaluation, Interaction, QualityReview } from '../../records/types.ts';

/** How a base measure is computed: each event of one source adds an integer. */
export interface BaseMeasureRule {
  /** Only facts of this source are counted. */
  readonly source: FactEvent['source'];
  readonly value: (event: FactEvent) => number;
}

export type BaseMeasureRules = Readonly<Record<string, BaseMeasureRule>>;

type InteractionEvent = FactEvent & { source: 'interaction' };

/** Counts interactions, open ones included. */
export function ofInteraction(
  value: (interaction: Interaction, event: InteractionEvent) => number,
): BaseMeasureRule {
  return {
    source: 'interaction',
    value: (event) => (event.source === 'interaction' ? value(event.interaction, event) : 0),
  };
}

/** Counts ended calls. */
export function ofCall(value: (call: Interaction, event: InteractionEvent) => number): BaseMeasureRule {
  return ofInteraction((interaction, event) =>
    interaction.kind === 'call' && interaction.status !== 'open' ? value(interaction, event) : 0,
  );
}

/** Counts ended interactions of both kinds. */
export function ofEnded(value: (interaction: Interaction) => number): BaseMeasureRule {
  return ofInteraction((interaction) => (interaction.status !== 'open' ? value(interaction) : 0));
}

/** Counts helpdesk conversations, open ones included. */
export function ofConversation(value: (conversation: Interaction) => number): BaseMeasureRule {
  return ofInteraction((interaction) => (interaction.kind === 'conversation' ? value(interaction) : 0));
}

/** Counts evaluations, given with their interaction. */
export function ofEvaluation(
  value: (evaluation: Evaluation, interaction: Interaction) => number,
): BaseMeasureRule {
  return {
    source: 'evaluation',
    value: (event) => (event.source === 'evaluation' ? value(event.evaluation, event.interaction) : 0),
  };
}

/** Counts quality reviews, given with their interaction. */
export function ofReview(
  value: (review: QualityReview, interaction: Interaction) => number,
): BaseMeasureRule {
  return {
    source: 'quality_review',
    value: (event) => (event.source === 'quality_review' ? value(event.review, event.interaction) : 0),
  };
}

/** Sums a field of daily counters. */
export function ofCounter(field: string): BaseMeasureRule {
  return {
    source: 'counter',
    value: (event) => (event.source === 'counter' ? (event.counter[field] ?? 0) : 0),
  };
}

/** 1 for true, 0 for false. */
export const is = (condition: boolean): number => (condition ? 1 : 0);

export const isCompleted = (interaction: Interaction): boolean => interaction.status === 'completed';
export const isMissed = ({ status }: Interaction): boolean => status === 'missed' || status === 'abandoned';
/** Ended without an answer and without anybody having missed it. */
export const isFailed = ({ status }: Interaction): boolean =>
  status === 'cancelled' || status === 'failed' || status === 'overflowed';
/** Put before agents: what a queue is judged by. */
export const isInbound = ({ direction }: Interaction): boolean => direction === 'inbound';
