import { describeError, logLine } from '../log.ts';
import { carryPrefix, objectKey } from './files.ts';
import type { JobRow } from './job.ts';
import { progressOf } from './progress.ts';
import { STORED_FORMATS } from './spec.ts';

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
