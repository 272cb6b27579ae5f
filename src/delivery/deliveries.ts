import { newEntryId } from '../audit/entry.ts';
import { statementsIn } from '../db/statement.ts';
import type { StoreContext, TimedContext } from '../db/tenant-store.ts';
import { Conflict, NotFound } from '../errors.ts';
import { announced } from './announce.ts';
import type { DeliveryStatus } from './attempts.ts';
import { eventStatements } from './event-statements.ts';
import { type Target, TEST_EVENT } from './event-types.ts';
import { findWebhook } from './webhooks.ts';

const statement = statementsIn('delivery');

/** A delivery to a webhook. Instants are seconds UTC. */
export interface Delivery {
  /** The id of the event, which is also sent as `webhook-id`. */
  id: string;
  type: string;
  /** When the event happened. */
  at: number;
  status: DeliveryStatus;
  attempts: number;
  attempted_at: number | null;
  /** When the next attempt is due; null if none follows. */
  next_at: number | null;
  /** The status of the last answer; null if there was none. */
  code: number | null;
  /** How the last answer begins, or why there was none. */
  answer: string | null;
}

const SELECTED = `
  SELECT d.event AS id, e.type AS type, e.at AS at, d.status AS status, d.attempts AS attempts,
    d.attempted_at AS attempted_at, iif(d.status = 'waiting', d.next_at, NULL) AS next_at, d.code AS code,
    d.answer AS answer
  FROM outbox_deliveries d JOIN outbox_events e ON e.tenant = ?1 AND e.id = d.event
  WHERE d.tenant = ?1 AND d.kind = 'webhook' AND d.target = ?2`;
const SELECT_PAGE = statement<Delivery>(`${SELECTED} AND d.event < ?3 ORDER BY d.event DESC LIMIT ?4`);
const SELECT_ONE = statement<Delivery>(`${SELECTED} AND d.event = ?3`);
/** Attempts that were made still count, so that the schedule goes on from there. */
const AGAIN = announced(
  statement<Target>(`
    UPDATE outbox_deliveries SET status = 'waiting', next_at = ?4
    WHERE tenant = ?1 AND kind = 'webhook' AND target = ?2 AND event = ?3 AND status <> 'sending'
      AND EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant = ?1 AND w.id = ?2 AND w.status = 'enabled')
    RETURNING kind, target`),
);

/** Sorts after every id. */
const LAST = '~';

/** A page of the deliveries to a webhook, newest event first. `next`: the `after` of the next page, or null. */
export async function listDeliveries(
  context: StoreContext,
  { id, after = LAST, limit }: { id: string; after?: string | undefined; limit: number },
): Promise<{ deliveries: Delivery[]; next: string | null }> {
  await findWebhook(context, id);
  const [rows] = await context.store.batch([SELECT_PAGE.with(id, after, limit + 1)]);
  const deliveries = rows.slice(0, limit);
  return { deliveries, next: rows.length > limit ? (deliveries.at(-1)?.id ?? null) : null };
}

/**
 * Makes a delivery due at once, also one that has succeeded or failed. Throws NotFound for an unknown webhook or delivery, Conflict if
 * the webhook is disabled or an attempt is under way.
 */
export async function retryDelivery(
  context: TimedContext,
  { id, delivery }: { id: string; delivery: string },
): Promise<Delivery> {
  const { store, now } = context;
  const webhook = await findWebhook(context, id);
  if (!webhook.isEnabled) throw isDisabled();
  const [again, [found]] = await store.batch([AGAIN.with(id, delivery, now), SELECT_ONE.with(id, delivery)]);
  if (!found) throw new NotFound('This webhook has no delivery with this id.');
  if (again.length === 0) throw new Conflict('An attempt is under way. Wait for its outcome.', 20);
  return found;
}

/** Sends an event `webhook.test` to one webhook. Throws NotFound for an unknown id, Conflict if it is disabled. */
export async function testWebhook(context: TimedContext, id: string): Promise<Delivery> {
  const { store, now } = context;
  const webhook = await findWebhook(context, id);
  if (!webhook.isEnabled) throw isDisabled();
  const event = newEntryId();
  const to = [{ kind: 'webhook', target: id }] as const;
  const statements = eventStatements({ type: TEST_EVENT, at: now, data: { webhook: id }, id: event, to });
  const answered = await store.batch([...statements, SELECT_ONE.with(id, event)]);
  const [made] = answered.at(-1) as Delivery[];
  if (!made)
    throw new Conflict('Too many deliveries are waiting for this webhook. Wait until some have been made.');
  return made;
}

function isDisabled(): Conflict {
  return new Conflict('The webhook is disabled: nothing is sent to it. Enable it first.');
}
