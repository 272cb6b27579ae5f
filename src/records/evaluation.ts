import * as z from 'zod';
import type { EvaluationText } from '../privacy/sealing/personal.ts';
import { defineRecord } from './define.ts';
import { evaluationDigest } from './digest.ts';
import { envelope, id, instant, text, token, whole } from './fields.ts';
import type { Evaluation } from './types.ts';
import { definedOnly } from './walk-fields.ts';

export const evaluationSchema = z
  .strictObject({
    ...envelope('evaluation'),
    id: id(),
    interaction_id: id().describe('May come later; until then the evaluation counts nowhere.'),
    rating: whole(1, 5, 'or null for an answer without a rating')
      .nullish()
      .describe('Null or left out: an answer without a rating.'),
    comment: text(2_000).nullish(),
    followup_answer: text(2_000).nullish(),
    channel: token().nullish().describe('How the rating was given.'),
    sent_at: instant().nullish(),
    responded_at: instant().describe('What the evaluation is counted by.'),
  })
  .describe(
    "A customer's rating of an interaction, counted when it was given. Its agent, team and department are its interaction's, as that now stands.",
  );

export const evaluation = defineRecord({
  type: 'evaluation',
  schema: evaluationSchema,
  keep(sent, { keys }, stamp) {
    const words = definedOnly<EvaluationText>({
      comment: sent.comment,
      followup_answer: sent.followup_answer,
    });
    const body: Evaluation = {
      rating: sent.rating ?? null,
      ...definedOnly<Omit<Evaluation, 'rating' | 'rated_by'>>({
        has_comment: words.comment !== undefined,
        channel: sent.channel,
        sent_at: sent.sent_at,
        responded_at: sent.responded_at,
      }),
    };
    return {
      type: 'evaluation',
      id: sent.id,
      ...stamp.with(evaluationDigest(keys, sent.id, sent.interaction_id, body, words)),
      interaction_id: sent.interaction_id,
      body,
      text: words,
    };
  },
});
