import { createHash } from 'node:crypto';
import { newEntryId } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { type BoundStatement, type Param, statementsIn } from '../db/statement.ts';
import { announced } from './announce.ts';
import type { OutboxEvent, Target } from './event-types.ts';

const statement = statementsIn('delivery');

const MOST_WAITING = BOUNDS.waitingDeliveries.value;
const MOST_BYTES = BOUNDS.eventBytes.value;

/** SQL over the endpoint `w`: it takes the event of type ?3 that is also for the targets ?5. */
const TAKES = `w.status = 'enabled' AND (
    EXISTS (SELECT 1 FROM json_each(w.events) k WHERE k.value = ?3)
    OR EXISTS (SELECT 1 FROM json_each(?5) a WHERE a.value ->> 'kind' = 'webhook' AND a.value ->> 'target' = w.id))`;
const OTHER_TARGETS = `FROM json_each(?5) o WHERE o.value ->> 'kind' <> 'webhook'`;

/** Without a target nothing is written, so events that nobody wants cost one read. */
const insertEvent = (condition: string) =>
  statement(`
    INSERT INTO outbox_events (tenant, id, type, at, data)
    SELECT ?1, ?2, ?3, ?4, ?6
    WHERE (EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant = ?1 AND ${TAKES}) OR EXISTS (SELECT 1 ${OTHER_TARGETS}))
      AND (${condition})
    ON CONFLICT (tenant, id) DO NOTHING`);

const INTO = 'INSERT INTO outbox_deliveries (tenant, kind, target, event, status, attempts, next_at)';
const WRITTEN = 'EXISTS (SELECT 1 FROM outbox_events e WHERE e.tenant = ?1 AND e.id = ?2)';
const TO_WEBHOOKS = announced(
  statement<Target>(`
    ${INTO}
    SELECT ?1, 'webhook', w.id, ?2, 'waiting', 0, ?4 FROM webhooks w
    WHERE w.tenant = ?1 AND ${TAKES} AND ${WRITTEN}
      AND (SELECT count(*) FROM (SELECT 1 FROM outbox_deliveries d INDEXED BY outbox_deliveries_open
        WHERE d.tenant = ?1 AND d.kind = 'webhook' AND d.target = w.id AND d.next_at IS NOT NULL
        LIMIT ${MOST_WAITING})) < ${MOST_WAITING}
    ON CONFLICT (tenant, kind, target, event) DO NOTHING RETURNING kind, target`),
);
const TO_OTHERS = announced(
  statement<Target>(`
    ${INTO}
    SELECT ?1, o.value ->> 'kind', o.value ->> 'target', ?2, 'waiting', 0, ?3
    FROM json_each(?4) o WHERE o.value ->> 'kind' <> 'webhook' AND ${WRITTEN}
    ON CONFLICT (tenant, kind, target, event) DO NOTHING RETURNING kind, target`),
);
/** The endpoint sees that it has missed events. */
const COUNT_SKIPPED = statement(`
  UPDATE webhooks AS w SET skipped = skipped + 1
  WHERE w.tenant = ?1 AND ${TAKES} AND ${WRITTEN}
    AND NOT EXISTS (SELECT 1 FROM outbox_deliveries d
      WHERE d.tenant = ?1 AND d.kind = 'webhook' AND d.target = w.id AND d.event = ?2)`);

/**
 * Statements that write an event with one delivery per target, for the transaction that causes the event. They may be
 * anywhere in it. The store of a request or of maintenance then tells the queue (see `announcing`); what it does not
 * reach is found by the cron. Writes nothing if nobody takes the event: one row is read, and one per endpoint.
 * Throws an Error if the data is too large: callers bound it.
 */
export const eventStatements = eventWhere('TRUE');

/**
 * Like `eventStatements`, for something that may turn out not to happen: only if `condition` holds at that point of
 * the transaction. It is SQL over `?1`, the tenant, `?2`, the id of the event, and `?7` and following, the `more`
 * parameters; tables that it reads need a grant to delivery (src/db/table-access.ts).
 */
export function eventWhere(condition: string) {
  const insert = insertEvent(condition);
  return (
    { type, at, data, id = newEntryId(), to = [] }: OutboxEvent,
    ...more: Param[]
  ): BoundStatement[] => {
    const text = JSON.stringify(data);
    if (Buffer.byteLength(text) > MOST_BYTES)
      throw new Error(`The data of ${type} is over ${MOST_BYTES} bytes.`);
    const targets = JSON.stringify(to);
    const named = [id, type, at, targets] as const;
    return [
      insert.with(...named, text, ...more),
      TO_WEBHOOKS.with(...named),
      ...(to.some(({ kind }) => kind !== 'webhook') ? [TO_OTHERS.with(id, at, targets)] : []),
      COUNT_SKIPPED.with(...named),
    ];
  };
}

/**
 * The id of an event that may be made more than once: the same for the same `at` (seconds UTC) and name. It has the form
 * of a UUID of version 7 (RFC 9562), whose time is `at`, so that deliveries are listed in the order of their events.
 */
export function eventIdOf(at: number, name: string): string {
  const time = (at * 1_000).toString(16).padStart(12, '0');
  const hash = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hash.slice(3, 4), 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}
