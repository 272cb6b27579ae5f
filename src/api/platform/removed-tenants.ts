import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { defineOperation } from '../../http/operation.ts';
import { listRemovedTenants, requestRemoval, restoreTenant } from '../../tenants/removal.ts';
import { isoInstant } from '../../time/dates.ts';
import { presentRemoval, presentTenant, removalShape, tenantShape } from './tenant-shape.ts';

export const deleteTenantOperation = defineOperation({
  id: 'deleteTenant',
  contract: 'core',
  method: 'DELETE',
  path: '/api/v1/tenants/:slug',
  summary: `Suspends a tenant at once and deletes everything of it after ${BOUNDS.removalDays.value} days; it can be restored until then.`,
  credential: 'platform',
  permission: PERMISSIONS.platform,
  params: z.object({ slug: z.string() }),
  body: z.strictObject({ confirm: z.string().describe('The slug of the tenant once more.') }),
  response: z.object({ slug: z.string(), removal: removalShape }),
  status: 202,
  errors: [409],
  async handle(context, { params: { slug }, body: { confirm } }) {
    const removal = await requestRemoval(context, { slug, confirmed: confirm });
    return { slug, removal: presentRemoval(removal) };
  },
});

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
  async handle(context) {
    const removed = await listRemovedTenants(context);
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

export const restoreTenantOperation = defineOperation({
  id: 'restoreTenant',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/tenants/:slug/restore',
  summary:
    'Takes the removal of a tenant back before it is due; the tenant has the status that it had before.',
  credential: 'platform',
  permission: PERMISSIONS.platform,
  params: z.object({ slug: z.string() }),
  response: tenantShape,
  errors: [409],
  async handle(context, { params: { slug } }) {
    return presentTenant(await restoreTenant(context, slug));
  },
});
