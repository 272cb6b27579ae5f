import * as z from 'zod';
import { auditActor } from '../../auth/actor.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { maySee } from '../../auth/sessions.ts';
import { createExport } from '../../exports/create.ts';
import { defineOperation } from '../../http/operation.ts';
import { readTenant, requireServed, tenantRefused } from '../../tenants/tenants.ts';
import { dateOfDay, isoInstant } from '../../time/dates.ts';
import { localDay } from '../../time/zones.ts';
import { PUBLIC_STATUSES, publicStatus } from '../exports-shared.ts';

export const exportTenantOperation = defineOperation({
  id: 'exportTenant',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/tenants/:slug/export',
  summary:
    'Starts an export of everything that a tenant has, personal data in clear; its file is there for 24 hours.',
  credential: 'platform',
  permission: PERMISSIONS.exportTenant,
  idempotent: true,
  params: z.object({ slug: z.string() }),
  response: z.object({
    export_id: z.string(),
    status: z.enum(PUBLIC_STATUSES),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().describe('When the file is deleted.'),
  }),
  status: 202,
  async handle({ actor, catalog, env, now, creationId }, { params: { slug } }) {
    if (!maySee(actor, slug)) throw tenantRefused();
    const tenant = await readTenant(catalog, slug);
    requireServed(tenant);
    const day = localDay(tenant.timeZone, now);
    const today = dateOfDay(day);
    const job = await createExport(
      { store: catalog.store(slug), now, actor: auditActor(actor), queue: env.EXPORT_QUEUE, creationId },
      {
        spec: { kind: 'tenant' },
        format: 'ndjson',
        from: today,
        to: today,
        period: { start: now, end: now + 1, zone: tenant.timeZone, fromDay: day, toDay: day },
      },
    );
    return {
      export_id: job.id,
      status: publicStatus(job),
      created_at: isoInstant(job.createdAt),
      expires_at: isoInstant(job.expiresAt),
    };
  },
});
