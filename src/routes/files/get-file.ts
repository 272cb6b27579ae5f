import * as z from 'zod';
import { Gone } from '../../errors.ts';
import { recordDownload, requireFile } from '../../exports/files.ts';
import { findJob } from '../../exports/jobs.ts';
import { readLink } from '../../exports/links.ts';
import { defineOperation } from '../../http/operation.ts';
import { storeFor } from '../../store/tenant-store.ts';
import { fileResponse } from './file-response.ts';

export const filesGet = defineOperation({
  id: 'filesGet',
  contract: 'core',
  method: 'GET',
  path: '/files/:token',
  summary: 'The file of an export, by a signed link; the whole of it, or one range of its bytes.',
  credential: 'none',
  params: z.object({ token: z.string().describe('As it stands in the link that was given out.') }),
  response: z.undefined(),
  produces: [
    'text/csv',
    'application/json',
    'application/pdf',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  otherStatuses: [206],
  errors: [403, 409, 410, 416],
  async handle({ env, config, now, meter, request }, { params }) {
    const target = readLink(params.token, config, now);
    const store = storeFor(target.tenant, env.DB, meter);
    const job = await findJob(store, target.job);
    if (!job) throw new Gone('This export is no longer known; ask for a new one.');
    requireFile(job, now);
    const response = await fileResponse(request, env.EXPORT_FILES, target.tenant, job);
    if (request.method !== 'HEAD' && response.ok) {
      await recordDownload(store, target.actor, job, 'signed link', now);
    }
    return response;
  },
});
