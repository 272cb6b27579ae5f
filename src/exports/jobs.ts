import { and, desc, eq, gte, inArray, type SQL, sql } from '../db/expressions.ts';
import { exportJobs } from '../db/schema.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import type { Period } from '../time/period.ts';
import { localDay } from '../time/zones.ts';
import {
  type ExportKind,
  type ExportRequest,
  type ExportSpec,
  type FileFormat,
  STORED_FORMATS,
  type StoredFormat,
} from './spec.ts';

const JOB_STATUSES = ['queued', 'processing', 'completed', 'failed', 'withdrawn'] as const;
type JobStatus = (typeof JOB_STATUSES)[number];

/** An export and its progress. Instants are in seconds UTC. */
export interface ExportJob {
  id: string;
  kind: ExportKind;
  format: StoredFormat;
  spec: ExportSpec;
  /** Local dates in the time zone of the period, as requested. */
  from: string;
  to: string;
  /** Without its days: they cost CPU, and lists of jobs do not need them. */
  period: Pick<Period, 'start' | 'end' | 'zone'>;
  timeZone: string;
  status: JobStatus;
  createdAt: number;
  /** The file is deleted from this time on. */
  expiresAt: number;
  completedAt: number | null;
  /** Null until the work begins. */
  rowsExpected: number | null;
  rowsWritten: number;
  /** Null until completed, like the checksum (`sha-256:` and hex digits). */
  bytes: number | null;
  checksum: string | null;
  /** Why it failed or was withdrawn: a sentence written for users. */
  error: string | null;
}

export type JobRow = typeof exportJobs.$inferSelect;

/** Converts a stored row. */
export function jobOf(row: JobRow): ExportJob {
  const spec = JSON.parse(row.spec) as ExportSpec;
  return {
    id: row.id,
    kind: spec.kind,
    format: STORED_FORMATS.find((format) => format === row.format) ?? 'csv',
    spec,
    from: row.from_date,
    to: row.to_date,
    period: { start: row.period_start, end: row.period_end, zone: row.time_zone },
    timeZone: row.time_zone,
    status: JOB_STATUSES.find((status) => status === row.status) ?? 'failed',
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    completedAt: row.completed_at,
    rowsExpected: row.rows_expected,
    rowsWritten: row.rows_written,
    bytes: row.bytes,
    checksum: row.checksum,
    error: row.error,
  };
}

/** The request that created the job. A period that was still running then ends at the creation of the job. */
export function requestOf({ spec, format, from, to, period, createdAt }: ExportJob): ExportRequest {
  const { start, end, zone } = period;
  const isRunning = start <= createdAt && createdAt < end;
  const days = { fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
  return { spec, format, from, to, period: { start, end: isRunning ? createdAt + 1 : end, zone, ...days } };
}

/** The format of a job whose request chose one. Throws for the export of a whole tenant. */
export function fileFormatOf({ id, format }: Pick<ExportJob, 'id' | 'format'>): FileFormat {
  if (format === 'ndjson') throw new Error(`The export ${id} is of a whole tenant.`);
  return format;
}

const queries = queriesIn('exports');

export const SELECT_JOB = queries.select(exportJobs, ({ id }: Inputs<{ id: string }>) => ({
  where: eq(exportJobs.id, id),
}));
const SELECT_RECENT = queries.select(
  exportJobs,
  ({ kind, since }: Inputs<{ kind: ExportKind; since: number }>) => ({
    where: and(gte(exportJobs.created_at, since), eq(exportJobs.kind, kind)),
    orderBy: [desc(exportJobs.created_at), exportJobs.id],
  }),
);

/** Condition on a row of `export_jobs`. */
export const IS_UNFINISHED = inArray(exportJobs.status, ['queued', 'processing']);
/** Takes the job from the worker that has it. */
export const NEXT_FENCE = sql<number>`${exportJobs.fence} + 1`;

/** Columns of a job that has failed. */
export function failed(reason: SQL<string>) {
  return { status: 'failed', error: reason, fence: NEXT_FENCE, lease_until: 0 };
}

/** The stored row of a job, including its checkpoint. */
export async function findRow({ store }: StoreContext, id: string): Promise<JobRow | undefined> {
  const [[row]] = await store.batch([SELECT_JOB.with({ id })]);
  return row;
}

/** The job with this id, of any kind. */
export async function findJob(context: StoreContext, id: string): Promise<ExportJob | undefined> {
  const row = await findRow(context, id);
  return row && jobOf(row);
}

/** The job with this id and kind. */
export async function readJob(
  context: StoreContext,
  { kind, id }: { kind: ExportKind; id: string },
): Promise<ExportJob | undefined> {
  const job = await findJob(context, id);
  return job?.kind === kind ? job : undefined;
}

/** Jobs of a kind created at or after `since` (seconds UTC), newest first. */
export async function recentJobs(
  { store }: StoreContext,
  { kind, since }: { kind: ExportKind; since: number },
): Promise<ExportJob[]> {
  const [rows] = await store.batch([SELECT_RECENT.with({ kind, since })]);
  return rows.map(jobOf);
}

/** Attempts at one slice without progress, after which the job fails. */
export const MAX_ATTEMPTS = 5;

/** A job that is not completed at this age fails. */
export const MAX_AGE_SECONDS = 6 * 3_600;

export const GIVEN_UP =
  'The export failed after several attempts. Request a new one, if possible for a shorter period.';

export const TOO_OLD =
  'The export was not finished within 6 hours. Request a new one, if possible for a shorter period.';
