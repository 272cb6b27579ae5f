import { and, eq, isNull } from '../db/expressions.ts';
import { tenants } from '../db/schema.ts';
import { queriesIn } from '../db/tenant-queries.ts';
import type { AttributeDeclaration } from '../records/attributes.ts';
import type { Calendars } from '../time/business-hours.ts';
import type { BusinessHours } from '../time/opening.ts';
import { type QuotaChange, type Quotas, readQuotas } from '../usage/quotas.ts';

const queries = queriesIn('tenants');

/** A tenant's slug: the first column of every primary key, and a part of the tenant's API keys. */
export const SLUG = /^[a-z0-9-]{2,40}$/;

export const DEFAULT_RETENTION_DAYS = 400;

export const PROFILES = ['voice', 'platform', 'complete'] as const;
export type Profile = (typeof PROFILES)[number];

export interface TenantSettings {
  slug: string;
  name: string;
  /** IANA name; local days are days in this zone. */
  timeZone: string;
  profile: Profile;
  /** Calling code in digits (`55`), used to complete national phone numbers. */
  countryCode: string | null;
  /** ISO region with that calling code, if several share it. */
  country: string | null;
  retentionDays: number;
  publicEvaluations: boolean;
  quotas: Quotas;
  /** The business hours that SLA targets run in, by the id of their calendar. */
  calendars: Calendars;
  /** The attributes that interactions may have. */
  attributes: readonly AttributeDeclaration[];
  /** Seconds UTC. */
  createdAt: number;
  /** As it was set; `isSuspended` also considers a removal. */
  status: TenantStatus;
  /** When the tenant was last suspended or reactivated, seconds UTC; 0 if never. */
  statusChangedAt: number;
  /** The requested removal; instants in seconds UTC. */
  removal: { requestedAt: number; dueAt: number } | null;
}

/** Cache of tenant settings in an isolate. Instants are seconds UTC. */
export interface SettingsMemory {
  tenant(slug: string, now: number): TenantSettings | undefined;
  keepTenant(settings: TenantSettings, readAt: number): void;
  /** Call after a tenant's settings have changed. */
  forgetTenant(slug: string): void;
}

export const TENANT_STATUSES = ['active', 'suspended'] as const;
type TenantStatus = (typeof TENANT_STATUSES)[number];

/** The settings with which a tenant is created, and those that can be changed. */
export type NewTenant = Omit<
  TenantSettings,
  'createdAt' | 'quotas' | 'calendars' | 'attributes' | 'status' | 'statusChangedAt' | 'removal'
>;
export type TenantChange = Partial<Omit<NewTenant, 'slug'> & Pick<TenantSettings, 'status'>> & {
  quotas?: QuotaChange;
};

export type TenantRow = typeof tenants.$inferSelect;

/** Condition on a row of `tenants`: the tenant is served; the reverse of `isSuspended`. */
export const IS_SERVED = and(eq(tenants.status, 'active'), isNull(tenants.removal_due_at));

/** Whether the tenant is not served, because it is suspended or scheduled for removal. */
export function isSuspended({ status, removal }: Pick<TenantSettings, 'status' | 'removal'>): boolean {
  return status !== 'active' || removal !== null;
}

export const SELECT_TENANT = queries.select(tenants);

/** Converts a stored row to settings. */
export function settingsOf(row: TenantRow): TenantSettings {
  return {
    slug: row.tenant,
    name: row.name,
    timeZone: row.time_zone,
    profile: PROFILES.find((profile) => profile === row.profile) ?? 'complete',
    countryCode: row.country_code,
    country: row.country,
    retentionDays: row.retention_days,
    publicEvaluations: row.public_evaluations === 1,
    quotas: readQuotas(row.quotas),
    calendars: readCalendars(row.calendars),
    attributes: declaredIn(storedAttributes(row)),
    createdAt: row.created_at,
    status: row.status === 'active' ? 'active' : 'suspended',
    statusChangedAt: row.status_changed_at,
    removal:
      row.removal_due_at === null
        ? null
        : { requestedAt: row.removal_requested_at ?? 0, dueAt: row.removal_due_at },
  };
}

/** An attribute as stored: one that was removed keeps its type, because records may have values of it. */
export type StoredAttribute = AttributeDeclaration & { removed?: true };

/** All attributes that the tenant has ever declared. */
export function storedAttributes({ attributes }: Pick<TenantRow, 'attributes'>): StoredAttribute[] {
  return JSON.parse(attributes) as StoredAttribute[];
}

/** Those that are declared now. */
export function declaredIn(stored: readonly StoredAttribute[]): AttributeDeclaration[] {
  return stored.filter(({ removed }) => !removed);
}

function readCalendars(stored: string): Calendars {
  return new Map(Object.entries(JSON.parse(stored) as Record<string, BusinessHours>));
}
