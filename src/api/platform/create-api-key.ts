import * as z from 'zod';
import { createApiKey } from '../../auth/api-keys.ts';
import { grantRefusal } from '../../auth/rights.ts';
import { PERMISSIONS, SCOPES } from '../../auth/roles.ts';
import { Forbidden } from '../../errors.ts';
import { defineOperation } from '../../http/operation.ts';
import { apiKeyFields, changerOf, expiryOf } from './api-key-fields.ts';
import { madeKeyShape, presentMadeKey } from './api-key-shape.ts';

export const createApiKeyOperation = defineOperation({
  id: 'createApiKey',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/api-keys',
  summary: 'Creates an API key; the answer is the only one that shows it.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  idempotent: true,
  body: z.strictObject({
    name: apiKeyFields.name,
    scopes: z.array(z.enum(SCOPES)).min(1),
    expires_at: apiKeyFields.expires_at
      .optional()
      .describe('When it expires; null for never. In a year by default.'),
    allowed_ips: apiKeyFields.allowed_ips.optional(),
  }),
  response: madeKeyShape,
  status: 201,
  errors: [409],
  async handle(context, { body: { name, scopes, expires_at, allowed_ips: allowedIps = [] } }) {
    const { store, config, now, creationId } = context;
    const { actor, role } = changerOf(context);
    const reason = grantRefusal(role, scopes);
    if (reason !== undefined) throw new Forbidden(reason);
    const wanted = { name, scopes, expiresAt: expiryOf(expires_at, now), allowedIps, creationId };
    return presentMadeKey(await createApiKey(store, config.dataSecret, wanted, actor, now));
  },
});
