import * as z from 'zod';
import { Gone } from '../../errors.ts';
import { MEDIA_TYPES } from '../../exports/files.ts';
import { findJob } from '../../exports/jobs.ts';
import { readLink } from '../../exports/links.ts';
import { defineOperation } from '../../http/operation.ts';
import { storeFor } from '../../store/tenant-store.ts';
import { download } from './download.ts';

export const filesGet = defineOperation({
  id: 'filesGet',
  contract: 'core',
  method: 'GET',
  path: '/files/:token',
  summary: 'The file of an export, by a signed link; the whole of it, or one range of its bytes.',
  credential: 'none',
  params: z.object({ token: z.string().describe('As it stands in the link that was given out.') }),
  response: z.undefined(),
  produces: MEDIA_TYPES,
  otherStatuses: [206],
  errors: [403, 409, 410, 416],
  async handle(context, { params }) {
    const { env, config, now, meter } = context;
    const target = readLink(params.token, config, now);
    const store = storeFor(target.tenant, env.DB, meter);
    const job = await findJob(store, target.job);
    if (!job) throw new Gone('This export is no longer known; ask for a new one.');
    const actor = { ...target.actor, ...(context.actor.origin && { origin: context.actor.origin }) };
    return download(context, store, job, actor, 'signed link');
  },
});
