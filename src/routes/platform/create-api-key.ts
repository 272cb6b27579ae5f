import * as z from 'zod';
import { InvalidInput } from '../../errors.ts';
import { defineOperation } from '../../http/operation.ts';
import { createApiKey } from '../../tenants/api-keys.ts';
import { auditActor } from '../../tenants/audit-actor.ts';
import { PERMISSIONS, SCOPES } from '../../tenants/roles.ts';
import { identified } from '../identified.ts';
import { apiKeyShape, presentApiKey } from './api-key-shape.ts';

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
    name: z.string().trim().min(1, 'Must not be empty.').max(200, 'Must have at most 200 characters.'),
    scopes: z.array(z.enum(SCOPES)).min(1, `Must name at least one of ${SCOPES.join(', ')}.`),
    expires_at: z.iso
      .datetime({ offset: true, error: 'Must be an ISO 8601 instant with an offset or Z, or null.' })
      .nullable()
      .default(null),
  }),
  response: apiKeyShape
    .omit({ prefix: true, last_used_at: true })
    .extend({ key: z.string().describe('The whole key. It cannot be shown again.') }),
  status: 201,
  async handle(context, { body: { name, scopes, expires_at } }) {
    const { store, config, now, creationId } = context;
    const expiresAt = expires_at === null ? null : Math.floor(Date.parse(expires_at) / 1_000);
    if (expiresAt !== null && expiresAt <= now) {
      const errors = [{ path: 'expires_at', message: 'Must lie in the future.' }];
      throw new InvalidInput('expires_at must lie in the future.', errors);
    }
    const actor = auditActor(identified(context));
    const created = await createApiKey(
      store,
      config.dataSecret,
      { name, scopes, expiresAt, creationId },
      actor,
      now,
    );
    const { prefix: _prefix, last_used_at: _lastUsedAt, ...shown } = presentApiKey(created);
    return { ...shown, key: created.key };
  },
});
