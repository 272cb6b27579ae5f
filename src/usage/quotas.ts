import { BOUNDS } from '../bounds.ts';
import { LIMITS } from '../rate-limits/check.ts';

/** Quotas by their name in the API, with default and bounds. Days are UTC days. */
export const QUOTAS = {
  requests_per_minute: {
    default: LIMITS.requestsOfTenant.limit,
    least: 1,
    most: BOUNDS.quotaRequestsPerMinute.value,
    of: 'requests with a credential, of all API keys and sessions together, within 60 seconds',
  },
  records_per_day: {
    default: BOUNDS.recordsPerDay.value,
    least: 0,
    most: BOUNDS.quota.value,
    of: 'records that ingest creates or updates on a UTC day',
  },
  exports_per_day: {
    default: BOUNDS.exportsPerDay.value,
    least: 0,
    most: BOUNDS.quota.value,
    of: 'exports and reports that are started on a UTC day',
  },
  stored_records: {
    default: BOUNDS.storedRecords.value,
    least: 0,
    most: BOUNDS.quota.value,
    of: 'records that are stored',
  },
  stored_bytes: {
    default: BOUNDS.storedBytes.value,
    least: 0,
    most: BOUNDS.quotaBytes.value,
    of: 'bytes of stored records and of files of exports, as measured last',
  },
} as const;

export type QuotaName = keyof typeof QUOTAS;
export const QUOTA_NAMES = Object.keys(QUOTAS) as [QuotaName, ...QuotaName[]];

/** A tenant's own quotas; a missing one has its default. */
export type Quotas = Readonly<Partial<Record<QuotaName, number>>>;
/** Null resets a quota to its default. */
export type QuotaChange = Readonly<{ [Name in QuotaName]?: number | null | undefined }>;

/** The quota that applies to a tenant with these quotas. */
export function quotaOf(quotas: Quotas, name: QuotaName): number {
  return quotas[name] ?? QUOTAS[name].default;
}

/** Parses stored quotas, a JSON object; unknown names are ignored. */
export function readQuotas(text: string): Quotas {
  const stored: unknown = JSON.parse(text);
  const entries = Object.entries(stored ?? {}).filter(
    (entry): entry is [QuotaName, number] => entry[0] in QUOTAS && typeof entry[1] === 'number',
  );
  return Object.fromEntries(entries);
}
