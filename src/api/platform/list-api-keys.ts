import * as z from 'zod';
import { listApiKeys } from '../../auth/api-keys.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { apiKeyShape, presentApiKey } from './api-key-shape.ts';

export const listApiKeysOperation = defineOperation({
  id: 'listApiKeys',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/api-keys',
  summary: "Lists the tenant's API keys, oldest first.",
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  response: z.object({ api_keys: z.array(apiKeyShape) }),
  async handle({ store }) {
    return { api_keys: (await listApiKeys(store)).map(presentApiKey) };
  },
});
