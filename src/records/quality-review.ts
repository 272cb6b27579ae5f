import * as z from 'zod';
import type { FieldError } from '../errors.ts';
import { defineRecord } from './define.ts';
import { decimal, envelope, id, instant, sentimentLabel } from './fields.ts';
import type { QualityReview } from './types.ts';
import { definedOnly } from './walk-fields.ts';

const qualityReviewSchema = z
  .strictObject({
    ...envelope('quality_review'),
    id: id(),
    interaction_id: id().describe('May come later; until then the review counts nowhere.'),
    status: z.enum(['completed', 'pending', 'failed']),
    score: decimal(10, 4)
      .nullish()
      .describe('Stored to 4 decimals. Required if completed, refused otherwise.'),
    sentiment: sentimentLabel().nullish().describe('Required if completed, refused otherwise.'),
    created_at: instant().describe('What the review is counted by.'),
  })
  .describe(
    "A scored review of an interaction, counted when it was created. Agent, campaign, call center, engagement and duration are its interaction's.",
  );

export const qualityReview = defineRecord({
  type: 'quality_review',
  schema: qualityReviewSchema,
  keep(sent, _context, stamp) {
    const errors: FieldError[] = [];
    for (const path of ['score', 'sentiment'] as const) {
      const isGiven = sent[path] !== undefined && sent[path] !== null;
      if (sent.status === 'completed' && !isGiven) {
        errors.push({
          path,
          message: `Required for a completed review: ${path === 'score' ? 'a number from 0 to 10' : 'one of positive, neutral, negative'}.`,
        });
      }
      if (sent.status !== 'completed' && isGiven) {
        errors.push({ path, message: 'Accepted only if status is completed.' });
      }
    }
    if (errors.length > 0) return errors;
    const body = definedOnly<QualityReview>({
      status: sent.status,
      score: sent.score,
      sentiment: sent.sentiment,
      created_at: sent.created_at,
    });
    return {
      type: 'quality_review',
      id: sent.id,
      ...stamp(sent.id, sent.interaction_id, body),
      interaction_id: sent.interaction_id,
      body,
    };
  },
});
