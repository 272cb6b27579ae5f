import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { maySee } from '../../auth/sessions.ts';
import { Forbidden } from '../../errors.ts';
import { defineOperation } from '../../http/operation.ts';
import { DEFAULT_RETENTION_DAYS, TENANT_STATUSES, type TenantChange } from '../../tenants/settings.ts';
import {
  changeTenant,
  createTenant,
  readTenant,
  requireServed,
  tenantRefused,
} from '../../tenants/tenants.ts';
import { presentTenant, quotasField, tenantFields, tenantShape } from './tenant-shape.ts';

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
    country: tenantFields.country.default(null),
    retention_days: tenantFields.retention_days.default(DEFAULT_RETENTION_DAYS),
    public_evaluations: tenantFields.public_evaluations.default(true),
  }),
  response: tenantShape,
  status: 201,
  errors: [409],
  async handle(context, { body }) {
    const tenant = {
      slug: body.slug,
      name: body.name,
      timeZone: body.time_zone,
      profile: body.profile,
      countryCode: body.country_code,
      country: body.country,
      retentionDays: body.retention_days,
      publicEvaluations: body.public_evaluations,
    };
    return presentTenant(await createTenant(context, tenant));
  },
});

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
  async handle(context, { params: { slug } }) {
    const { actor } = context;
    if (!maySee(actor, slug)) throw tenantRefused();
    const tenant = await readTenant(context, slug);
    if (actor.role !== 'super_admin') requireServed(tenant);
    return presentTenant(tenant);
  },
});

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
  async handle(context, { params: { slug }, body }) {
    const { actor } = context;
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
      ...(body.country !== undefined && { country: body.country }),
      ...(body.retention_days !== undefined && { retentionDays: body.retention_days }),
      ...(body.public_evaluations !== undefined && { publicEvaluations: body.public_evaluations }),
      ...(body.status !== undefined && { status: body.status }),
      ...(body.quotas !== undefined && { quotas: body.quotas }),
    };
    return presentTenant(await changeTenant(context, { slug, ...change }));
  },
});
