import { type AuditActor, type AuditEntry, auditQuery } from '../audit/entry.ts';
import { statement } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { type ExportJob, type JobRow, jobOf } from './job.ts';
import type { ExportKind, ExportRequest, ExportSpec } from './spec.ts';

/** A message asks for one slice of work; which one stands in the job. */
export interface SliceMessage {
  tenant: string;
  job: string;
}

/** As much of a queue as is needed to ask for work. */
export type SliceQueue = Pick<Queue<SliceMessage>, 'send'>;

const DAY_SECONDS = 86_400;

/** How long a file lives, in seconds from the creation of its job. */
export const FILE_SECONDS: Readonly<Record<ExportKind, number>> = {
  reviews: 7 * DAY_SECONDS,
  report: 7 * DAY_SECONDS,
  analytics: DAY_SECONDS,
};

const INSERT = statement<JobRow>(`
  INSERT INTO export_jobs (tenant, id, kind, format, spec, from_date, to_date, time_zone, period_start, period_end,
    status, created_at, expires_at, fence, lease_until, attempts, rows_written, has_file)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'queued', ?11, ?12, 0, ?11, 0, 0, 0)
  RETURNING *`);

/** Makes a job, writes it down in the audit log and asks for its first slice; `now` in seconds UTC. */
export async function createExport(
  deps: { store: TenantStore; now: number; actor: AuditActor; queue: SliceQueue },
  request: ExportRequest,
): Promise<ExportJob> {
  const { store, now, actor, queue } = deps;
  const { spec, format, from, to, period } = request;
  const id = spec.kind === 'report' ? `rpt_${crypto.randomUUID()}` : crypto.randomUUID();
  const [rows] = await store.batch([
    INSERT.with(
      id,
      spec.kind,
      format,
      JSON.stringify(spec),
      from,
      to,
      period.zone,
      period.start,
      period.end,
      now,
      now + FILE_SECONDS[spec.kind],
    ),
    auditQuery(
      {
        action: 'export_created',
        actor,
        subject: id,
        details: { format, from, to, time_zone: period.zone, ...contentOf(spec) },
      },
      now,
    ),
  ]);
  const [row] = rows;
  if (!row) throw new Error('D1 returned no row of a new export.');
  await askForSlice(queue, { tenant: store.tenant, job: id });
  return jobOf(row);
}

/** Queues a slice, after a delay in seconds; where the queue fails, the sweeper finds the job. */
export async function askForSlice(queue: SliceQueue, message: SliceMessage, delaySeconds = 0): Promise<void> {
  try {
    await queue.send(message, { delaySeconds });
  } catch (error) {
    console.error(JSON.stringify({ event: 'export not queued', ...message, error: String(error) }));
  }
}

/** What leaves, in the words of the requests. */
function contentOf(spec: ExportSpec): NonNullable<AuditEntry['details']> {
  const { kind } = spec;
  if (kind === 'analytics') {
    return {
      kind,
      scope: spec.scope,
      include_call_details: spec.callDetails,
      include_transcripts: spec.transcripts,
      include_conversations: spec.conversations,
    };
  }
  if (kind === 'report') {
    const { type, agentIds, channel = null } = spec;
    return {
      kind,
      type,
      agentIds,
      channel,
      ...(type === 'conversation_summary' && { includeFields: spec.includeFields }),
    };
  }
  const { campaignId = null, callCenterId = null, engagementId = null } = spec;
  return { kind, campaignId, callCenterId, engagementId };
}
