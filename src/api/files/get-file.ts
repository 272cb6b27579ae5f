import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { AuditedContext } from '../../audit/entry.ts';
import { storeFor } from '../../db/tenant-store.ts';
import { RangeNotSatisfiable } from '../../errors.ts';
import {
  contentTypeOf,
  fileName,
  LINKED_MEDIA_TYPES,
  openFile,
  recordDownload,
  requireFile,
} from '../../exports/files.ts';
import type { ExportJob } from '../../exports/jobs.ts';
import { linkedJob, openLink } from '../../exports/links.ts';
import type { BaseContext } from '../../http/context.ts';
import { defineOperation } from '../../http/operation.ts';
import { limitingOf } from '../../http/rate-limit.ts';
import { enforce, LIMITS } from '../../rate-limits/check.ts';

/** A byte range of a file. */
interface ByteRange {
  offset: number;
  length: number;
}

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * The requested range of a file of `bytes`. Undefined for the whole file: if Range is absent, malformed or has several
 * ranges, or if If-Range does not match `etag`. Not left to R2, which reads no If-Range, answers the whole file to a
 * range outside it, and is not asked for HEAD.
 */
function rangeOf(headers: Headers, bytes: number, etag: string): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = RANGE.exec(headers.get('Range') ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if ((headers.get('If-Range') ?? etag) !== etag) return undefined;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { offset: bytes - length, length };
  }
  const offset = Number(first);
  if (last !== '' && Number(last) < offset) return undefined;
  if (offset >= bytes) return 'unsatisfiable';
  const end = last === '' ? bytes : Math.min(Number(last) + 1, bytes);
  return { offset, length: end - offset };
}

type DownloadContext = AuditedContext & Pick<BaseContext, 'request' | 'env'>;

/**
 * Streams the file of a completed job, or one range of it, with a file name. Throws Gone (410) if the file is missing,
 * RangeNotSatisfiable (416) for a range outside the file.
 */
async function fileResponse(context: DownloadContext, job: ExportJob): Promise<Response> {
  const { request } = context;
  const bytes = job.bytes ?? 0;
  const digest = (job.checksum ?? '').replace('sha-256:', '');
  const etag = `"${digest}"`;
  const headers = new Headers({
    'Content-Type': contentTypeOf(job.format),
    'Content-Disposition': `attachment; filename="${fileName(job)}"`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
    'Accept-Ranges': 'bytes',
    ETag: etag,
    'Repr-Digest': `sha-256=:${Buffer.from(digest, 'hex').toString('base64')}:`,
  });
  const range = rangeOf(request.headers, bytes, etag);
  if (range === 'unsatisfiable') throw new RangeNotSatisfiable(bytes);
  if (range) headers.set('Content-Range', contentRange(range, bytes));
  headers.set('Content-Length', String(range?.length ?? bytes));
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  const file = await openFile(context, { job, range });
  return new Response(file.body, { status, headers });
}

function contentRange({ offset, length }: ByteRange, bytes: number): string {
  return `bytes ${offset}-${offset + length - 1}/${bytes}`;
}

/**
 * Returns the file of a job, or a range of it, and records the download; HEAD requests are not recorded.
 * Throws Conflict (409) if there is no file yet or the job failed, Gone (410) if the file is no longer kept,
 * RangeNotSatisfiable (416) for a range outside the file.
 */
export async function download(
  context: DownloadContext,
  { job, way }: { job: ExportJob; way: 'signed link' | 'credential' },
): Promise<Response> {
  requireFile(job, context.now);
  const response = await fileResponse(context, job);
  if (context.request.method !== 'HEAD') await recordDownload(context, { job, way });
  return response;
}

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
    const { env, meter } = context;
    const target = openLink(context, token);
    const link = createHash('sha256').update(token).digest('base64url');
    await enforce(limitingOf(context), { name: 'fileDownloads', caller: link, message: TOO_OFTEN });
    const store = storeFor(target.tenant, env.DB, meter);
    const job = await linkedJob({ store, now: context.now }, target);
    const actor = { ...target.actor, ...(context.actor.origin && { origin: context.actor.origin }) };
    return download({ ...context, store, actor }, { job, way: 'signed link' });
  },
});
