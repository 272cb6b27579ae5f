import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { recentJobs } from '../../exports/jobs.ts';
import { defineOperation } from '../../http/operation.ts';
import { exportItemShape, isAnalyticsExport, presentExport } from './export-item.ts';

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
  async handle({ store, now }) {
    const jobs = await recentJobs(store, 'analytics', now - RECENT_SECONDS);
    return { exports: jobs.filter(isAnalyticsExport).map(presentExport) };
  },
});
