import * as z from 'zod';
import { auditActor } from '../../auth/actor.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { DEFAULT_RETENTION_DAYS } from '../../tenants/settings.ts';
import { createTenant } from '../../tenants/tenants.ts';
import { presentTenant, tenantFields, tenantShape } from './tenant-shape.ts';

export const createTenantOperation = defineOperation({
  id: 'createTenant',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/tenants',
  summary: 'Creates a tenant.',
  credential: 'platform',
  permission: PERMISSIONS.platform,
  idempotent: true,
  body: z.strictObject({
    ...tenantFields,
    profile: tenantFields.profile.default('complete'),
    country_code: tenantFields.country_code.default(null),
    retention_days: tenantFields.retention_days.default(DEFAULT_RETENTION_DAYS),
    public_evaluations: tenantFields.public_evaluations.default(true),
  }),
  response: tenantShape,
  status: 201,
  errors: [409],
  async handle({ actor, catalog, now }, { body }) {
    const tenant = {
      slug: body.slug,
      name: body.name,
      timeZone: body.time_zone,
      profile: body.profile,
      countryCode: body.country_code,
      retentionDays: body.retention_days,
      publicEvaluations: body.public_evaluations,
    };
    return presentTenant(await createTenant(catalog, tenant, auditActor(actor), now));
  },
});
