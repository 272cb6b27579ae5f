import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { tenantRequests } from '../../http/rate-limit.ts';
import { isoInstant } from '../../time/dates.ts';
import { QUOTA_NAMES, QUOTAS, type QuotaName } from '../../usage/quotas.ts';
import { STORAGE_KINDS } from '../../usage/storage.ts';
import { type QuotaUse, readUsage } from '../../usage/usage.ts';

const count = z.int().nonnegative();

function quotaShape(name: QuotaName) {
  return z
    .object({
      limit: count,
      used: count.nullable().describe('Null if it is not known at the moment.'),
      resets_at: z.iso.datetime().nullable().describe('When it counts no longer; null for what is stored.'),
    })
    .describe(`Of ${QUOTAS[name].of}.`);
}

export const usageOperation = defineOperation({
  id: 'usage',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/usage',
  summary: "What the tenant has used of its quotas, and what it stores; the tenant's admins read it.",
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  response: z.object({
    quotas: z.object(
      Object.fromEntries(QUOTA_NAMES.map((name) => [name, quotaShape(name)])) as Record<
        QuotaName,
        ReturnType<typeof quotaShape>
      >,
    ),
    storage: z.object({
      measured_at: z.iso.datetime().nullable().describe('Every night; null before the first time.'),
      kinds: z.array(
        z.object({
          kind: z.enum(STORAGE_KINDS),
          records: count.describe('Without those that were deleted.'),
          bytes: count.describe('Of the values, deleted records included; without indexes and aggregates.'),
        }),
      ),
    }),
  }),
  async handle(context) {
    const { quotas, storage } = await readUsage(context, tenantRequests(context, context.tenant));
    return {
      quotas: Object.fromEntries(QUOTA_NAMES.map((name) => [name, presentQuota(quotas[name])])) as Record<
        QuotaName,
        ReturnType<typeof presentQuota>
      >,
      storage: {
        measured_at: storage.measuredAt === null ? null : isoInstant(storage.measuredAt),
        kinds: storage.kinds,
      },
    };
  },
});

function presentQuota({ limit, used, resetsAt }: QuotaUse) {
  return { limit, used, resets_at: resetsAt === null ? null : isoInstant(resetsAt) };
}
