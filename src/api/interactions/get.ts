import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { readInteraction } from '../../facts/stored-interaction.ts';
import { defineOperation } from '../../http/operation.ts';
import { interactionShape } from './interaction-shape.ts';
import { presentInteraction } from './present.ts';

export const interactionsGet = defineOperation({
  id: 'interactionsGet',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/interactions/:id',
  summary: 'One interaction as it is stored, redacted, and under which dates it counts.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  params: z.object({ id: z.string() }),
  response: interactionShape,
  errors: [404],
  async handle(context, { params }) {
    const stored = await readInteraction(context, params.id);
    return presentInteraction(params.id, stored, context.tenant);
  },
});
