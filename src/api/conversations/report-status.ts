import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import type { TenantStore } from '../../db/tenant-store.ts';
import { NotFound } from '../../errors.ts';
import { type ExportJob, fileFormatOf, readJob } from '../../exports/jobs.ts';
import { FILE_FORMATS, REPORT_TYPES, type ReportSpec } from '../../exports/spec.ts';
import { defineOperation } from '../../http/operation.ts';
import { isoInstant } from '../../time/dates.ts';
import { failureOf, type PublicStatus, publicStatus } from '../exports-shared.ts';

/** Reads a report by id. Throws NotFound (404) if the tenant has none with it. */
export async function readReport(
  store: TenantStore,
  id: string,
): Promise<{ job: ExportJob; spec: ReportSpec }> {
  const job = await readJob(store, 'report', id);
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
  async handle({ store }, { params }) {
    const { job, spec } = await readReport(store, params.reportId);
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
