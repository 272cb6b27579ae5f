import type { ExportJob } from '../../exports/job.ts';

/** Job statuses that clients see. */
export const PUBLIC_STATUSES = ['queued', 'processing', 'completed', 'failed'] as const;
export type PublicStatus = (typeof PUBLIC_STATUSES)[number];

/** The status of a job for clients. A withdrawn job will never have a file, so it is shown as failed. */
export function publicStatus({ status }: Pick<ExportJob, 'status'>): PublicStatus {
  return status === 'withdrawn' ? 'failed' : status;
}

/** Why a job will have no file; null if it did not fail. */
export function failureOf(job: Pick<ExportJob, 'status' | 'error'>): string | null {
  if (publicStatus(job) !== 'failed') return null;
  return (
    job.error ??
    (job.status === 'withdrawn'
      ? 'It was withdrawn: a customer who may be in it was erased since. Ask for it again.'
      : 'It could not be made. Ask for it again.')
  );
}
