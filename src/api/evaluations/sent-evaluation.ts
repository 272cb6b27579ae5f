import * as z from 'zod';
import { evaluationSchema } from '../../records/evaluation.ts';
import { whole } from '../../records/fields.ts';

/** The fields that every rating has. */
const sentRating = {
  rating: whole(1, 5),
  comment: evaluationSchema.shape.comment,
};

/** The body of an authenticated creation. */
export const wrappedEvaluation = z.strictObject({
  evaluation: z.strictObject({
    call_id: evaluationSchema.shape.interaction_id.describe('The interaction, a call or a conversation.'),
    ...sentRating,
  }),
});

/** The body of a public creation: the rating itself, or wrapped in `evaluation`. */
export const publicEvaluation = z
  .strictObject({
    evaluation: z.strictObject(sentRating).optional(),
    rating: sentRating.rating.optional(),
    comment: sentRating.comment,
  })
  .describe('A rating, bare or wrapped in `evaluation`: one of them, never both.')
  .transform(({ evaluation, rating, comment }, context) => {
    if (evaluation !== undefined && (rating !== undefined || comment !== undefined)) {
      context.issues.push({
        code: 'custom',
        path: ['evaluation'],
        message: 'Accepted only without rating and comment beside it.',
        input: evaluation,
      });
      return z.NEVER;
    }
    if (evaluation !== undefined) return evaluation;
    if (rating !== undefined) return { rating, comment };
    context.issues.push({
      code: 'custom',
      path: ['rating'],
      message: 'Required: a whole number from 1 to 5.',
      input: rating,
    });
    return z.NEVER;
  });
