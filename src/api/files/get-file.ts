import { createHash } from 'node:crypto';
import * as z from 'zod';
import { storeFor } from '../../db/tenant-store.ts';
import { LINKED_MEDIA_TYPES } from '../../exports/files.ts';
import { linkedJob, openLink } from '../../exports/links.ts';
import { defineOperation } from '../../http/operation.ts';
import { limitingOf } from '../../http/rate-limit.ts';
import { enforce, LIMITS } from '../../rate-limits/check.ts';
import { download } from './download.ts';

const TOO_OFTEN = `More than ${LIMITS.fileDownloads.limit} requests with this link within a minute. Try again after Retry-After seconds.`;

export const filesGet = defineOperation({
  id: 'filesGet',
  contract: 'core',
  method: 'GET',
  path: '/files/:token',
  summary: 'The file of an export, by a link that was given out; the whole of it, or one range of its bytes.',
  credential: 'none',
  params: z.object({ token: z.string().describe('The token from the link.') }),
  response: z.undefined(),
  produces: LINKED_MEDIA_TYPES,
  otherStatuses: [206],
  errors: [403, 409, 410, 416, 429],
  async handle(context, { params: { token } }) {
    const { env, config, now, meter } = context;
    const target = openLink(token, config, now);
    const link = createHash('sha256').update(token).digest('base64url');
    await enforce(limitingOf(context), { name: 'fileDownloads', caller: link, message: TOO_OFTEN });
    const store = storeFor(target.tenant, env.DB, meter);
    const job = await linkedJob(store, target, now);
    const actor = { ...target.actor, ...(context.actor.origin && { origin: context.actor.origin }) };
    return download(context, store, job, actor, 'signed link');
  },
});
