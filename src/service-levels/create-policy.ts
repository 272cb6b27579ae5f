import { type AuditedContext, auditParams, insertEntryWhere } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { statementsIn } from '../db/statement.ts';
import { Conflict } from '../errors.ts';
import { dayOfDate } from '../time/dates.ts';
import { startOfDay } from '../time/zones.ts';
import { isSameScope, type PolicyScope, type ServiceLevelPolicy } from './policy.ts';
import { type Agreed, readAgreed } from './stored-policies.ts';

const statement = statementsIn('service-levels');

const MOST = BOUNDS.serviceLevelPolicies.value;

/** A version as it was asked for. */
export type NewPolicy = Pick<ServiceLevelPolicy, 'name' | 'appliesTo' | 'effectiveFrom' | 'rules'>;

/** Who creates a version. `creationId` is the same when the request is repeated. */
export type CreationContext = AuditedContext & {
  tenant: { timeZone: string };
  creationId?: string | undefined;
};

/** SQL: whether nothing has closed the date, and the tenant may have one more version. `at` is a parameter. */
const isOpen = (at: string): string =>
  `NOT EXISTS (SELECT 1 FROM service_level_freezes f WHERE f.tenant = ?1 AND f.closed_before > ${at})
    AND (SELECT count(*) FROM service_level_policies c WHERE c.tenant = ?1) < ${MOST}`;

const INSERT = statement<{ id: string }>(`
  INSERT INTO service_level_policies (tenant, scope, member, effective_at, id, effective_from, body, created_at)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE ${isOpen('?4')}
  ON CONFLICT DO NOTHING RETURNING id`);

/** The entry is written before the version, in the same transaction, so that both or none are. */
const AUDIT = insertEntryWhere(`${isOpen('?14')} AND NOT EXISTS (SELECT 1 FROM service_level_policies p
  WHERE p.tenant = ?1 AND p.scope = ?12 AND p.member = ?13 AND p.effective_at = ?14)`);

/**
 * Creates a version of a service-level policy, in force from the start of a date in the tenant's time zone, which may be
 * past. Throws Conflict if the date is closed, if what it applies to has a version from that date on already, or if the
 * tenant has the maximum number.
 */
export async function createPolicy(context: CreationContext, asked: NewPolicy): Promise<ServiceLevelPolicy> {
  const { store, tenant, actor, now, creationId = crypto.randomUUID() } = context;
  const effectiveAt = startOfDay(tenant.timeZone, dayOfDate(asked.effectiveFrom)!);
  const policy: ServiceLevelPolicy = { ...asked, id: creationId, effectiveAt, createdAt: now };
  const [scope, member] = keyOf(asked.appliesTo);
  const { name, rules, effectiveFrom } = asked;
  const details = { name, applies_to: shownScope(asked.appliesTo), effective_from: effectiveFrom, ...rules };
  const entry = { action: 'policy_created', actor, subject: policy.id, details } as const;
  const body = JSON.stringify({ name, rules });
  const [, created] = await store.batch([
    AUDIT.with(...auditParams(entry, now), scope, member, effectiveAt),
    INSERT.with(scope, member, effectiveAt, policy.id, effectiveFrom, body, now),
  ]);
  if (created[0]) return policy;
  return existing(await readAgreed({ store }), policy);
}

/** The version that the same request has created before. Throws Conflict, with the reason, if there is none. */
function existing({ policies, frozen }: Agreed, asked: ServiceLevelPolicy): ServiceLevelPolicy {
  const { appliesTo, effectiveAt, effectiveFrom, id } = asked;
  const same = policies.find(
    (each) => each.effectiveAt === effectiveAt && isSameScope(each.appliesTo, appliesTo),
  );
  if (same?.id === id) return same;
  if (frozen && effectiveAt < frozen.before) {
    throw new Conflict(
      `Service levels are frozen through ${frozen.through}. effective_from must be a later date, not ${effectiveFrom}.`,
    );
  }
  if (same) {
    throw new Conflict(
      `A policy for ${shownScope(appliesTo)} is in force from ${effectiveFrom} on already. Versions never change; choose another date.`,
    );
  }
  throw new Conflict(`This tenant has the maximum of ${MOST} versions of service-level policies.`);
}

function keyOf(scope: PolicyScope): [scope: string, member: string] {
  return scope === 'all' ? ['all', ''] : [scope.dimension, scope.member];
}

function shownScope(scope: PolicyScope): string {
  return scope === 'all' ? 'all' : `${scope.dimension} ${scope.member}`;
}
