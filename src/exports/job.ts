import type { exportJobs } from '../db/schema.ts';
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

/** One export and how far it is; instants in seconds UTC. */
export interface ExportJob {
  id: string;
  kind: ExportKind;
  format: StoredFormat;
  spec: ExportSpec;
  /** Local dates of the period's zone, as they were asked for. */
  from: string;
  to: string;
  /** Without its days: computing them costs CPU, and lists of jobs do not need them. */
  period: Pick<Period, 'start' | 'end' | 'zone'>;
  timeZone: string;
  status: JobStatus;
  createdAt: number;
  /** From here on there is no file any more. */
  expiresAt: number;
  completedAt: number | null;
  /** Null until the work begins. */
  rowsExpected: number | null;
  rowsWritten: number;
  /** Null until completed, as is the checksum, `sha-256:` and hex digits. */
  bytes: number | null;
  checksum: string | null;
  /** Why it failed or was withdrawn: a sentence fit for its users. */
  error: string | null;
}

export type JobRow = typeof exportJobs.$inferSelect;

/** A stored row as a job. */
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

/** What was asked for when the job was made; what starts later than that is not in the file. */
export function requestOf({ spec, format, from, to, period, createdAt }: ExportJob): ExportRequest {
  const { start, end, zone } = period;
  const isRunning = start <= createdAt && createdAt < end;
  const days = { fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
  return { spec, format, from, to, period: { start, end: isRunning ? createdAt + 1 : end, zone, ...days } };
}

/** The format of a job that was asked for in one of the formats to choose from. */
export function fileFormatOf({ id, format }: Pick<ExportJob, 'id' | 'format'>): FileFormat {
  if (format === 'ndjson') throw new Error(`The export ${id} is of a whole tenant.`);
  return format;
}
