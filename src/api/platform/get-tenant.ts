import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { maySee } from '../../auth/sessions.ts';
import { defineOperation } from '../../http/operation.ts';
import { readTenant, requireServed, tenantRefused } from '../../tenants/tenants.ts';
import { presentTenant, tenantShape } from './tenant-shape.ts';

export const getTenantOperation = defineOperation({
  id: 'getTenant',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/tenants/:slug',
  summary: 'One tenant; an unknown one and a foreign one are refused alike.',
  credential: 'platform',
  permission: PERMISSIONS.administer,
  params: z.object({ slug: z.string() }),
  response: tenantShape,
  async handle({ actor, catalog }, { params: { slug } }) {
    if (!maySee(actor, slug)) throw tenantRefused();
    const tenant = await readTenant(catalog, slug);
    if (actor.role !== 'super_admin') requireServed(tenant);
    return presentTenant(tenant);
  },
});
