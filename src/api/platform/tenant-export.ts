import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { maySee } from '../../auth/sessions.ts';
import { NotFound } from '../../errors.ts';
import { createExport } from '../../exports/create.ts';
import { readJob } from '../../exports/jobs.ts';
import { withinTenant } from '../../http/authenticate.ts';
import { defineOperation } from '../../http/operation.ts';
import { readTenant, requireServed, tenantRefused } from '../../tenants/tenants.ts';
import { dateOfDay, isoInstant } from '../../time/dates.ts';
import { localDay } from '../../time/zones.ts';
import { failureOf, linkTo, PUBLIC_STATUSES, publicStatus } from '../exports-shared.ts';

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
  async handle(context, { params: { slug } }) {
    const { actor, now } = context;
    if (!maySee(actor, slug)) throw tenantRefused();
    const tenant = await readTenant(context, slug);
    requireServed(tenant);
    const day = localDay(tenant.timeZone, now);
    const today = dateOfDay(day);
    const job = await createExport(withinTenant(context, slug), {
      spec: { kind: 'tenant' },
      format: 'ndjson',
      from: today,
      to: today,
      period: { start: now, end: now + 1, zone: tenant.timeZone, fromDay: day, toDay: day },
    });
    return {
      export_id: job.id,
      status: publicStatus(job),
      created_at: isoInstant(job.createdAt),
      expires_at: isoInstant(job.expiresAt),
    };
  },
});

export const tenantExportStatusOperation = defineOperation({
  id: 'tenantExportStatus',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/tenants/:slug/export/:exportId',
  summary: 'How far the export of a tenant is, and a link to its file once it is there.',
  credential: 'platform',
  permission: PERMISSIONS.exportTenant,
  params: z.object({ slug: z.string(), exportId: z.string() }),
  response: z.object({
    export_id: z.string(),
    status: z.enum(PUBLIC_STATUSES),
    lines_written: z.int(),
    created_at: z.iso.datetime(),
    completed_at: z.iso.datetime().nullable(),
    expires_at: z.iso.datetime().describe('When the file is deleted.'),
    download_url: z
      .string()
      .nullable()
      .describe('A link that needs no credential, made for this answer and open for 15 minutes.'),
    error: z.string().nullable().describe('Why it failed.'),
    bytes: z.int().nullable().describe('Size of the file; null before it is there.'),
    checksum: z.string().nullable().describe('Of the file: `sha-256:` and 64 hexadecimal digits.'),
  }),
  errors: [404],
  async handle(platform, { params: { slug, exportId } }) {
    if (!maySee(platform.actor, slug)) throw tenantRefused();
    requireServed(await readTenant(platform, slug));
    const context = withinTenant(platform, slug);
    const job = await readJob(context, { kind: 'tenant', id: exportId });
    if (!job) throw new NotFound('No export with this id.');
    const isThere = job.status === 'completed' && job.expiresAt > context.now;
    return {
      export_id: job.id,
      status: publicStatus(job),
      lines_written: job.rowsWritten,
      created_at: isoInstant(job.createdAt),
      completed_at: job.completedAt === null ? null : isoInstant(job.completedAt),
      expires_at: isoInstant(job.expiresAt),
      download_url: isThere ? linkTo(context, job) : null,
      error: failureOf(job),
      bytes: job.bytes,
      checksum: job.checksum,
    };
  },
});
