import { RangeNotSatisfiable } from '../../errors.ts';
import { contentTypeOf, fileName, openFile } from '../../exports/files.ts';
import type { ExportJob } from '../../exports/jobs.ts';
import { type ByteRange, rangeOf } from './range.ts';

/**
 * Streams the file of a completed job, or one range of it, with a file name. Throws Gone (410) if the file is missing,
 * RangeNotSatisfiable (416) for a range outside the file.
 */
export async function fileResponse(
  request: Request,
  bucket: R2Bucket,
  tenant: string,
  job: ExportJob,
): Promise<Response> {
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
  const file = await openFile(bucket, tenant, job, range);
  return new Response(file.body, { status, headers });
}

function contentRange({ offset, length }: ByteRange, bytes: number): string {
  return `bytes ${offset}-${offset + length - 1}/${bytes}`;
}
