import * as z from 'zod';
import { auditActor } from '../../auth/actor.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { restoreTenant } from '../../tenants/removal.ts';
import { presentTenant, tenantShape } from './tenant-shape.ts';

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
  async handle({ actor, catalog, memory, now }, { params: { slug } }) {
    return presentTenant(await restoreTenant(catalog, slug, { memory, actor: auditActor(actor), now }));
  },
});
