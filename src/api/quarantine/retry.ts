import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { retryQuarantined } from '../../rollups/retry.ts';

const WITHIN_MILLISECONDS = 15_000;

export const quarantineRetry = defineOperation({
  id: 'quarantineRetry',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/quarantine/retry',
  summary:
    'Tries to take quarantined changes into the figures, the 1,000 oldest; the same happens every night.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  response: z.object({
    tried: z.int().min(0).describe('Changes that were tried.'),
    failed: z.int().min(0).describe('Those of them that are in quarantine again.'),
  }),
  async handle({ store }) {
    return retryQuarantined(store, Date.now() + WITHIN_MILLISECONDS);
  },
});
