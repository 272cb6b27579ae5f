import * as z from 'zod';
import { grantRefusal, requireSession } from '../../auth/actor.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../../auth/api-keys.ts';
import { changeApiKey, rotateApiKey } from '../../auth/change-api-key.ts';
import { DEFAULT_OVERLAP_SECONDS } from '../../auth/key-secret.ts';
import { PERMISSIONS, SCOPES } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { Forbidden } from '../../errors.ts';
import { defineOperation } from '../../http/operation.ts';
import { instant } from '../../records/fields.ts';
import {
  apiKeyFields,
  apiKeyShape,
  expiryOf,
  invalid,
  madeKeyShape,
  presentApiKey,
  presentMadeKey,
} from './api-key-shape.ts';

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
    requireSession(context);
    const reason = grantRefusal(context.actor.role, scopes);
    if (reason !== undefined) throw new Forbidden(reason);
    const expiresAt = expiryOf(expires_at, context.now);
    return presentMadeKey(await createApiKey(context, { name, scopes, expiresAt, allowedIps }));
  },
});

export const listApiKeysOperation = defineOperation({
  id: 'listApiKeys',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/api-keys',
  summary: "Lists the tenant's API keys, oldest first.",
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  response: z.object({ api_keys: z.array(apiKeyShape) }),
  async handle(context) {
    return { api_keys: (await listApiKeys(context)).map(presentApiKey) };
  },
});

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
    const change = {
      name: body.name,
      allowedIps: body.allowed_ips,
      expiresAt: body.expires_at === undefined ? undefined : expiryOf(body.expires_at, context.now),
    };
    requireSession(context);
    return presentApiKey(await changeApiKey(context, { id, ...change }));
  },
});

const { value: OVERLAP_DAYS } = BOUNDS.keyOverlapDays;
const DAY_SECONDS = 86_400;

export const rotateApiKeyOperation = defineOperation({
  id: 'rotateApiKey',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/api-keys/:id/rotate',
  summary:
    'Makes a new API key like this one and ends this one at a deadline; the answer alone shows the new key.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  params: z.object({ id: z.string() }),
  body: z.strictObject({
    expires_at: apiKeyFields.expires_at
      .optional()
      .describe('When the new key expires; null for never. In a year by default.'),
    old_key_expires_at: instant()
      .optional()
      .describe(
        `When the old key stops working, at most ${OVERLAP_DAYS} days from now; in 24 hours by default. A key that expires earlier keeps its own end.`,
      ),
  }),
  response: madeKeyShape.extend({
    replaces: z.object({
      id: z.string().describe('The old key.'),
      expires_at: z.iso.datetime().nullable().describe('When the old key stops working.'),
    }),
  }),
  status: 201,
  errors: [404, 409],
  async handle(context, { params: { id }, body }) {
    const { now } = context;
    const oldEndsAt = body.old_key_expires_at ?? now + DEFAULT_OVERLAP_SECONDS;
    if (oldEndsAt <= now || oldEndsAt > now + OVERLAP_DAYS * DAY_SECONDS) {
      throw invalid(
        'old_key_expires_at',
        `Must be in the future, at most ${OVERLAP_DAYS} days from now. Delete the key to end it at once.`,
      );
    }
    const expiresAt = expiryOf(body.expires_at, now);
    requireSession(context);
    const { made, old } = await rotateApiKey(context, { id, expiresAt, oldEndsAt });
    const { expires_at } = presentApiKey(old);
    return { ...presentMadeKey(made), replaces: { id: old.id, expires_at } };
  },
});

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
    await revokeApiKey(context, id);
  },
});
