import * as z from 'zod';
import { remacSlice } from '../../audit/seal.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { resealWebhooks } from '../../delivery/reseal-webhooks.ts';
import { withinTenant } from '../../http/authenticate.ts';
import { defineOperation } from '../../http/operation.ts';
import { rotateSlice } from '../../privacy/rotation/rotate.ts';
import { readTenant } from '../../tenants/tenants.ts';

const cursor = z.strictObject({
  table: z.enum(['interactions', 'evaluations', 'audit_seals']),
  after: z.string().max(128).describe('The last id done.'),
});

export const rotateSecretOperation = defineOperation({
  id: 'rotateSecret',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/tenants/:slug/rotate-secret',
  summary:
    'Moves a slice of a tenant to the current DATA_SECRET; repeat with `next` until there is none (npm run rotate-secret does).',
  credential: 'platform',
  permission: PERMISSIONS.platform,
  params: z.object({ slug: z.string() }),
  body: z.strictObject({ from: cursor.optional().describe('`next` of the answer before; absent to begin.') }),
  response: z.object({
    rows: z.int().min(0).describe('Looked at in this slice.'),
    next: cursor.nullable().describe('Where to go on; null once all is done.'),
  }),
  errors: [409, 503],
  async handle(platform, { params: { slug }, body }) {
    await readTenant(platform, slug);
    const context = withinTenant(platform, slug);
    const { table, after } = body.from ?? { table: 'interactions' as const, after: '' };
    if (table === 'audit_seals') {
      const { seals, next } = await remacSlice(context, { after: Number(after) || 0 });
      if (next !== undefined) return { rows: seals, next: { table, after: String(next) } };
      return { rows: seals + (await resealWebhooks(context)), next: null };
    }
    const { rows, next } = await rotateSlice(context, { table, after });
    return { rows, next: next ?? { table: 'audit_seals', after: '0' } };
  },
});
