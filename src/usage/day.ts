import { and, gte, lt, sql } from '../db/expressions.ts';
import { exportJobs, storageMeasures } from '../db/schema.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { nextUsageDay, selectUsed, startOfUsageDay } from './counting.ts';

const queries = queriesIn('usage');

/** What a tenant used on a UTC day. */
export interface UsageOfDay {
  records: number;
  exports: number;
  /** As of the end of the day; bytes and their instant (seconds UTC) as last measured, null before the first time. */
  storedRecords: number;
  storedBytes: number | null;
  measuredAt: number | null;
}

const SELECT_STARTED = queries.select(
  exportJobs,
  ({ start, end }: Inputs<{ start: number; end: number }>) => ({
    columns: { started: sql<number>`count(*)` },
    where: and(gte(exportJobs.created_at, start), lt(exportJobs.created_at, end)),
  }),
);
const SELECT_MEASURE = queries.select(storageMeasures, () => ({
  columns: { measured_at: storageMeasures.measured_at, bytes: storageMeasures.bytes },
}));

/** What the tenant used on the UTC day of `at`, in seconds UTC. */
export async function usageOfDay({ store }: StoreContext, at: number): Promise<UsageOfDay> {
  const [[used], [exports], [measure]] = await store.batch([
    selectUsed(at),
    SELECT_STARTED.with({ start: startOfUsageDay(at), end: nextUsageDay(at) }),
    SELECT_MEASURE.with(),
  ]);
  return {
    records: used?.records ?? 0,
    exports: exports?.started ?? 0,
    storedRecords: used?.stored_records ?? 0,
    storedBytes: measure?.bytes ?? null,
    measuredAt: measure?.measured_at ?? null,
  };
}
