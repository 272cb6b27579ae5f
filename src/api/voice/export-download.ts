import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { invalidInput } from '../../error-list.ts';
import { type FieldError, NotFound } from '../../errors.ts';
import { MEDIA_TYPES } from '../../exports/files.ts';
import { readJob } from '../../exports/jobs.ts';
import { FILE_FORMATS } from '../../exports/spec.ts';
import { defineOperation } from '../../http/operation.ts';
import { download } from '../files/get-file.ts';
import { type AnalyticsExport, isAnalyticsExport } from './exports.ts';

const downloadQuery = z.strictObject({
  format: z.enum(FILE_FORMATS).optional().describe("As download_url has it; the export's own."),
  start_date: z.string().optional().describe("As download_url has it; the export's own."),
  end_date: z.string().optional().describe("As download_url has it; the export's own."),
});

export const voiceExportDownload = defineOperation({
  id: 'voiceExportDownload',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v1/analytics/export/:exportId/download',
  summary: 'The file of an export, or a range of its bytes.',
  credential: 'tenant',
  permission: PERMISSIONS.adminExports,
  query: downloadQuery,
  params: z.object({ exportId: z.string() }),
  response: z.unknown(),
  produces: MEDIA_TYPES,
  otherStatuses: [206],
  errors: [404, 409, 410, 416],
  async handle(context, { params, query }) {
    const job = await readJob(context, { kind: 'analytics', id: params.exportId });
    if (!job || !isAnalyticsExport(job)) throw new NotFound('No export with this id.');
    requireOwn(query, job);
    return download(context, { job, way: 'credential' });
  },
});

/**
 * The query of download_url repeats the properties of the export. Other values are refused, because they would not
 * match the file.
 */
function requireOwn(query: z.output<typeof downloadQuery>, { format, from, to }: AnalyticsExport): void {
  const own = { format, start_date: from, end_date: to };
  const errors: FieldError[] = [];
  for (const [path, value] of Object.entries(own)) {
    const sent = query[path as keyof typeof own];
    if (sent !== undefined && sent !== value) {
      errors.push({ path, message: `Must be ${value}, as in the export, or be left out.` });
    }
  }
  if (errors.length === 0) return;
  throw invalidInput('The query', errors);
}
