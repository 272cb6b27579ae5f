import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { nothingHere } from '../../http/authenticate.ts';
import { defineOperation, type PublicRateLimits } from '../../http/operation.ts';
import { countHit } from '../../http/public-rate-limits.ts';
import { createEvaluation, createPublicEvaluation } from '../../ratings/create.ts';
import { evaluationSchema } from '../../records/evaluation.ts';
import { whole } from '../../records/fields.ts';
import { isoInstant } from '../../time/dates.ts';
import { itemShape } from './get.ts';

/** The fields that every rating has. */
const sentRating = {
  rating: whole(1, 5),
  comment: evaluationSchema.shape.comment,
};

/** The body of an authenticated creation. */
const wrappedEvaluation = z.strictObject({
  evaluation: z.strictObject({
    call_id: evaluationSchema.shape.interaction_id.describe('The interaction, a call or a conversation.'),
    ...sentRating,
  }),
});

/** The body of a public creation: the rating itself, or wrapped in `evaluation`. */
const publicEvaluation = z
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

export const evaluationsCreate = defineOperation({
  id: 'evaluationsCreate',
  contract: 'evaluations',
  method: 'POST',
  path: '/api/v1/evaluations',
  summary: 'Rates a call or a conversation that has no rating yet.',
  credential: 'tenant',
  permission: PERMISSIONS.writeEvaluations,
  body: wrappedEvaluation,
  response: z.object({
    data: itemShape.pick({ id: true, call_id: true, rating: true, comment: true, inserted_at: true }),
  }),
  status: 201,
  errors: [404, 409],
  async handle(context, { body: { evaluation } }) {
    const created = await createEvaluation(context, {
      interactionId: evaluation.call_id,
      rating: evaluation.rating,
      comment: evaluation.comment ?? undefined,
    });
    return {
      data: {
        id: created.id,
        call_id: created.interactionId,
        rating: created.rating,
        comment: created.comment,
        inserted_at: isoInstant(created.respondedAt),
      },
    };
  },
});

const TRIES = {
  ofAddress: 'publicRatingsOfAddress',
  ofSubject: 'publicRatingsOfCall',
  subject: 'callId',
  ofTenant: 'publicRatingsOfTenant',
} as const satisfies PublicRateLimits;

export const evaluationsCreatePublic = defineOperation({
  id: 'evaluationsCreatePublic',
  contract: 'evaluations',
  method: 'POST',
  path: '/api/v1/call/evaluate/:callId',
  summary: 'Lets a customer rate, once and without a credential, a call that ended within seven days.',
  credential: 'public-tenant',
  cors: 'open',
  publicRateLimits: TRIES,
  params: z.object({ callId: z.string() }),
  body: publicEvaluation,
  response: z.object({
    data: itemShape.pick({ id: true, call_id: true, rating: true, inserted_at: true }),
  }),
  status: 201,
  errors: [404],
  async handle(context, { params, body: { rating, comment } }) {
    const { tenant } = context;
    if (!tenant.publicEvaluations) throw nothingHere();
    const created = await createPublicEvaluation(context, {
      interactionId: params.callId,
      rating,
      comment: comment ?? undefined,
      countHit: () => countHit(context, TRIES, tenant.slug),
    });
    if (!created) throw nothingHere();
    return {
      data: {
        id: created.id,
        call_id: created.interactionId,
        rating: created.rating,
        inserted_at: isoInstant(created.respondedAt),
      },
    };
  },
});
