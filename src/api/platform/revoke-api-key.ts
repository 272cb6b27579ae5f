import * as z from 'zod';
import { auditActor } from '../../auth/actor.ts';
import { revokeApiKey } from '../../auth/api-keys.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { identified } from '../require-actor.ts';

export const revokeApiKeyOperation = defineOperation({
  id: 'revokeApiKey',
  contract: 'core',
  method: 'DELETE',
  path: '/api/v1/api-keys/:id',
  summary: 'Revokes an API key, everywhere within 60 seconds.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  params: z.object({ id: z.string() }),
  response: z.void(),
  status: 204,
  errors: [404],
  async handle(context, { params: { id } }) {
    const { store, memory, now } = context;
    await revokeApiKey(store, memory, id, auditActor(identified(context)), now);
  },
});
