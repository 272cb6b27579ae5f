import type { Occurrence } from '../../facts/event.ts';
import type { Evaluation, Interaction, QualityReview } from '../../records/types.ts';

/** What a leaf is counted from: occurrences of one source, each adding a whole number. */
export interface LeafRule {
  /** The only facts that it counts. */
  readonly source: Occurrence['source'];
  readonly value: (occurrence: Occurrence) => number;
}

export type LeafRules = Readonly<Record<string, LeafRule>>;

type InteractionOccurrence = Occurrence & { source: 'interaction' };

/** Counts interactions. */
export function ofInteraction(
  value: (interaction: Interaction, occurrence: InteractionOccurrence) => number,
): LeafRule {
  return {
    source: 'interaction',
    value: (occurrence) =>
      occurrence.source === 'interaction' ? value(occurrence.interaction, occurrence) : 0,
  };
}

/** Counts ended calls. */
export function ofCall(value: (call: Interaction, occurrence: InteractionOccurrence) => number): LeafRule {
  return ofInteraction((interaction, occurrence) =>
    interaction.kind === 'call' && interaction.status !== 'open' ? value(interaction, occurrence) : 0,
  );
}

/** Counts ended interactions of both kinds. */
export function ofEnded(value: (interaction: Interaction) => number): LeafRule {
  return ofInteraction((interaction) => (interaction.status !== 'open' ? value(interaction) : 0));
}

/** Counts helpdesk conversations, open ones included. */
export function ofConversation(value: (conversation: Interaction) => number): LeafRule {
  return ofInteraction((interaction) => (interaction.kind === 'conversation' ? value(interaction) : 0));
}

/** Counts evaluations, each with its interaction. */
export function ofEvaluation(value: (evaluation: Evaluation, interaction: Interaction) => number): LeafRule {
  return {
    source: 'evaluation',
    value: (occurrence) =>
      occurrence.source === 'evaluation' ? value(occurrence.evaluation, occurrence.interaction) : 0,
  };
}

/** Counts quality reviews, each with its interaction. */
export function ofReview(value: (review: QualityReview, interaction: Interaction) => number): LeafRule {
  return {
    source: 'quality_review',
    value: (occurrence) =>
      occurrence.source === 'quality_review' ? value(occurrence.review, occurrence.interaction) : 0,
  };
}

/** Sums a field of daily counters. */
export function ofCounter(field: string): LeafRule {
  return {
    source: 'counter',
    value: (occurrence) => (occurrence.source === 'counter' ? (occurrence.counter[field] ?? 0) : 0),
  };
}

/** 1 for yes. */
export const is = (condition: boolean): number => (condition ? 1 : 0);

export const isCompleted = (interaction: Interaction): boolean => interaction.status === 'completed';
export const isMissed = ({ status }: Interaction): boolean => status === 'missed' || status === 'abandoned';
export const isFailed = ({ status }: Interaction): boolean => status === 'cancelled' || status === 'failed';
