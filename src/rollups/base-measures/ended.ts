import { type BaseMeasureRules, is, isCompleted, isFailed, isMissed, ofEnded } from './rules.ts';

/** Base measures of ended interactions of both kinds. */
export const ENDED_BASE_MEASURES = {
  ended: ofEnded(() => 1),
  /** Durations in seconds, and how many have one. */
  ended_seconds: ofEnded((interaction) => interaction.duration_seconds ?? 0),
  ended_timed: ofEnded((interaction) => is(interaction.duration_seconds !== undefined)),
  ended_completed: ofEnded((interaction) => is(isCompleted(interaction))),
  ended_failed: ofEnded((interaction) => is(isFailed(interaction))),
  ended_abandoned: ofEnded((interaction) => is(isMissed(interaction))),
  ended_transferred: ofEnded((interaction) => is(interaction.transferred)),
  ended_resolved: ofEnded((interaction) => is(interaction.outcome === 'resolved')),
  /** Millionths of a US dollar. */
  cost_llm: ofEnded((interaction) => interaction.cost?.llm ?? 0),
  cost_tts: ofEnded((interaction) => interaction.cost?.tts ?? 0),
  cost_stt: ofEnded((interaction) => interaction.cost?.stt ?? 0),
  cost_telephony: ofEnded((interaction) => interaction.cost?.telephony ?? 0),
  /** Ten-thousandths. */
  sentiment_score: ofEnded((interaction) => interaction.sentiment?.score ?? 0),
  sentiment_scored: ofEnded((interaction) => is(interaction.sentiment?.score !== undefined)),
  sentiment_positive: ofEnded((interaction) => is(interaction.sentiment?.label === 'positive')),
  sentiment_neutral: ofEnded((interaction) => is(interaction.sentiment?.label === 'neutral')),
  sentiment_negative: ofEnded((interaction) => is(interaction.sentiment?.label === 'negative')),
} satisfies BaseMeasureRules;
