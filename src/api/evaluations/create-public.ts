import * as z from 'zod';
import { nothingHere } from '../../http/authenticate.ts';
import { defineOperation, type PublicRateLimits } from '../../http/operation.ts';
import { countHit } from '../../http/public-rate-limits.ts';
import { tenantKeys } from '../../privacy/sealing/keys.ts';
import { createPublicEvaluation } from '../../ratings/create.ts';
import { isoInstant } from '../../time/dates.ts';
import { itemShape } from './item-shape.ts';
import { publicEvaluation } from './sent-evaluation.ts';

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
    const { store, tenant, config, now } = context;
    if (!tenant.publicEvaluations) throw nothingHere();
    const created = await createPublicEvaluation(
      store,
      { interactionId: params.callId, rating, comment: comment ?? undefined },
      {
        keys: tenantKeys(config.dataSecret, tenant.slug, config.previousDataSecret),
        now,
        countHit: () => countHit(context, TRIES, tenant.slug),
      },
    );
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
