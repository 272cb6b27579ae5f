import { type AuditEntry, type AuditedContext, auditWhere } from '../audit/entry.ts';
import { gte, sql } from '../db/expressions.ts';
import { exportJobs } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import { RateLimited } from '../errors.ts';
import { describeError, logLine } from '../log.ts';
import type { TenantSettings } from '../tenants/settings.ts';
import { dayIsOver, startOfUsageDay } from '../usage/counting.ts';
import { quotaOf } from '../usage/quotas.ts';
import { type ExportJob, jobOf, SELECT_JOB } from './jobs.ts';
import { holdingOf } from './sections/registry.ts';
import type { ExportKind, ExportRequest, ExportSpec } from './spec.ts';

const statement = statementsIn('exports');
const queries = queriesIn('exports');

/** Queues one slice of work. Where to continue is stored in the job. */
export interface SliceMessage {
  tenant: string;
  job: string;
}

/** The part of a queue that is used. */
export type SliceQueue = Pick<Queue<SliceMessage>, 'send'>;

const DAY_SECONDS = 86_400;

/** How long a file is kept, in seconds from the creation of its job. */
const FILE_SECONDS: Readonly<Record<ExportKind, number>> = {
  reviews: 7 * DAY_SECONDS,
  report: 7 * DAY_SECONDS,
  analytics: DAY_SECONDS,
  query: 7 * DAY_SECONDS,
  tenant: DAY_SECONDS,
};

/** Maximum of queued or running exports per tenant; they compete with reads for the database. */
export const MAX_UNFINISHED = 100;
const RETRY_SECONDS = 60;

const INSERT = statement(`
  INSERT INTO export_jobs (tenant, id, kind, format, spec, from_date, to_date, time_zone, period_start, period_end,
    status, created_at, expires_at, fence, lease_until, attempts, rows_written, has_file, holds)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'queued', ?11, ?12, 0, ?11, 0, 0, 0, ?15
  WHERE (SELECT count(*) FROM export_jobs e INDEXED BY export_jobs_in_hand
    WHERE e.tenant = ?1 AND (e.status IN ('queued', 'processing') OR e.has_file = 1)
      AND e.status IN ('queued', 'processing')) < ${MAX_UNFINISHED}
     AND (SELECT count(*) FROM export_jobs d WHERE d.tenant = ?1 AND d.created_at >= ?13) < ?14
  ON CONFLICT (tenant, id) DO NOTHING`);
const SELECT_STARTED = queries.select(exportJobs, ({ since }: Inputs<{ since: number }>) => ({
  columns: { started: sql<number>`count(*)` },
  where: gte(exportJobs.created_at, since),
}));
/** A retried creation finds its job, which already has an audit entry. */
const AUDIT = auditWhere(
  'EXISTS (SELECT 1 FROM export_jobs e WHERE e.tenant = ?1 AND e.id = ?8 AND e.created_at = ?2)',
);

type CreationContext = AuditedContext & {
  env: { EXPORT_QUEUE: SliceQueue };
  tenant?: Pick<TenantSettings, 'quotas'>;
  /** A UUID from which the job id derives, so that a retried creation finds the same job. */
  creationId?: string | undefined;
};

/**
 * Creates a job with its audit entry, and queues the first slice. Without `tenant`, the default quota applies. Throws
 * RateLimited if the tenant has too many unfinished exports, or has used up its quota for the UTC day.
 */
export async function createExport(
  { store, now, actor, env, tenant, creationId = crypto.randomUUID() }: CreationContext,
  request: ExportRequest,
): Promise<ExportJob> {
  const most = quotaOf(tenant?.quotas ?? {}, 'exports_per_day');
  const { spec, format, from, to, period } = request;
  const id = spec.kind === 'report' ? `rpt_${creationId}` : creationId;
  const [, , [row]] = await store.batch([
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
      startOfUsageDay(now),
      most,
      holdingOf(spec),
    ),
    AUDIT(
      {
        action: spec.kind === 'tenant' ? 'tenant_exported' : 'export_created',
        actor,
        subject: id,
        details: { format, from, to, time_zone: period.zone, ...contentOf(spec) },
      },
      now,
    ),
    SELECT_JOB.with({ id }),
  ]);
  if (!row) {
    const [[day]] = await store.batch([SELECT_STARTED.with({ since: startOfUsageDay(now) })]);
    if (day && day.started >= most) throw dayIsOver('exports_per_day', most, now);
    const message = `This tenant already has ${MAX_UNFINISHED} unfinished exports. Wait until one has finished.`;
    throw new RateLimited(message, MAX_UNFINISHED, RETRY_SECONDS);
  }
  await enqueueSlice(env.EXPORT_QUEUE, { tenant: store.tenant, job: id });
  return jobOf(row);
}

/** Queues a slice, after a delay in seconds. If that fails, it is only logged: the sweeper finds the job. */
export async function enqueueSlice(
  queue: SliceQueue,
  message: SliceMessage,
  delaySeconds = 0,
): Promise<void> {
  try {
    await queue.send(message, { delaySeconds });
  } catch (error) {
    logLine('error', { event: 'export not queued', ...message, error: describeError(error) });
  }
}

/** The content of the export, in the field names of the request. */
function contentOf(spec: ExportSpec): NonNullable<AuditEntry['details']> {
  const { kind } = spec;
  if (kind === 'tenant') return { kind, personal_data: 'in clear' };
  if (kind === 'query') return { kind, query: JSON.stringify(spec.query) };
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
