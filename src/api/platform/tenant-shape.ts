import * as z from 'zod';
import { accepting } from '../../messages.ts';
import { isCallingCode } from '../../phones/numbering-plans.ts';
import { isSuspended, PROFILES, SLUG, TENANT_STATUSES, type TenantSettings } from '../../tenants/settings.ts';
import { isoInstant } from '../../time/dates.ts';
import { isZone } from '../../time/zones.ts';
import { QUOTA_NAMES, QUOTAS, type QuotaName } from '../../usage/quotas.ts';

/** The fields of a tenant, as sent. */
export const tenantFields = {
  slug: z
    .string({ error: accepting('2 to 40 of the characters a-z 0-9 -') })
    .regex(SLUG)
    .meta({
      title: 'slug',
      description:
        '2 to 40 of a-z, 0-9 and -. Names the tenant in X-Tenant and in its API keys; never changes.',
    }),
  name: z.string().trim().min(1).max(200),
  time_zone: z
    .string({ error: accepting('an IANA time zone such as America/Sao_Paulo') })
    .refine(isZone)
    .meta({ title: 'IANA time zone', description: 'Days and hours are those of this zone.' }),
  profile: z.enum(PROFILES),
  country_code: z
    .string({ error: accepting('a calling code of 1 to 3 digits such as 55, or null') })
    .refine(isCallingCode)
    .meta({ title: 'calling code' })
    .nullable()
    .describe('Calling code, 1 to 3 digits: national phone numbers are those of its country.'),
  country: z
    .string({ error: accepting('an ISO 3166 region of two capital letters such as CA, or null') })
    .regex(/^[A-Z]{2}$/)
    .meta({ title: 'ISO region' })
    .nullable()
    .describe('The region with that calling code, where several share it; else the main one of them.'),
  retention_days: z
    .int()
    .min(1)
    .max(36_500)
    .describe('Days after which personal data is erased, every night; figures stay.'),
  public_evaluations: z.boolean().describe('Whether customers may rate a call without a credential.'),
};

export const removalShape = z.object({
  requested_at: z.iso.datetime(),
  due_at: z.iso
    .datetime()
    .describe('When everything of the tenant is deleted, unless it is restored before.'),
});

/** Quotas, as a super_admin sends them. Quotas that are not named stay unchanged. */
export const quotasField = z
  .strictObject(
    Object.fromEntries(QUOTA_NAMES.map((name) => [name, quotaField(name)])) as Record<
      QuotaName,
      ReturnType<typeof quotaField>
    >,
  )
  .describe('What the tenant may use; null for the default. Those that are not named stay as they are.');

function quotaField(name: QuotaName) {
  const { least, most, of } = QUOTAS[name];
  return z
    .int({ error: accepting(`a whole number from ${least} to ${most}, or null for the default`) })
    .min(least)
    .max(most)
    .nullable()
    .optional()
    .describe(`How many ${of}.`);
}

/** A tenant in responses. */
export const tenantShape = z.object({
  ...tenantFields,
  created_at: z.iso.datetime(),
  status: z
    .enum(TENANT_STATUSES)
    .describe('suspended: requests are refused, data stays. So is a tenant that is to be removed.'),
  removal: removalShape.nullable().describe('A removal that was requested.'),
  quotas: z.record(z.enum(QUOTA_NAMES), z.int().nullable()).describe('Null: the default.'),
});

export function presentTenant(tenant: TenantSettings): z.input<typeof tenantShape> {
  return {
    slug: tenant.slug,
    name: tenant.name,
    time_zone: tenant.timeZone,
    profile: tenant.profile,
    country_code: tenant.countryCode,
    country: tenant.country,
    retention_days: tenant.retentionDays,
    public_evaluations: tenant.publicEvaluations,
    created_at: isoInstant(tenant.createdAt),
    status: isSuspended(tenant) ? 'suspended' : 'active',
    removal: tenant.removal && presentRemoval(tenant.removal),
    quotas: Object.fromEntries(QUOTA_NAMES.map((name) => [name, tenant.quotas[name] ?? null])) as Record<
      QuotaName,
      number | null
    >,
  };
}

export function presentRemoval({
  requestedAt,
  dueAt,
}: NonNullable<TenantSettings['removal']>): z.input<typeof removalShape> {
  return { requested_at: isoInstant(requestedAt), due_at: isoInstant(dueAt) };
}
