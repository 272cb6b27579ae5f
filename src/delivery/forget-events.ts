import { BOUNDS } from '../bounds.ts';
import { statementsIn } from '../db/statement.ts';
import type { TimedContext } from '../db/tenant-store.ts';

const statement = statementsIn('delivery');

const KEPT_SECONDS = BOUNDS.deliveryDays.value * 86_400;
/** Rows that one statement deletes at most. */
const MOST = 1_000;

const FORGET_EVENTS = statement<{ id: string }>(`
  DELETE FROM outbox_events WHERE tenant = ?1 AND id IN (
    SELECT o.id FROM outbox_events o WHERE o.tenant = ?1 AND o.at <= ?2 LIMIT ${MOST})
  RETURNING id`);
/** Those of events that are gone, and those of webhooks that are. */
const FORGET_DELIVERIES = statement<{ event: string }>(`
  DELETE FROM outbox_deliveries WHERE tenant = ?1 AND (kind, target, event) IN (
    SELECT o.kind, o.target, o.event FROM outbox_deliveries o WHERE o.tenant = ?1 AND o.next_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM outbox_events e WHERE e.tenant = ?1 AND e.id = o.event) LIMIT ${MOST})
  RETURNING event`);

/**
 * Deletes events that are older than `BOUNDS.deliveryDays`, and deliveries without an event. `until` is a time of
 * Date.now(); `done: false` if there are more.
 */
export async function forgetEvents(
  { store, now }: TimedContext,
  { until }: { until: number },
): Promise<{ done: boolean }> {
  while (Date.now() < until) {
    const [events, deliveries] = await store.batch([
      FORGET_EVENTS.with(now - KEPT_SECONDS),
      FORGET_DELIVERIES.with(),
    ]);
    if (events.length < MOST && deliveries.length < MOST) return { done: true };
  }
  return { done: false };
}
