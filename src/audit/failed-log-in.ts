import { BOUNDS } from '../bounds.ts';
import type { BoundStatement } from '../db/statement.ts';
import { onceAMinuteWhere } from './once-a-minute.ts';
import type { Origin } from './origin.ts';

/** The actor of failed log-ins once too many addresses have entries of their own. */
const OTHER_ADDRESSES = 'other addresses';

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
export function failedLogInQueries(origin: Origin, keyId: string | undefined, now: number): BoundStatement[] {
  const details = { credential: keyId === undefined ? 'session' : 'api_key', key_id: keyId ?? null };
  const entryOf = (id: string) =>
    ({ action: 'log_in_failed', actor: { kind: 'unknown', id, origin }, details }) as const;
  const [ofAddress] = OF_ADDRESS(entryOf(origin.addressHash), now);
  const [ofOthers] = OF_OTHERS(entryOf(OTHER_ADDRESSES), now);
  return [ofAddress, ofOthers];
}
