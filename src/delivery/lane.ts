import { statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { type Attempt, type Sent, settle } from './attempts.ts';
import type { Target } from './event-types.ts';

const statement = statementsIn('delivery');

/** Seconds after which another worker may take a delivery: the bound on an answer, with room for what is around it. */
const LEASE_SECONDS = 45;
/** Deliveries of a lane that are under way at once, however many messages there are. */
const IN_FLIGHT = 5;

const OPEN = 'outbox_deliveries_open';
const IS_SERVED = `EXISTS (SELECT 1 FROM tenants t
  WHERE t.tenant = ?1 AND t.status = 'active' AND t.removal_due_at IS NULL)`;

/** Takes the delivery that has been due for longest. One that was taken by a worker that died is due again. */
const CLAIM = statement<{ event: string; attempts: number }>(`
  UPDATE outbox_deliveries SET status = 'sending', attempts = attempts + 1, attempted_at = ?4,
    next_at = ?4 + ${LEASE_SECONDS}
  WHERE tenant = ?1 AND kind = ?2 AND target = ?3 AND next_at IS NOT NULL
    AND event = (SELECT d.event FROM outbox_deliveries d INDEXED BY ${OPEN}
      WHERE d.tenant = ?1 AND d.kind = ?2 AND d.target = ?3 AND d.next_at <= ?4 ORDER BY d.next_at LIMIT 1)
    AND (SELECT count(*) FROM outbox_deliveries f INDEXED BY ${OPEN}
      WHERE f.tenant = ?1 AND f.kind = ?2 AND f.target = ?3 AND f.next_at > ?4
        AND f.next_at <= ?4 + ${LEASE_SECONDS} AND f.status = 'sending') < ${IN_FLIGHT}
    AND ${IS_SERVED}
  RETURNING event, attempts`);
const SELECT_EVENT = statement<Attempt['event']>(`
  SELECT e.id AS id, e.type AS type, e.at AS at, e.data AS data FROM outbox_events e
  WHERE e.tenant = ?1 AND e.id = ?2`);
/** Writes nothing if another worker has taken the delivery meanwhile, or it was cancelled. */
const SETTLE = statement(`
  UPDATE outbox_deliveries SET status = ?6, next_at = ?7, code = ?8, answer = ?9
  WHERE tenant = ?1 AND kind = ?2 AND target = ?3 AND event = ?4 AND attempts = ?5 AND status = 'sending'`);

/** What working on a lane needs. */
export interface LaneContext extends StoreContext {
  /** Seconds UTC. */
  clock(): number;
  /** Makes one attempt; may take `BOUNDS.deliverySeconds`. What it throws counts as a failed attempt. */
  send(attempt: Attempt): Promise<Sent>;
}

/**
 * Makes deliveries of a lane that are due, one after the other, until none is left or it is `until` (seconds UTC). Any
 * number of workers may be at it: each delivery is taken by one. Returns when to go on, in seconds UTC: when the first
 * that failed is due again, or at once if there was no more time.
 */
export async function workOnLane(
  { store, clock, send }: LaneContext,
  { kind, target }: Target,
  until: number,
): Promise<{ nextAt?: number }> {
  let again = Number.POSITIVE_INFINITY;
  while (clock() < until) {
    const [[claimed]] = await store.batch([CLAIM.with(kind, target, clock())]);
    if (!claimed) return Number.isFinite(again) ? { nextAt: again } : {};
    const { event: id, attempts } = claimed;
    const [[event]] = await store.batch([SELECT_EVENT.with(id)]);
    const { outcome, also } = event
      ? await send({ event, target: { kind, target } })
      : { outcome: { kind: 'cancelled', answer: 'The event is no longer stored.' } as const, also: [] };
    const { status, nextAt } = settle(outcome, attempts, clock());
    const { code = null, answer = null } = outcome;
    await store.batch([SETTLE.with(kind, target, id, attempts, status, nextAt, code, answer), ...also]);
    if (nextAt !== null) again = Math.min(again, nextAt);
  }
  return { nextAt: clock() };
}
