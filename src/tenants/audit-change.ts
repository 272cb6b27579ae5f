import { type AuditActor, newEntryId } from '../audit/entry.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { TenantChange } from './settings.ts';

const statement = statementsIn('tenants');

/**
 * Reads the old values inside the batch, so that two concurrent changes are both recorded correctly. Quotas change one
 * by one, so their new value is the old one merged with the change.
 */
const AUDIT_CHANGED = statement(`
  INSERT INTO audit_log (tenant, at, id, action, actor_kind, actor_id, actor_role, subject, details,
    request_id, address_hash)
  SELECT ?1, ?2, ?3, 'tenant_changed', ?4, ?5, ?6, ?1, c.details, ?8, ?9 FROM (
    SELECT count(*) AS fields,
      json_group_object(n.key, json_object('old', json(o.settings -> n.key), 'new', json(o.wanted -> n.key))) AS details
    FROM (
      SELECT json_object('name', t.name, 'time_zone', t.time_zone, 'profile', t.profile,
        'country_code', t.country_code, 'country', t.country, 'retention_days', t.retention_days,
        'public_evaluations', json(iif(t.public_evaluations, 'true', 'false')), 'status', t.status,
        'quotas', json(t.quotas)) AS settings,
        json_replace(?7, '$.quotas', json(json_patch(t.quotas, ?7 -> '$.quotas'))) AS wanted
      FROM tenants t WHERE t.tenant = ?1
    ) o CROSS JOIN json_each(?7) n
    WHERE o.settings ->> n.key IS NOT o.wanted ->> n.key
  ) c WHERE c.fields > 0`);

/**
 * The audit entry of a change, to run before it in the same batch: the old and new value of each field that differs.
 * `now` in seconds UTC.
 */
export function auditChange(change: TenantChange, actor: AuditActor, now: number): BoundStatement {
  const wanted = {
    name: change.name,
    time_zone: change.timeZone,
    profile: change.profile,
    country_code: change.countryCode,
    country: change.country,
    retention_days: change.retentionDays,
    public_evaluations: change.publicEvaluations,
    status: change.status,
    quotas: change.quotas,
  };
  const { kind, id, role = null, origin } = actor;
  const settings = JSON.stringify(wanted);
  const made = [origin?.requestId ?? null, origin?.addressHash ?? null] as const;
  return AUDIT_CHANGED.with(now, newEntryId(), kind, id, role, settings, ...made);
}
