import * as z from 'zod';
import { permits } from '../../auth/actor.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { NotFound } from '../../errors.ts';
import { createExport } from '../../exports/create.ts';
import { fileFormatOf, readJob } from '../../exports/jobs.ts';
import { FILE_FORMATS } from '../../exports/spec.ts';
import { defineOperation } from '../../http/operation.ts';
import { isoInstant } from '../../time/dates.ts';
import { csvField, csvOnly } from '../csv-options.ts';
import { failureOf, linkTo, PUBLIC_STATUSES, publicStatus } from '../exports-shared.ts';
import { bound, idField, periodOfBody, zoneQuery } from '../parameters.ts';

const QUALITY_FORMATS = ['csv', 'json'] as const;

export const qualityExport = defineOperation({
  id: 'qualityExport',
  contract: 'quality',
  method: 'POST',
  path: '/v1/analytics/export',
  summary: 'Starts an export of the quality reviews created in a period; its file is there for 7 days.',
  credential: 'tenant',
  permission: PERMISSIONS.managerExports,
  idempotent: true,
  query: zoneQuery,
  body: z
    .strictObject({
      dateFrom: bound
        .optional()
        .describe(
          "A date YYYY-MM-DD in the zone asked for, or an ISO 8601 instant; by default 30 days before dateTo's date.",
        ),
      dateTo: bound.optional().describe('The same; included. Today by default.'),
      format: z.enum(QUALITY_FORMATS),
      csv: csvField,
      campaignId: idField.optional().describe('Only of interactions of this campaign. Filters combine.'),
      callCenterId: idField.optional().describe('Only of interactions of this call center.'),
      engagementId: idField.optional().describe('Only of interactions of this engagement.'),
    })
    .superRefine(csvOnly),
  response: z.object({
    jobId: z.string(),
    status: z.enum(PUBLIC_STATUSES),
    createdAt: z.iso.datetime(),
  }),
  status: 202,
  async handle(context, { body, query }) {
    const { format, csv, campaignId, callCenterId, engagementId } = body;
    const job = await createExport(context, {
      ...periodOfBody(context, body, query.tz),
      format,
      spec: {
        kind: 'reviews',
        ...(csv && { csv }),
        ...(campaignId !== undefined && { campaignId }),
        ...(callCenterId !== undefined && { callCenterId }),
        ...(engagementId !== undefined && { engagementId }),
      },
    });
    return { jobId: job.id, status: publicStatus(job), createdAt: isoInstant(job.createdAt) };
  },
});

export const qualityExportStatus = defineOperation({
  id: 'qualityExportStatus',
  contract: 'quality',
  method: 'GET',
  path: '/v1/analytics/export/:jobId',
  summary: 'How far an export is, and a link to its file once it is there.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  params: z.object({ jobId: z.string() }),
  response: z.object({
    jobId: z.string(),
    status: z.enum(PUBLIC_STATUSES),
    format: z.enum(FILE_FORMATS),
    rowsWritten: z.int(),
    rowsExpected: z.int().nullable().describe('Counted when the work begins; null before.'),
    createdAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().describe('When the file is deleted.'),
    downloadUrl: z
      .string()
      .nullable()
      .describe(
        'A link that needs no credential, made for this answer and open for 15 minutes. Null before the file is ' +
          'there, after it has expired, and for who may not export: keys without analytics:export and roles that cannot start an export.',
      ),
    error: z.string().nullable().describe('Why it failed.'),
    bytes: z.int().nullable().describe('Size of the file; null before it is there.'),
    checksum: z.string().nullable().describe('Of the file: `sha-256:` and 64 hexadecimal digits.'),
  }),
  errors: [404],
  async handle(context, { params }) {
    const job = await readJob(context, { kind: 'reviews', id: params.jobId });
    if (!job) throw new NotFound('No export with this id.');
    const mayDownload = permits(PERMISSIONS.managerExports, context.actor);
    const isThere = job.status === 'completed' && job.expiresAt > context.now;
    return {
      jobId: job.id,
      status: publicStatus(job),
      format: fileFormatOf(job),
      rowsWritten: job.rowsWritten,
      rowsExpected: job.rowsExpected,
      createdAt: isoInstant(job.createdAt),
      completedAt: job.completedAt === null ? null : isoInstant(job.completedAt),
      expiresAt: isoInstant(job.expiresAt),
      downloadUrl: isThere && mayDownload ? linkTo(context, job) : null,
      error: failureOf(job),
      bytes: job.bytes,
      checksum: job.checksum,
    };
  },
});
