import * as z from 'zod';
import { auditActor } from '../../auth/actor.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { maySee } from '../../auth/sessions.ts';
import { Forbidden } from '../../errors.ts';
import { defineOperation } from '../../http/operation.ts';
import { TENANT_STATUSES, type TenantChange } from '../../tenants/settings.ts';
import { changeTenant, tenantRefused } from '../../tenants/tenants.ts';
import { presentTenant, quotasField, tenantFields, tenantShape } from './tenant-shape.ts';

const { slug: _never, ...fields } = tenantFields;
const changeable = {
  ...fields,
  quotas: quotasField,
  status: z
    .enum(TENANT_STATUSES)
    .describe(
      'suspended: no request of the tenant is served, within 60 seconds everywhere; active lifts it.',
    ),
};

export const patchTenantOperation = defineOperation({
  id: 'patchTenant',
  contract: 'core',
  method: 'PATCH',
  path: '/api/v1/tenants/:slug',
  summary: 'Changes a tenant; its profile, status and quotas only by a super_admin, its slug never.',
  credential: 'platform',
  permission: PERMISSIONS.administer,
  params: z.object({ slug: z.string() }),
  body: z
    .strictObject(changeable)
    .partial()
    .refine(
      (body) => Object.keys(body).length > 0,
      `Must have at least one of ${Object.keys(changeable).join(', ')}.`,
    )
    .meta({ minProperties: 1 }),
  response: tenantShape,
  errors: [409],
  async handle({ actor, catalog, memory, now }, { params: { slug }, body }) {
    if (!maySee(actor, slug)) throw tenantRefused();
    if (body.profile !== undefined && actor.role !== 'super_admin') {
      throw new Forbidden('Only the role super_admin is allowed to change profile.');
    }
    if (body.status !== undefined && actor.role !== 'super_admin') {
      throw new Forbidden('Only the role super_admin is allowed to change status.');
    }
    if (body.quotas !== undefined && actor.role !== 'super_admin') {
      throw new Forbidden('Only the role super_admin is allowed to change quotas.');
    }
    const change: TenantChange = {
      ...(body.name !== undefined && { name: body.name }),
      ...(body.time_zone !== undefined && { timeZone: body.time_zone }),
      ...(body.profile !== undefined && { profile: body.profile }),
      ...(body.country_code !== undefined && { countryCode: body.country_code }),
      ...(body.retention_days !== undefined && { retentionDays: body.retention_days }),
      ...(body.public_evaluations !== undefined && { publicEvaluations: body.public_evaluations }),
      ...(body.status !== undefined && { status: body.status }),
      ...(body.quotas !== undefined && { quotas: body.quotas }),
    };
    return presentTenant(await changeTenant(catalog, memory, slug, change, auditActor(actor), now));
  },
});
