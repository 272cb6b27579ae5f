import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import type { StoreContext } from '../../db/tenant-store.ts';
import { NotFound } from '../../errors.ts';
import { createExport } from '../../exports/create.ts';
import { requireFile } from '../../exports/files.ts';
import { type ExportJob, fileFormatOf, readJob } from '../../exports/jobs.ts';
import { FILE_FORMATS, REPORT_FIELDS, REPORT_TYPES, type ReportSpec } from '../../exports/spec.ts';
import { defineOperation } from '../../http/operation.ts';
import { isoInstant } from '../../time/dates.ts';
import type { Period } from '../../time/period.ts';
import { csvField, csvOnly } from '../csv-options.ts';
import { failureOf, linkTo, type PublicStatus, publicStatus } from '../exports-shared.ts';
import { bound, distinct, idField, periodOfBody, zoneQuery } from '../parameters.ts';

const MAX_AGENTS = 500;

const REPORT_FORMATS = ['csv', 'pdf'] as const;

const reportBody = z
  .strictObject({
    type: z
      .enum(REPORT_TYPES)
      .describe('A row for each ended interaction, for each agent, or for each day and agent.'),
    dateFrom: bound.describe('A date YYYY-MM-DD in the requested zone, or an ISO 8601 instant.'),
    dateTo: bound.describe('The same; included.'),
    format: z.enum(REPORT_FORMATS),
    csv: csvField,
    agentIds: distinct(idField, MAX_AGENTS).default([]).describe('Only these agents; empty for all.'),
    channel: idField.optional().describe('Only this channel; both filters together must hold.'),
    includeFields: distinct(z.enum(REPORT_FIELDS), REPORT_FIELDS.length)
      .min(1)
      .optional()
      .describe('Columns of a conversation_summary, in their order; all by default.'),
  })
  .superRefine(csvOnly)
  .superRefine(({ type, includeFields }, refinement) => {
    if (includeFields === undefined || type === 'conversation_summary') return;
    const message = `Accepted only for conversation_summary; a ${type} has fixed columns.`;
    refinement.addIssue({ code: 'custom', path: ['includeFields'], message });
  });

export const reportCreate = defineOperation({
  id: 'reportCreate',
  contract: 'conversations',
  method: 'POST',
  path: '/api/v1/reports',
  summary: 'Starts a report on calls and conversations; its file is there for 7 days.',
  credential: 'tenant',
  permission: PERMISSIONS.managerExports,
  idempotent: true,
  query: zoneQuery,
  body: reportBody,
  response: z.object({
    reportId: z.string(),
    status: z.literal('generating'),
    estimatedSeconds: z.int().min(1).describe('A rough guess by the length of the period.'),
  }),
  status: 202,
  async handle(context, { body, query }) {
    const asked = periodOfBody(context, body, query.tz);
    const { type, format, csv, agentIds, channel, includeFields } = body;
    const isSummary = type === 'conversation_summary';
    const job = await createExport(context, {
      ...asked,
      format,
      spec: {
        kind: 'report',
        ...(csv && { csv }),
        type,
        agentIds,
        ...(channel !== undefined && { channel }),
        includeFields: isSummary ? (includeFields ?? REPORT_FIELDS) : [],
      },
    });
    return {
      reportId: job.id,
      status: 'generating' as const,
      estimatedSeconds: guessedSeconds(asked.period),
    };
  },
});

/** Estimated duration: five seconds, plus one per ten days of the period. */
function guessedSeconds({ fromDay, toDay }: Period): number {
  return 5 + Math.ceil((toDay - fromDay + 1) / 10);
}

/** Reads a report by id. Throws NotFound (404) if the tenant has none with it. */
async function readReport(context: StoreContext, id: string): Promise<{ job: ExportJob; spec: ReportSpec }> {
  const job = await readJob(context, { kind: 'report', id });
  if (job?.spec.kind !== 'report') throw new NotFound('No report with this id.');
  return { job, spec: job.spec };
}

const STATUS = {
  queued: 'generating',
  processing: 'generating',
  completed: 'completed',
  failed: 'failed',
} as const satisfies Record<PublicStatus, string>;

export const reportStatus = defineOperation({
  id: 'reportStatus',
  contract: 'conversations',
  method: 'GET',
  path: '/api/v1/reports/:reportId',
  summary: 'How far a report is.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  params: z.object({ reportId: z.string() }),
  response: z.object({
    reportId: z.string(),
    status: z.enum(['generating', 'completed', 'failed']),
    type: z.enum(REPORT_TYPES),
    format: z.enum(FILE_FORMATS),
    createdAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().describe('When the file is deleted.'),
    error: z.string().nullable().describe('Why it failed.'),
  }),
  errors: [404],
  async handle(context, { params }) {
    const { job, spec } = await readReport(context, params.reportId);
    return {
      reportId: job.id,
      status: STATUS[publicStatus(job)],
      type: spec.type,
      format: fileFormatOf(job),
      createdAt: isoInstant(job.createdAt),
      completedAt: job.completedAt === null ? null : isoInstant(job.completedAt),
      expiresAt: isoInstant(job.expiresAt),
      error: failureOf(job),
    };
  },
});

export const reportDownload = defineOperation({
  id: 'reportDownload',
  contract: 'conversations',
  method: 'GET',
  path: '/api/v1/reports/:reportId/download',
  summary: 'Redirects to the file of a report: a link that needs no credential, open for 15 minutes.',
  credential: 'tenant',
  permission: PERMISSIONS.managerExports,
  params: z.object({ reportId: z.string() }),
  response: z.undefined(),
  status: 302,
  errors: [404, 409, 410],
  async handle(context, { params }) {
    const { job } = await readReport(context, params.reportId);
    requireFile(job, context.now);
    return new Response(null, { status: 302, headers: { Location: linkTo(context, job) } });
  },
});
