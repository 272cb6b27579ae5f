import { gte, sql } from '../db/expressions.ts';
import { exportJobs, storageMeasures } from '../db/schema.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { nextUsageDay, selectUsed, startOfUsageDay } from './counting.ts';
import { QUOTA_NAMES, type QuotaName, type Quotas, quotaOf } from './quotas.ts';
import { STORAGE_KINDS, type StorageKind, type StoredAmount } from './storage.ts';

const queries = queriesIn('usage');

/** The state of one quota. */
export interface QuotaUse {
  limit: number;
  /** Null if unknown: the limiter is unreachable, or nothing was measured yet. */
  used: number | null;
  /** Seconds UTC at which the current usage no longer counts; null for storage. */
  resetsAt: number | null;
}

export interface Usage {
  quotas: Record<QuotaName, QuotaUse>;
  storage: {
    /** Seconds UTC; null before the first measurement. */
    measuredAt: number | null;
    kinds: ({ kind: StorageKind } & StoredAmount)[];
  };
}

/** Requests in the current window; `emptyAt` in milliseconds UTC. */
export interface RequestsUsed {
  used: number;
  emptyAt: number;
}

const SELECT_STARTED = queries.select(exportJobs, ({ since }: Inputs<{ since: number }>) => ({
  columns: { started: sql<number>`count(*)` },
  where: gte(exportJobs.created_at, since),
}));
const SELECT_MEASURE = queries.select(storageMeasures, () => ({
  columns: { measured_at: storageMeasures.measured_at, kinds: storageMeasures.kinds },
}));

/** The tenant's usage of its quotas, in one trip. `requests` comes from the tenant's limiter. */
export async function readUsage(
  { store, tenant, now }: TimedContext & { tenant: { quotas: Quotas } },
  requests: Promise<RequestsUsed | undefined>,
): Promise<Usage> {
  const [[[used], [exports], [measure]], window] = await Promise.all([
    store.batch([
      selectUsed(now),
      SELECT_STARTED.with({ since: startOfUsageDay(now) }),
      SELECT_MEASURE.with(),
    ]),
    requests,
  ]);
  const tomorrow = nextUsageDay(now);
  const emptyAt = window && Math.ceil(window.emptyAt / 1_000);
  const uses: Record<QuotaName, Omit<QuotaUse, 'limit'>> = {
    requests_per_minute: { used: window?.used ?? null, resetsAt: emptyAt ?? null },
    records_per_day: { used: used!.records, resetsAt: tomorrow },
    exports_per_day: { used: exports!.started, resetsAt: tomorrow },
    stored_records: { used: used!.stored_records, resetsAt: null },
    stored_bytes: { used: measure ? used!.stored_bytes : null, resetsAt: null },
  };
  const entries = QUOTA_NAMES.map((name) => [name, { limit: quotaOf(tenant.quotas, name), ...uses[name] }]);
  const kinds: Partial<Record<StorageKind, StoredAmount>> = measure ? JSON.parse(measure.kinds) : {};
  return {
    quotas: Object.fromEntries(entries),
    storage: {
      measuredAt: measure?.measured_at ?? null,
      kinds: STORAGE_KINDS.flatMap((kind) => (kinds[kind] ? [{ kind, ...kinds[kind] }] : [])),
    },
  };
}
