import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { Forbidden, RateLimited } from '../errors.ts';
import { isoInstant } from '../time/dates.ts';
import { type QuotaName, type Quotas, quotaOf } from './quotas.ts';

const DAY_SECONDS = 86_400;

/** The UTC day (days since 1970-01-01) of an instant in seconds UTC. Daily quotas apply to these days. */
export function usageDay(now: number): number {
  return Math.floor(now / DAY_SECONDS);
}

/** The start of the UTC day of `now`; both in seconds UTC. */
export function startOfUsageDay(now: number): number {
  return usageDay(now) * DAY_SECONDS;
}

/** The instant at which daily quotas are reset; both in seconds UTC. */
export function nextUsageDay(now: number): number {
  return startOfUsageDay(now) + DAY_SECONDS;
}

/** The error for exceeding a daily quota. `more` is appended to the message. `now` in seconds UTC. */
export function dayIsOver(name: QuotaName, limit: number, now: number, more = ''): RateLimited {
  const until = nextUsageDay(now);
  const message = `The tenant's quota ${name} is ${limit.toLocaleString('en-US')} per UTC day. The next day begins at ${isoInstant(until)}. A super_admin can raise it.${more}`;
  return new RateLimited(message, limit, until - now, name);
}

const statement = statementsIn('usage');

/** What a batch of records adds to the usage. */
export interface Coming {
  /** Records created or updated. */
  records: number;
  /** Change in the number of stored records; negative for deletions. */
  stored: number;
}

/** The usage of a tenant, as ingest reads it. */
export interface Used {
  records: number;
  stored_records: number;
  /** The last measurement; 0 before the first one. */
  stored_bytes: number;
}

const USED = `
  SELECT
    coalesce((SELECT u.records FROM usage_days u WHERE u.tenant = ?1 AND u.day = ?2), 0) AS records,
    coalesce((SELECT s.stored_records FROM usage_days s WHERE s.tenant = ?1 AND s.day <= ?2
      ORDER BY s.day DESC LIMIT 1), 0) AS stored_records,
    coalesce((SELECT m.bytes FROM storage_measures m WHERE m.tenant = ?1), 0) AS stored_bytes`;

const SELECT_USED = statement<Used>(USED);

/** Fails its transaction (see db/conflict.ts) if a quota does not allow the batch because of concurrent requests. */
const GUARD = statement(`
  SELECT json('over a quota ' || used.records) AS failure FROM (${USED}) used
  WHERE used.records + ?3 > ?4 OR ?5 > 0 AND used.stored_records + ?5 > ?6`);

const COUNT = statement(`
  INSERT INTO usage_days (tenant, day, records, stored_records)
  SELECT ?1, ?2, ?3, ?4 + coalesce((SELECT s.stored_records FROM usage_days s WHERE s.tenant = ?1 AND s.day < ?2
    ORDER BY s.day DESC LIMIT 1), 0)
  WHERE true
  ON CONFLICT (tenant, day) DO UPDATE SET
    records = records + excluded.records, stored_records = stored_records + ?4`);

/** The query for what is used on the UTC day of `now` (seconds UTC). */
export function selectUsed(now: number): BoundStatement<Used> {
  return SELECT_USED.with(usageDay(now));
}

/**
 * Queries that count a batch in its own transaction: one row written. With `quotas`, they fail the transaction as a
 * conflict if other requests have used a quota up since `checkQuotas`. `now` in seconds UTC.
 */
export function countQueries(coming: Coming, quotas: Quotas | undefined, now: number): BoundStatement[] {
  const { records, stored } = coming;
  if (records === 0 && stored === 0) return [];
  const day = usageDay(now);
  const limits = (name: QuotaName): number => quotaOf(quotas ?? {}, name);
  const guard = [day, records, limits('records_per_day'), stored, limits('stored_records')];
  return [...(quotas && records > 0 ? [GUARD.with(...guard)] : []), COUNT.with(day, records, stored)];
}

/**
 * Throws if a batch exceeds a quota, before any of it is written: RateLimited for records per day, Forbidden for stored
 * records and bytes. Deletions and erasures always pass. `now` in seconds UTC.
 */
export function checkQuotas(coming: Coming, used: Used, quotas: Quotas, now: number): void {
  const most = quotaOf(quotas, 'records_per_day');
  if (coming.records > 0 && used.records + coming.records > most) {
    const left = count(Math.max(0, most - used.records));
    const more = ` ${left} records are left and this request has ${count(coming.records)}: nothing was stored. Deletions and erasures always pass.`;
    throw dayIsOver('records_per_day', most, now, more);
  }
  if (coming.stored <= 0) return;
  const records = quotaOf(quotas, 'stored_records');
  if (used.stored_records + coming.stored > records) throw storageFull('stored_records', records);
  const bytes = quotaOf(quotas, 'stored_bytes');
  if (used.stored_bytes > bytes) throw storageFull('stored_bytes', bytes);
}

function storageFull(name: QuotaName, limit: number): Forbidden {
  return new Forbidden(
    `The tenant's quota ${name} is ${count(limit)}, and this request would store more: nothing was stored. Updates, deletions and erasures pass; a super_admin can raise the quota.`,
  );
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
