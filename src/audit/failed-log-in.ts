import { BOUNDS } from '../bounds.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { type AuditEntry, auditParams, insertEntryWhere } from './entry.ts';
import type { Origin } from './origin.ts';

const statement = statementsIn('audit');

/** SQL: entries of the last minute with the same action, actor, subject and reason. */
const ALIKE = `audit_log e INDEXED BY audit_log_by_actor
  WHERE e.tenant = ?1 AND e.actor_id = ?6 AND e.at > ?2 - 60 AND e.action = ?4 AND e.actor_kind = ?5
    AND e.subject IS ?8 AND e.details ->> '$.reason' IS ?9 ->> '$.reason'`;
/** Some callers name a tenant without having been authenticated. */
const TENANT_EXISTS = 'EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1)';

/**
 * Records an action that can be repeated as often as the rate limit allows: the first one within a minute becomes an
 * entry, the others are counted as its repeats. Both require `condition` (SQL over the parameters of
 * `insertEntryWhere`). Nothing is written for an unknown tenant. `now` in seconds UTC.
 */
function onceAMinuteWhere(
  condition: string,
): (entry: AuditEntry, now: number) => [BoundStatement, BoundStatement] {
  const first = insertEntryWhere(`${TENANT_EXISTS} AND NOT EXISTS (SELECT 1 FROM ${ALIKE}) AND ${condition}`);
  // Excludes the entry with the id ?3, which `first` has just written: it is not a repeat of itself.
  const again = statement(`
    INSERT INTO audit_repeats (tenant, at, id, times)
    SELECT ?1, e.at, e.id, 1 FROM ${ALIKE} AND e.id <> ?3 AND ${condition} ORDER BY e.at DESC LIMIT 1
    ON CONFLICT (tenant, at, id) DO UPDATE SET times = times + 1`);
  const bound = lastParameterOf(again.text) - 1;
  return (entry, now) => {
    const params = auditParams(entry, now);
    return [first.with(...params), again.with(...params.slice(0, bound))];
  };
}

/** Like `onceAMinuteWhere`, without a further condition. */
export const auditOnceAMinute = onceAMinuteWhere('TRUE');

/** The highest parameter number: a statement must get exactly as many parameters as it names. */
function lastParameterOf(sql: string): number {
  return Math.max(...[...sql.matchAll(/\?(\d+)/g)].map(([, number]) => Number(number)));
}

/** The actor of failed log-ins once too many addresses have entries of their own. */
const OTHER_ADDRESSES = 'other addresses';

/** What a caller tried to sign in with. */
export type SentCredentialKind = 'session' | 'api_key' | 'cookie' | 'ticket' | 'oidc';

const OWN_ENTRY = `SELECT 1 FROM audit_log e INDEXED BY audit_log_by_actor
  WHERE e.tenant = ?1 AND e.actor_id = ?11 AND e.at > ?2 - 60 AND e.action = ?4`;
const ENTRIES = `SELECT 1 FROM audit_log e INDEXED BY audit_log_by_action
  WHERE e.tenant = ?1 AND e.action = ?4 AND e.at > ?2 - 60 LIMIT ${BOUNDS.failedLogInAddresses.value}`;

const OF_ADDRESS = onceAMinuteWhere(
  `(EXISTS (${OWN_ENTRY}) OR (SELECT count(*) FROM (${ENTRIES})) < ${BOUNDS.failedLogInAddresses.value})`,
);
const OF_OTHERS = onceAMinuteWhere(`NOT EXISTS (${OWN_ENTRY})`);

/**
 * Records an invalid credential: one entry per minute and address, and a single one for all other addresses once
 * BOUNDS.failedLogInAddresses have theirs, so that strangers cannot fill a tenant's log. Repeats are only counted in
 * log lines, so that repeated attempts cause no writes.
 * `keyId` is the id of an API key as sent, whether or not it exists. `now` in seconds UTC.
 */
export function failedLogInQueries(
  origin: Origin,
  { credential, keyId }: { credential: SentCredentialKind; keyId?: string | undefined },
  now: number,
): BoundStatement[] {
  const details = { credential, key_id: keyId ?? null };
  const entryOf = (id: string) =>
    ({ action: 'log_in_failed', actor: { kind: 'unknown', id, origin }, details }) as const;
  const [ofAddress] = OF_ADDRESS(entryOf(origin.addressHash), now);
  const [ofOthers] = OF_OTHERS(entryOf(OTHER_ADDRESSES), now);
  return [ofAddress, ofOthers];
}
