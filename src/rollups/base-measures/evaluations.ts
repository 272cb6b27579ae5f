import { type BaseMeasureRules, is, ofEvaluation } from './rules.ts';

/** Base measures of evaluations; csat_*: only those of conversations. */
export const EVALUATION_BASE_MEASURES = {
  evaluations: ofEvaluation(() => 1),
  rated_1: ofEvaluation(({ rating }) => is(rating === 1)),
  rated_2: ofEvaluation(({ rating }) => is(rating === 2)),
  rated_3: ofEvaluation(({ rating }) => is(rating === 3)),
  rated_4: ofEvaluation(({ rating }) => is(rating === 4)),
  rated_5: ofEvaluation(({ rating }) => is(rating === 5)),
  rated_commented: ofEvaluation(({ rating, has_comment }) => is(rating !== null && has_comment)),
  csat_responses: ofEvaluation((_, interaction) => is(interaction.kind === 'conversation')),
  csat_1: ofEvaluation(({ rating }, { kind }) => is(rating === 1 && kind === 'conversation')),
  csat_2: ofEvaluation(({ rating }, { kind }) => is(rating === 2 && kind === 'conversation')),
  csat_3: ofEvaluation(({ rating }, { kind }) => is(rating === 3 && kind === 'conversation')),
  csat_4: ofEvaluation(({ rating }, { kind }) => is(rating === 4 && kind === 'conversation')),
  csat_5: ofEvaluation(({ rating }, { kind }) => is(rating === 5 && kind === 'conversation')),
} satisfies BaseMeasureRules;
