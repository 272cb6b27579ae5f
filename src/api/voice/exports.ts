import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { invalidInput } from '../../error-list.ts';
import { createExport } from '../../exports/create.ts';
import { type ExportJob, fileFormatOf, recentJobs } from '../../exports/jobs.ts';
import { ANALYTICS_SCOPES, type AnalyticsSpec, FILE_FORMATS } from '../../exports/spec.ts';
import { defineOperation } from '../../http/operation.ts';
import { isoInstant } from '../../time/dates.ts';
import { csvField, csvOnly } from '../csv-options.ts';
import { PUBLIC_STATUSES, publicStatus } from '../exports-shared.ts';
import { zoneParameter, zoneQuery } from '../parameters.ts';
import { voicePeriod, voiceQuery } from './scope.ts';

export type AnalyticsExport = ExportJob & { spec: AnalyticsSpec };

/** Whether a job is an export of the helpdesk contract. */
export function isAnalyticsExport(job: ExportJob): job is AnalyticsExport {
  return job.spec.kind === 'analytics';
}

/** An export in responses. */
const exportItemShape = z.object({
  export_id: z.string(),
  status: z.enum(PUBLIC_STATUSES),
  format: z.enum(FILE_FORMATS),
  scope: z.enum(ANALYTICS_SCOPES),
  start_date: z.iso.date(),
  end_date: z.iso.date(),
  include_call_details: z.boolean(),
  include_transcripts: z.boolean(),
  include_conversations: z.boolean(),
  download_url: z.string().describe('A path of this API; it needs a credential as any other.'),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().describe('When the file is deleted.'),
});

function presentExport(job: AnalyticsExport): z.input<typeof exportItemShape> {
  return {
    export_id: job.id,
    status: publicStatus(job),
    format: fileFormatOf(job),
    scope: job.spec.scope,
    start_date: job.from,
    end_date: job.to,
    include_call_details: job.spec.callDetails,
    include_transcripts: job.spec.transcripts,
    include_conversations: job.spec.conversations,
    download_url: downloadUrl(job),
    created_at: isoInstant(job.createdAt),
    expires_at: isoInstant(job.expiresAt),
  };
}

/** The URL path and query of the file of an export, relative to the API. */
function downloadUrl({ id, format, from, to }: ExportJob): string {
  const search = new URLSearchParams({ format, start_date: from, end_date: to });
  return `/api/v1/analytics/export/${id}/download?${search}`;
}

const flag = z.boolean();

export const voiceExportCreate = defineOperation({
  id: 'voiceExportCreate',
  contract: 'helpdesk',
  method: 'POST',
  path: '/api/v1/analytics/export',
  summary: 'Starts an export of calls, conversations or their figures; its file is there for 24 hours.',
  credential: 'tenant',
  permission: PERMISSIONS.adminExports,
  idempotent: true,
  query: zoneQuery,
  body: voiceQuery
    .extend({
      format: z.enum(FILE_FORMATS),
      csv: csvField,
      scope: z.enum(ANALYTICS_SCOPES).default('voice').describe('What the file is about.'),
      include_call_details: flag.default(true).describe('A row for each call, in the scopes voice and all.'),
      include_transcripts: flag.default(false).describe('A column of transcripts, redacted.'),
      include_conversations: flag.default(false).describe('A row for each conversation, in any scope.'),
      tz: zoneParameter.describe("An IANA time zone, here or as a parameter; the tenant's by default."),
    })
    .superRefine(csvOnly),
  response: z.object({
    export_id: z.string(),
    download_url: z.string().describe('A path of this API; it needs a credential as any other.'),
    expires_at: z.iso.datetime().describe('When the file is deleted.'),
  }),
  status: 202,
  async handle(context, { body, query }) {
    const { start_date, end_date } = body;
    const job = await createExport(context, {
      format: body.format,
      from: start_date,
      to: end_date,
      period: voicePeriod(context, { start_date, end_date, tz: oneZone(body.tz, query.tz) }),
      spec: {
        kind: 'analytics',
        ...(body.csv && { csv: body.csv }),
        scope: body.scope,
        callDetails: body.include_call_details,
        transcripts: body.include_transcripts,
        conversations: body.include_conversations,
      },
    });
    return { export_id: job.id, download_url: downloadUrl(job), expires_at: isoInstant(job.expiresAt) };
  },
});

function oneZone(inBody: string | undefined, inQuery: string | undefined): string | undefined {
  if (inBody !== undefined && inQuery !== undefined && inBody !== inQuery) {
    throw invalidInput('The body', [
      { path: 'tz', message: 'Must be the same as tz of the query, or be left out.' },
    ]);
  }
  return inBody ?? inQuery;
}

const RECENT_SECONDS = 24 * 3_600;

export const voiceExportList = defineOperation({
  id: 'voiceExportList',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v1/analytics/exports',
  summary: 'The exports of the last 24 hours, newest first.',
  credential: 'tenant',
  permission: PERMISSIONS.adminExports,
  response: z.object({ exports: z.array(exportItemShape) }),
  async handle(context) {
    const since = context.now - RECENT_SECONDS;
    const jobs = await recentJobs(context, { kind: 'analytics', since });
    return { exports: jobs.filter(isAnalyticsExport).map(presentExport) };
  },
});
