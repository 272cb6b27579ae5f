import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { presentTenant, tenantShape } from './tenant-shape.ts';

export const listTenantsOperation = defineOperation({
  id: 'listTenants',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/tenants',
  summary: 'Lists all tenants, by slug.',
  credential: 'platform',
  permission: PERMISSIONS.platform,
  response: z.object({ tenants: z.array(tenantShape) }),
  async handle({ catalog }) {
    return { tenants: (await catalog.list()).map(presentTenant) };
  },
});
