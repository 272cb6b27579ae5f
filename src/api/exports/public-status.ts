import type { ExportJob } from '../../exports/job.ts';

/** A job's status as clients see it. */
export const PUBLIC_STATUSES = ['queued', 'processing', 'completed', 'failed'] as const;
export type PublicStatus = (typeof PUBLIC_STATUSES)[number];

/** What clients are told of a job's status: a withdrawn one has no file and never will, so it has failed. */
export function publicStatus({ status }: Pick<ExportJob, 'status'>): PublicStatus {
  return status === 'withdrawn' ? 'failed' : status;
}

/** Why there will be no file; null for a job that did not fail. */
export function failureOf(job: Pick<ExportJob, 'status' | 'error'>): string | null {
  if (publicStatus(job) !== 'failed') return null;
  return (
    job.error ??
    (job.status === 'withdrawn'
      ? 'It was withdrawn: a customer who may be in it was erased since. Ask for it again.'
      : 'It could not be made. Ask for it again.')
  );
}
