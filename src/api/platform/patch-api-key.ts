import * as z from 'zod';
import { changeApiKey } from '../../auth/change-api-key.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { apiKeyFields, changerOf, expiryOf } from './api-key-fields.ts';
import { apiKeyShape, presentApiKey } from './api-key-shape.ts';

export const patchApiKeyOperation = defineOperation({
  id: 'patchApiKey',
  contract: 'core',
  method: 'PATCH',
  path: '/api/v1/api-keys/:id',
  summary: 'Changes the name, the expiry or the addresses of an API key, everywhere within 60 seconds.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  params: z.object({ id: z.string() }),
  body: z
    .strictObject(apiKeyFields)
    .partial()
    .refine(
      (body) => Object.keys(body).length > 0,
      `Must have at least one of ${Object.keys(apiKeyFields).join(', ')}.`,
    )
    .meta({ minProperties: 1 }),
  response: apiKeyShape,
  errors: [404, 409],
  async handle(context, { params: { id }, body }) {
    const { store, memory, now } = context;
    const change = {
      name: body.name,
      allowedIps: body.allowed_ips,
      expiresAt: body.expires_at === undefined ? undefined : expiryOf(body.expires_at, now),
    };
    return presentApiKey(await changeApiKey(store, memory, id, change, changerOf(context), now));
  },
});
