import { storageMeasures } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { countQueries, usageDay } from './counting.ts';

const statement = statementsIn('usage');
const queries = queriesIn('usage');

export interface StoredAmount {
  records: number;
  bytes: number;
}

const sizeOf = (...columns: readonly string[]): string =>
  columns.map((column) => `coalesce(octet_length(${column}), 0)`).join(' + ');
const measuring = (table: string, columns: readonly string[], isRecord = 'x.removed = 0') =>
  statement<StoredAmount>(`
    SELECT count(*) FILTER (WHERE ${isRecord}) AS records, coalesce(sum(${sizeOf(...columns)}), 0) AS bytes
    FROM ${table} x WHERE x.tenant = ?1`);

/** Measures the columns that make up most of a row; indexes and aggregates are not included. */
const RECORDS = {
  interactions: measuring('interactions', ['x.id', 'x.digest', 'x.customer_id', 'x.body', 'x.personal']),
  evaluations: measuring('evaluations', ['x.id', 'x.interaction_id', 'x.digest', 'x.body', 'x.personal']),
  quality_reviews: measuring('quality_reviews', ['x.id', 'x.interaction_id', 'x.digest', 'x.body']),
  daily_counters: measuring('daily_counters', ['x.type', 'x.date', 'x.dimension_id', 'x.digest', 'x.body']),
  agent_time: statement<StoredAmount>(`
    SELECT coalesce(sum(json_array_length(x.shifts) + (
        SELECT count(*) FROM json_each(x.states) s WHERE s.value ->> 1 IS NOT NULL)), 0) AS records,
      coalesce(sum(${sizeOf('x.agent_id', 'x.states', 'x.shifts', 'x.carried')}), 0) AS bytes
    FROM agent_days x WHERE x.tenant = ?1`),
  dimensions: measuring('dimensions', ['x.type', 'x.id', 'x.digest', 'x.body']),
};
const BESIDE = {
  transcripts: measuring('transcripts', ['x.interaction_id', 'x.body'], 'true'),
  export_files: statement<StoredAmount>(`
    SELECT count(*) AS records, coalesce(sum(x.bytes), 0) AS bytes
    FROM export_jobs x INDEXED BY export_jobs_in_hand
    WHERE x.tenant = ?1 AND (x.status IN ('queued', 'processing') OR x.has_file = 1) AND x.has_file = 1`),
};
/** The kinds of data into which storage is divided. */
export const STORAGE_KINDS = [
  ...(Object.keys(RECORDS) as (keyof typeof RECORDS)[]),
  ...(Object.keys(BESIDE) as (keyof typeof BESIDE)[]),
] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** Returns no row if the tenant does not exist. */
const SELECT_STORED = statement<{ stored: number }>(`
  SELECT coalesce((SELECT u.stored_records FROM usage_days u WHERE u.tenant = ?1 ORDER BY u.day DESC LIMIT 1), 0) AS stored
  FROM tenants t WHERE t.tenant = ?1`);
const KEEP = queries.insert(
  storageMeasures,
  ({ now, bytes, kinds }: Inputs<{ now: number; bytes: number; kinds: string }>) => ({
    values: { measured_at: now, bytes, kinds },
    replaces: true,
  }),
);
/** Keeps the newest day: it contains the current number of stored records. */
const FORGET_OLD_DAYS = statement(`
  DELETE FROM usage_days WHERE tenant = ?1 AND day < ?2
    AND day < (SELECT max(u.day) FROM usage_days u WHERE u.tenant = ?1)`);

/** How many days the usage is kept. */
const KEPT_DAYS = 400;

/**
 * Measures what the tenant stores, reading each of its rows once, and corrects the count of its records; changes made
 * meanwhile stay counted. Deletes the usage of days before the last 400. Does nothing for a tenant that does not exist.
 */
export async function measureStorage({ store, now }: TimedContext): Promise<void> {
  const kinds = [...Object.values(RECORDS), ...Object.values(BESIDE)];
  const [[counted], ...rows] = await store.batch([SELECT_STORED.with(), ...kinds.map((kind) => kind.with())]);
  const { stored } = (counted as { stored: number } | undefined) ?? {};
  if (stored === undefined) return;
  const measured = (rows as StoredAmount[][]).map(([row]) => row ?? { records: 0, bytes: 0 });
  const records = measured.slice(0, Object.keys(RECORDS).length).reduce((sum, kind) => sum + kind.records, 0);
  const bytes = measured.reduce((sum, kind) => sum + kind.bytes, 0);
  const byKind = Object.fromEntries(STORAGE_KINDS.map((kind, index) => [kind, measured[index]]));
  const correction = { records: 0, stored: records - stored };
  await store.batch([
    ...countQueries(correction, undefined, now),
    KEEP.with({ now, bytes, kinds: JSON.stringify(byKind) }),
    FORGET_OLD_DAYS.with(usageDay(now) - KEPT_DAYS),
  ]);
}
