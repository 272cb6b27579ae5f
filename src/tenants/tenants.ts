import { type AuditActor, auditWhere } from '../audit/entry.ts';
import { statementsIn } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { Conflict, Forbidden } from '../errors.ts';
import { newState } from '../rollups/state.ts';
import { auditChange } from './audit-change.ts';
import type { Catalog } from './catalog.ts';
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

const INSERT_TENANT = statement<TenantRow>(
  `INSERT INTO tenants (tenant, name, time_zone, profile, country_code, retention_days, public_evaluations, created_at)
   SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
   WHERE NOT EXISTS (SELECT 1 FROM removed_tenants r WHERE r.tenant = ?1)
   ON CONFLICT (tenant) DO NOTHING
   RETURNING *`,
);
const UPDATE_TENANT = statement<TenantRow>(
  `UPDATE tenants SET
     name = COALESCE(?2, name),
     time_zone = COALESCE(?3, time_zone),
     profile = COALESCE(?4, profile),
     country_code = CASE WHEN ?5 THEN ?6 ELSE country_code END,
     retention_days = COALESCE(?7, retention_days),
     public_evaluations = COALESCE(?8, public_evaluations),
     status_changed_at = CASE WHEN ?9 IS NULL OR ?9 = status THEN status_changed_at ELSE ?10 END,
     status = COALESCE(?9, status),
     quotas = json_patch(quotas, ?11)
   WHERE tenant = ?1
   RETURNING *`,
);
/** Restarts retention from the oldest: interactions kept under the old limit may exceed the new one. */
const FORGET_PROGRESS = statement('DELETE FROM retention_progress WHERE tenant = ?1');

const SELECT_REMOVED = statement<{ tenant: string }>(
  'SELECT r.tenant AS tenant FROM removed_tenants r WHERE r.tenant = ?1',
);

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

/**
 * Creates a tenant and the state of its (empty) rollups. `now` in seconds UTC. Throws Conflict if the slug is taken or
 * belonged to a removed tenant.
 */
export async function createTenant(
  catalog: Catalog,
  tenant: NewTenant,
  actor: AuditActor,
  now: number,
): Promise<TenantSettings> {
  const [, rows, , removed] = await catalog
    .store(tenant.slug)
    .batch([
      AUDIT_CREATED({ action: 'tenant_created', actor, subject: tenant.slug }, now),
      INSERT_TENANT.with(
        tenant.name,
        tenant.timeZone,
        tenant.profile,
        tenant.countryCode,
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
export async function readTenant(catalog: Catalog, slug: string): Promise<TenantSettings> {
  if (!SLUG.test(slug)) throw tenantRefused();
  const [rows] = await catalog.store(slug).batch([SELECT_TENANT.with()]);
  if (!rows[0]) throw tenantRefused();
  return settingsOf(rows[0]);
}

/**
 * Changes the given settings and clears this isolate's cache of them. A new time zone applies to figures once the
 * rollups are rebuilt for it. `now` in seconds UTC.
 * Throws Forbidden for an unknown slug, as for a tenant without access, and for a suspended tenant unless the actor is
 * a super_admin; Conflict for changing the status of a tenant scheduled for removal.
 */
export async function changeTenant(
  catalog: Catalog,
  memory: SettingsMemory,
  slug: string,
  change: TenantChange,
  actor: AuditActor,
  now: number,
): Promise<TenantSettings> {
  const current = await readTenant(catalog, slug);
  if (actor.role !== 'super_admin') requireServed(current);
  if (change.status !== undefined && current.removal !== null) {
    throw new Conflict('This tenant is being removed, so its status cannot be changed. Restore it first.');
  }
  const [, rows] = await catalog
    .store(slug)
    .batch([
      auditChange(change, actor, now),
      UPDATE_TENANT.with(
        change.name ?? null,
        change.timeZone ?? null,
        change.profile ?? null,
        Number(change.countryCode !== undefined),
        change.countryCode ?? null,
        change.retentionDays ?? null,
        change.publicEvaluations === undefined ? null : Number(change.publicEvaluations),
        change.status ?? null,
        now,
        JSON.stringify(change.quotas ?? {}),
      ),
      ...(change.retentionDays === undefined ? [] : [FORGET_PROGRESS.with()]),
    ]);
  memory.forgetTenant(slug);
  if (!rows[0]) throw tenantRefused();
  return settingsOf(rows[0]);
}

/**
 * The settings of `store`'s tenant, cached or read in one trip; undefined if the tenant does not exist. `now` in
 * seconds UTC.
 */
export async function findTenant(
  store: TenantStore,
  memory: SettingsMemory,
  now: number,
): Promise<TenantSettings | undefined> {
  const known = memory.tenant(store.tenant, now);
  if (known) return known;
  const [rows] = await store.batch([SELECT_TENANT.with()]);
  if (!rows[0]) return undefined;
  const settings = settingsOf(rows[0]);
  memory.keepTenant(settings, now);
  return settings;
}
