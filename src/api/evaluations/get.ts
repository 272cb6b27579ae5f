import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { maskedText } from '../../privacy/redact/masked-text.ts';
import { tenantKeys } from '../../privacy/sealing/keys.ts';
import { type EvaluationItem, readEvaluation } from '../../ratings/item.ts';
import { isoInstant } from '../../time/dates.ts';
import { presentRater, raterShape } from '../rater-shape.ts';

const known = z.string().nullable();
const words = maskedText.nullable();

/** A rated evaluation in the evaluations contract. */
export const itemShape = z.object({
  id: z.string(),
  call_id: z.string().describe('Id of the interaction, a call or a conversation.'),
  rating: z.int().min(1).max(5),
  comment: words,
  customer_name: words.describe('In clear, but for numbers and addresses in it.'),
  user_name: known.describe(
    'The agent who was rated: the one of the interaction if the evaluation names none.',
  ),
  department_name: known.describe('The department of the interaction.'),
  inserted_at: z.string().describe('When it was given, UTC.'),
  rated_by: raterShape,
});

export function presentItem(item: EvaluationItem): z.input<typeof itemShape> {
  return {
    id: item.id,
    call_id: item.interactionId,
    rating: item.rating,
    comment: item.comment,
    customer_name: item.customerName,
    user_name: item.agentName,
    department_name: item.departmentName,
    inserted_at: isoInstant(item.respondedAt),
    rated_by: presentRater(item.ratedBy),
  };
}

export const evaluationsGet = defineOperation({
  id: 'evaluationsGet',
  contract: 'evaluations',
  method: 'GET',
  path: '/api/v1/evaluations/:id',
  summary: 'One rated evaluation.',
  credential: 'tenant',
  permission: PERMISSIONS.readEvaluations,
  audited: 'personal_data_read',
  params: z.object({ id: z.string() }),
  response: z.object({ data: itemShape }),
  errors: [404],
  async handle({ store, tenant, config }, { params }) {
    const keys = tenantKeys(config.dataSecret, tenant.slug, config.previousDataSecret);
    return { data: presentItem(await readEvaluation(store, params.id, keys)) };
  },
});
