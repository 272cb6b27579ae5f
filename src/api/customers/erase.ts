import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { eraseCustomer } from '../../ingest/erase-customer.ts';
import { ERASED_ID } from '../../records/customer-erasure.ts';
import { customerTerm } from '../../records/fields.ts';

export const customersErase = defineOperation({
  id: 'customersErase',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/customers/:id/erase',
  summary: 'Takes away everything personal that is stored of a customer; figures stay.',
  credential: 'tenant',
  permission: PERMISSIONS.eraseCustomers,
  params: z.object({
    id: customerTerm().describe(ERASED_ID),
  }),
  response: z.void(),
  status: 204,
  errors: [503],
  async handle(context, { params }) {
    await eraseCustomer(context, params.id);
  },
});
