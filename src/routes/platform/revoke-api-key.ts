import * as z from 'zod';
import { defineOperation } from '../../http/operation.ts';
import { revokeApiKey } from '../../tenants/api-keys.ts';
import { PERMISSIONS } from '../../tenants/roles.ts';

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
  async handle({ store, memory }, { params: { id } }) {
    await revokeApiKey(store, memory, id);
  },
});
