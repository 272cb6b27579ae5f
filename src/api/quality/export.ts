import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { isoInstant } from '../../time/dates.ts';
import { PUBLIC_STATUSES, publicStatus, startExport } from '../exports-shared.ts';
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
  body: z.strictObject({
    dateFrom: bound
      .optional()
      .describe(
        "A date YYYY-MM-DD in the zone asked for, or an ISO 8601 instant; by default 30 days before dateTo's date.",
      ),
    dateTo: bound.optional().describe('The same; included. Today by default.'),
    format: z.enum(QUALITY_FORMATS),
    campaignId: idField.optional().describe('Only of interactions of this campaign. Filters combine.'),
    callCenterId: idField.optional().describe('Only of interactions of this call center.'),
    engagementId: idField.optional().describe('Only of interactions of this engagement.'),
  }),
  response: z.object({
    jobId: z.string(),
    status: z.enum(PUBLIC_STATUSES),
    createdAt: z.iso.datetime(),
  }),
  status: 202,
  async handle(context, { body, query }) {
    const { format, campaignId, callCenterId, engagementId } = body;
    const job = await startExport(context, {
      ...periodOfBody(context, body, query.tz),
      format,
      spec: {
        kind: 'reviews',
        ...(campaignId !== undefined && { campaignId }),
        ...(callCenterId !== undefined && { callCenterId }),
        ...(engagementId !== undefined && { engagementId }),
      },
    });
    return { jobId: job.id, status: publicStatus(job), createdAt: isoInstant(job.createdAt) };
  },
});
