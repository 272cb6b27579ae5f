import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { tenantKeys } from '../../privacy/sealing/keys.ts';
import { readEvaluation } from '../../ratings/read.ts';
import { itemShape, presentItem } from './item-shape.ts';

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
