import * as z from 'zod';
import { auditActor } from '../../auth/actor.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { defineOperation } from '../../http/operation.ts';
import { requestRemoval } from '../../tenants/removal.ts';
import { presentRemoval, removalShape } from './tenant-shape.ts';

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
  async handle({ actor, catalog, memory, now }, { params: { slug }, body: { confirm } }) {
    const asked = { memory, actor: auditActor(actor), now };
    return { slug, removal: presentRemoval(await requestRemoval(catalog, slug, confirm, asked)) };
  },
});
