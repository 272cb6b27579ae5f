import * as z from 'zod';
import { DEFAULT_OVERLAP_SECONDS } from '../../auth/api-key.ts';
import { rotateApiKey } from '../../auth/change-api-key.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { defineOperation } from '../../http/operation.ts';
import { instant } from '../../records/fields.ts';
import { apiKeyFields, changerOf, expiryOf, invalid } from './api-key-fields.ts';
import { madeKeyShape, presentApiKey, presentMadeKey } from './api-key-shape.ts';

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
    const { store, memory, config, now } = context;
    const oldEndsAt = body.old_key_expires_at ?? now + DEFAULT_OVERLAP_SECONDS;
    if (oldEndsAt <= now || oldEndsAt > now + OVERLAP_DAYS * DAY_SECONDS) {
      throw invalid(
        'old_key_expires_at',
        `Must be in the future, at most ${OVERLAP_DAYS} days from now. Delete the key to end it at once.`,
      );
    }
    const wanted = { dataSecret: config.dataSecret, expiresAt: expiryOf(body.expires_at, now), oldEndsAt };
    const { made, old } = await rotateApiKey(store, memory, id, wanted, changerOf(context), now);
    const { expires_at } = presentApiKey(old);
    return { ...presentMadeKey(made), replaces: { id: old.id, expires_at } };
  },
});
