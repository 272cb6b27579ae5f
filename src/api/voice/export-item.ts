import * as z from 'zod';
import { type ExportJob, fileFormatOf } from '../../exports/jobs.ts';
import { ANALYTICS_SCOPES, type AnalyticsSpec, FILE_FORMATS } from '../../exports/spec.ts';
import { isoInstant } from '../../time/dates.ts';
import { PUBLIC_STATUSES, publicStatus } from '../exports-shared.ts';

export type AnalyticsExport = ExportJob & { spec: AnalyticsSpec };

/** Whether a job is an export of the helpdesk contract. */
export function isAnalyticsExport(job: ExportJob): job is AnalyticsExport {
  return job.spec.kind === 'analytics';
}

/** An export in responses. */
export const exportItemShape = z.object({
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

export function presentExport(job: AnalyticsExport): z.input<typeof exportItemShape> {
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
export function downloadUrl({ id, format, from, to }: ExportJob): string {
  const search = new URLSearchParams({ format, start_date: from, end_date: to });
  return `/api/v1/analytics/export/${id}/download?${search}`;
}
