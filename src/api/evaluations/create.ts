import * as z from 'zod';
import { auditActor } from '../../auth/actor.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { tenantKeys } from '../../privacy/sealing/keys.ts';
import { createEvaluation } from '../../ratings/create.ts';
import { isoInstant } from '../../time/dates.ts';
import { identified } from '../require-actor.ts';
import { itemShape } from './item-shape.ts';
import { wrappedEvaluation } from './sent-evaluation.ts';

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
    const { store, tenant, config, now } = context;
    const created = await createEvaluation(
      store,
      {
        interactionId: evaluation.call_id,
        rating: evaluation.rating,
        comment: evaluation.comment ?? undefined,
      },
      { keys: tenantKeys(config.dataSecret, tenant.slug, config.previousDataSecret), now },
      auditActor(identified(context)),
    );
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
