import { describeError, logLine } from '../log.ts';
import { carryPrefix, objectKey } from './files.ts';
import type { JobRow } from './job.ts';
import { progressOf } from './progress.ts';
import { STORED_FORMATS } from './spec.ts';

/** Removes the bytes that a job carries between its slices. */
export async function discardCarries(bucket: R2Bucket, tenant: string, jobId: string): Promise<void> {
  const { objects } = await bucket.list({ prefix: carryPrefix(tenant, jobId) });
  if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
}

/** Removes all that a job has in the bucket: its file, an upload that was begun, what it carries. */
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

/** An upload that was completed or aborted before has nothing left to abort. */
async function abort(bucket: R2Bucket, key: string, uploadId: string): Promise<void> {
  try {
    await bucket.resumeMultipartUpload(key, uploadId).abort();
  } catch (error) {
    logLine('info', { event: 'export upload not aborted', key, error: describeError(error) });
  }
}
