import { type AuditedContext, auditWhere } from '../audit/entry.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { Conflict, Gone } from '../errors.ts';
import { describeError, logLine } from '../log.ts';
import { progressOf } from './context.ts';
import type { ExportJob, JobRow } from './jobs.ts';
import { STORED_FORMATS, type StoredFormat } from './spec.ts';

const OF_FORMAT = {
  csv: 'text/csv',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<StoredFormat, string>;

/** Media types of files that are downloaded with a credential. */
export const MEDIA_TYPES = [OF_FORMAT.csv, OF_FORMAT.json, OF_FORMAT.pdf, OF_FORMAT.xlsx] as const;

/** Media types of files that are downloaded through a link. */
export const LINKED_MEDIA_TYPES = [...MEDIA_TYPES, OF_FORMAT.ndjson] as const;

/** How soon a client should check an unfinished export again, in seconds. */
const RETRY_SECONDS = 5;

/** Key of a job's file in the bucket. */
export function objectKey(tenant: string, { id, format }: Pick<ExportJob, 'id' | 'format'>): string {
  return `${tenant}/${id}.${format}`;
}

/** Key prefix of the objects that a job keeps between its slices. */
export function carryPrefix(tenant: string, jobId: string): string {
  return `carry/${tenant}/${jobId}/`;
}

/** Key prefixes of all objects of a tenant. */
export function objectPrefixes(tenant: string): string[] {
  return [`${tenant}/`, `carry/${tenant}/`];
}

/** The file name for downloads. */
export function fileName({ kind, from, to, format }: ExportJob): string {
  const date = (text: string): string => text.replaceAll(/[^0-9A-Za-z-]/g, '');
  return `callmeter-${kind}-${date(from)}-${date(to)}.${format}`;
}

/** The media type of a format, with its charset if it has one. */
export function contentTypeOf(format: StoredFormat): string {
  return format === 'csv' ? `${OF_FORMAT.csv}; charset=utf-8` : OF_FORMAT[format];
}

/**
 * Throws Conflict if there is no file yet or the job failed, and Gone if the file has expired or was withdrawn. `now`
 * is in seconds UTC.
 */
export function requireFile({ status, error, expiresAt }: ExportJob, now: number): void {
  if (status === 'withdrawn') throw new Gone(error ?? 'This export was withdrawn. Request a new one.');
  if (expiresAt <= now) throw new Gone('The file of this export has been deleted. Request a new one.');
  if (status === 'failed') throw new Conflict(error ?? 'This export failed. Request a new one.');
  if (status !== 'completed')
    throw new Conflict('This export is not ready yet. Try again shortly.', RETRY_SECONDS);
}

/** The stored file, or its bytes in `range`. Throws Gone if it is missing. */
export async function openFile(
  { store, env }: StoreContext & { env: { EXPORT_FILES: R2Bucket } },
  { job, range }: { job: ExportJob; range?: { offset: number; length: number } | undefined },
): Promise<R2ObjectBody> {
  const file = await env.EXPORT_FILES.get(objectKey(store.tenant, job), range && { range });
  if (!file) throw new Gone('The file of this export does not exist any more. Request a new one.');
  return file;
}

/** A download may be split into many range requests: they make one audit entry per minute. */
const AUDIT_DOWNLOAD = auditWhere(`NOT EXISTS (
  SELECT 1 FROM audit_log e INDEXED BY audit_log_by_actor
  WHERE e.tenant = ?1 AND e.actor_id = ?6 AND e.at > ?2 - 60 AND e.action = ?4 AND e.subject = ?8)`);

/** Writes the audit entry of a download. */
export async function recordDownload(
  { store, actor, now }: AuditedContext,
  { job, way }: { job: ExportJob; way: 'signed link' | 'credential' },
): Promise<void> {
  const { id, kind, format } = job;
  const details = { kind, format, by: way };
  await store.batch([AUDIT_DOWNLOAD({ action: 'export_downloaded', actor, subject: id, details }, now)]);
}

/** Size and SHA-256 (`sha-256:` and hex digits) of a stored object; undefined if there is none. */
export async function measureStored(
  bucket: R2Bucket,
  key: string,
): Promise<{ bytes: number; checksum: string } | undefined> {
  const stored = await bucket.get(key);
  if (!stored) return undefined;
  const digest = new crypto.DigestStream('SHA-256');
  await stored.body.pipeTo(digest);
  const checksum = `sha-256:${Buffer.from(await digest.digest).toString('hex')}`;
  return { bytes: stored.size, checksum };
}

/** Deletes the objects that a job keeps between its slices. */
export async function discardCarries(bucket: R2Bucket, tenant: string, jobId: string): Promise<void> {
  const { objects } = await bucket.list({ prefix: carryPrefix(tenant, jobId) });
  if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
}

/** Deletes everything of a job in the bucket: its file, an unfinished upload, and what it keeps between slices. */
export async function discardFile(
  bucket: R2Bucket,
  { tenant, id, format, state }: Pick<JobRow, 'tenant' | 'id' | 'format' | 'state'>,
): Promise<void> {
  const key = objectKey(tenant, { id, format: STORED_FORMATS.find((each) => each === format) ?? 'csv' });
  const { uploadId } = progressOf(state);
  if (uploadId !== null) await abort(bucket, key, uploadId);
  await bucket.delete(key);
  await discardCarries(bucket, tenant, id);
}

/** Fails harmlessly if the upload was already completed or aborted. */
async function abort(bucket: R2Bucket, key: string, uploadId: string): Promise<void> {
  try {
    await bucket.resumeMultipartUpload(key, uploadId).abort();
  } catch (error) {
    logLine('info', { event: 'export upload not aborted', key, error: describeError(error) });
  }
}
