import { auditWhere } from '../audit/entry.ts';
import { coalesce, columnsOf, sql } from '../db/expressions.ts';
import { removedTenants, retentionProgress, tenants } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { invalidInput } from '../error-list.ts';
import { Conflict, Forbidden } from '../errors.ts';
import { hasCallingCode } from '../phones/numbering-plans.ts';
import { newState } from '../rollups/state.ts';
import { auditChange } from './audit-change.ts';
import type { Catalog, CatalogContext } from './catalog.ts';
import {
  isSuspended,
  type NewTenant,
  SELECT_TENANT,
  type SettingsMemory,
  SLUG,
  settingsOf,
  type TenantChange,
  type TenantRow,
  type TenantSettings,
} from './settings.ts';

const statement = statementsIn('tenants');
const queries = queriesIn('tenants');

const INSERT_TENANT = statement<TenantRow>(
  `INSERT INTO tenants (tenant, name, time_zone, profile, country_code, country, retention_days, public_evaluations,
     created_at)
   SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
   WHERE NOT EXISTS (SELECT 1 FROM removed_tenants r WHERE r.tenant = ?1)
   ON CONFLICT (tenant) DO NOTHING
   RETURNING *`,
);
/** What a change does not name is null, and stays. A country code and a country can also be set to null. */
interface Wanted {
  name: string | null;
  timeZone: string | null;
  profile: string | null;
  setsCountryCode: number;
  countryCode: string | null;
  setsCountry: number;
  country: string | null;
  retentionDays: number | null;
  publicEvaluations: number | null;
  status: string | null;
  /** JSON to merge with the quotas. */
  quotas: string;
  now: number;
}
const UPDATE_TENANT = queries.update(tenants, (wanted: Inputs<Wanted>) => ({
  set: {
    name: coalesce(wanted.name, tenants.name),
    time_zone: coalesce(wanted.timeZone, tenants.time_zone),
    profile: coalesce(wanted.profile, tenants.profile),
    country_code: sql<
      string | null
    >`iif(${wanted.setsCountryCode}, ${wanted.countryCode}, ${tenants.country_code})`,
    country: sql<string | null>`iif(${wanted.setsCountry}, ${wanted.country}, ${tenants.country})`,
    retention_days: coalesce(wanted.retentionDays, tenants.retention_days),
    public_evaluations: coalesce(wanted.publicEvaluations, tenants.public_evaluations),
    status_changed_at: sql<number>`CASE WHEN ${wanted.status} IS NULL OR ${wanted.status} = ${tenants.status}
      THEN ${tenants.status_changed_at} ELSE ${wanted.now} END`,
    status: coalesce(wanted.status, tenants.status),
    quotas: sql<string>`json_patch(${tenants.quotas}, ${wanted.quotas})`,
  },
  where: undefined,
  returning: columnsOf(tenants),
}));
/** Restarts retention from the oldest: interactions kept under the old limit may exceed the new one. */
const FORGET_PROGRESS = queries.delete(retentionProgress, () => ({ where: undefined }));

const SELECT_REMOVED = queries.select(removedTenants, () => ({ columns: { tenant: removedTenants.tenant } }));

const AUDIT_CREATED = auditWhere(`NOT EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1)
  AND NOT EXISTS (SELECT 1 FROM removed_tenants r WHERE r.tenant = ?1)`);

/** The same error for an unknown tenant and for one that the caller has no access to. */
export function tenantRefused(): Forbidden {
  return new Forbidden(
    'This credential has no access to that tenant. Send one of its own tenants in X-Tenant.',
  );
}

/** Throws Forbidden if the tenant is suspended or scheduled for removal. */
export function requireServed(tenant: TenantSettings): void {
  if (tenant.removal !== null) {
    throw new Forbidden(
      'This tenant is being removed, so its requests are refused. A super_admin can restore it.',
    );
  }
  if (isSuspended(tenant)) {
    throw new Forbidden('This tenant is suspended. A super_admin can lift the suspension.');
  }
}

/** Throws InvalidInput if the country does not have the calling code. */
function requireCountryOfCode({
  countryCode,
  country,
}: Pick<TenantSettings, 'countryCode' | 'country'>): void {
  if (country === null || (countryCode !== null && hasCallingCode(country, countryCode))) return;
  const message = 'Must be a region that has the calling code in country_code, or null.';
  throw invalidInput('The body', [{ path: 'country', message }]);
}

/**
 * Creates a tenant and the state of its (empty) rollups. Throws Conflict if the slug is taken or
 * belonged to a removed tenant, InvalidInput if the country has another calling code.
 */
export async function createTenant(
  { catalog, actor, now }: Omit<CatalogContext, 'memory'>,
  tenant: NewTenant,
): Promise<TenantSettings> {
  requireCountryOfCode(tenant);
  const [, rows, , removed] = await catalog
    .store(tenant.slug)
    .batch([
      AUDIT_CREATED({ action: 'tenant_created', actor, subject: tenant.slug }, now),
      INSERT_TENANT.with(
        tenant.name,
        tenant.timeZone,
        tenant.profile,
        tenant.countryCode,
        tenant.country,
        tenant.retentionDays,
        Number(tenant.publicEvaluations),
        now,
      ),
      newState(tenant.timeZone),
      SELECT_REMOVED.with(),
    ]);
  const row = rows[0];
  if (removed.length > 0) {
    throw new Conflict(`The slug "${tenant.slug}" belonged to a removed tenant. Choose another one.`);
  }
  if (!row) throw new Conflict(`The slug "${tenant.slug}" is already in use. Choose another one.`);
  return settingsOf(row);
}

/** Reads the tenant `slug`. Throws Forbidden if it does not exist. The caller must check access. */
export async function readTenant({ catalog }: { catalog: Catalog }, slug: string): Promise<TenantSettings> {
  if (!SLUG.test(slug)) throw tenantRefused();
  const [rows] = await catalog.store(slug).batch([SELECT_TENANT.with()]);
  if (!rows[0]) throw tenantRefused();
  return settingsOf(rows[0]);
}

/**
 * Changes the given settings and clears this isolate's cache of them. A new time zone applies to figures once the
 * rollups are rebuilt for it.
 * Throws Forbidden for an unknown slug, as for a tenant without access, and for a suspended tenant unless the actor is
 * a super_admin; Conflict for changing the status of a tenant scheduled for removal; InvalidInput if the country would
 * have another calling code.
 */
export async function changeTenant(
  context: CatalogContext,
  { slug, ...change }: TenantChange & { slug: string },
): Promise<TenantSettings> {
  const { catalog, memory, actor, now } = context;
  const current = await readTenant(context, slug);
  if (actor.role !== 'super_admin') requireServed(current);
  if (change.status !== undefined && current.removal !== null) {
    throw new Conflict('This tenant is being removed, so its status cannot be changed. Restore it first.');
  }
  if (change.countryCode !== undefined || change.country !== undefined) {
    requireCountryOfCode({ ...current, ...change });
  }
  const [, rows] = await catalog.store(slug).batch([
    auditChange(change, actor, now),
    UPDATE_TENANT.with({
      name: change.name ?? null,
      timeZone: change.timeZone ?? null,
      profile: change.profile ?? null,
      setsCountryCode: Number(change.countryCode !== undefined),
      countryCode: change.countryCode ?? null,
      setsCountry: Number(change.country !== undefined),
      country: change.country ?? null,
      retentionDays: change.retentionDays ?? null,
      publicEvaluations: change.publicEvaluations === undefined ? null : Number(change.publicEvaluations),
      status: change.status ?? null,
      quotas: JSON.stringify(change.quotas ?? {}),
      now,
    }),
    ...(change.retentionDays === undefined ? [] : [FORGET_PROGRESS.with()]),
  ]);
  memory.forgetTenant(slug);
  if (!rows[0]) throw tenantRefused();
  return settingsOf(rows[0]);
}

/** The settings of the store's tenant, cached or read in one trip; undefined if the tenant does not exist. */
export async function findTenant({
  store,
  memory,
  now,
}: TimedContext & { memory: SettingsMemory }): Promise<TenantSettings | undefined> {
  const known = memory.tenant(store.tenant, now);
  if (known) return known;
  const [rows] = await store.batch([SELECT_TENANT.with()]);
  if (!rows[0]) return undefined;
  const settings = settingsOf(rows[0]);
  memory.keepTenant(settings, now);
  return settings;
}
