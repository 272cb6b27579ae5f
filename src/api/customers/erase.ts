import * as z from 'zod';
import { auditActor } from '../../auth/actor.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { eraseCustomer } from '../../ingest/erase-customer.ts';
import { tenantKeys } from '../../privacy/sealing/keys.ts';
import { ERASED_ID } from '../../records/customer-erasure.ts';
import { phoneHome } from '../../tenants/settings.ts';
import { identified } from '../require-actor.ts';

export const customersErase = defineOperation({
  id: 'customersErase',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/customers/:id/erase',
  summary: 'Takes away everything personal that is stored of a customer; figures stay.',
  credential: 'tenant',
  permission: PERMISSIONS.eraseCustomers,
  params: z.object({
    id: z.string().min(1).max(254).describe(ERASED_ID),
  }),
  response: z.void(),
  status: 204,
  errors: [503],
  async handle(context, { params }) {
    const { store, tenant, config, now } = context;
    const reading = {
      tenant: tenant.slug,
      now,
      ...phoneHome(tenant),
      keys: tenantKeys(config.dataSecret, tenant.slug, config.previousDataSecret),
    };
    await eraseCustomer(store, params.id, reading, auditActor(identified(context)));
  },
});
