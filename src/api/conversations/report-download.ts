import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { requireFile } from '../../exports/files.ts';
import { defineOperation } from '../../http/operation.ts';
import { linkTo } from '../exports-shared.ts';

import { readReport } from './report-status.ts';

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
    const { job } = await readReport(context.store, params.reportId);
    requireFile(job, context.now);
    return new Response(null, { status: 302, headers: { Location: linkTo(context, job) } });
  },
});
