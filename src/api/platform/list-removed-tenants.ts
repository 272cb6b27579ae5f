import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { listRemovedTenants } from '../../tenants/removal.ts';
import { isoInstant } from '../../time/dates.ts';

export const listRemovedTenantsOperation = defineOperation({
  id: 'listRemovedTenants',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/removed-tenants',
  summary: 'What stays of removed tenants: the slug, which nobody can use again, and how much was deleted.',
  credential: 'platform',
  permission: PERMISSIONS.platform,
  response: z.object({
    removed_tenants: z.array(
      z.object({
        slug: z.string(),
        requested_at: z.iso.datetime(),
        requested_by: z.string().describe('The `sub` of the session that requested it.'),
        removed_at: z.iso.datetime().nullable().describe('Null while the deletion is at work.'),
        counts: z
          .record(z.string(), z.int())
          .describe('How many rows of each table, and how many files, were deleted.'),
      }),
    ),
  }),
  async handle({ env, meter }) {
    const removed = await listRemovedTenants(env.DB, meter);
    return {
      removed_tenants: removed.map((each) => ({
        slug: each.slug,
        requested_at: isoInstant(each.requestedAt),
        requested_by: each.requestedBy,
        removed_at: each.removedAt === null ? null : isoInstant(each.removedAt),
        counts: each.counts,
      })),
    };
  },
});
