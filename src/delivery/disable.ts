import { auditWhere } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';

const statement = statementsIn('delivery');

/** Why an endpoint was disabled, as answers show it. */
export const DISABLED_REASONS = ['request', 'gone', 'failing'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

const FAILING_SECONDS = BOUNDS.failingDays.value * 86_400;
const ACTOR = { kind: 'system', id: 'delivery' } as const;

const IS_ENABLED = "w.status = 'enabled'";
const HAS_FAILED = `${IS_ENABLED} AND w.failing_since <= ?2 - ${FAILING_SECONDS}`;

const entryIf = (condition: string) =>
  auditWhere(`EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant = ?1 AND w.id = ?8 AND ${condition})`);
const AUDIT_GONE = entryIf(IS_ENABLED);
const AUDIT_FAILING = entryIf(HAS_FAILED);

const disableIf = (condition: string) =>
  statement(`
    UPDATE webhooks AS w SET status = 'disabled', changed_at = ?2, disabled_reason = ?4
    WHERE w.tenant = ?1 AND w.id = ?3 AND ${condition}`);
const DISABLE = disableIf(IS_ENABLED);
const DISABLE_FAILING = disableIf(HAS_FAILED);
const CANCEL = statement(`
  UPDATE outbox_deliveries SET status = 'cancelled', next_at = NULL, answer = 'The webhook was disabled.'
  WHERE tenant = ?1 AND kind = 'webhook' AND target = ?2 AND next_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant = ?1 AND w.id = ?2 AND w.status = 'enabled')`);

/** Cancels what waits for an endpoint, unless it is enabled: nothing is sent to a disabled one. */
export function cancelStatement(id: string): BoundStatement {
  return CANCEL.with(id);
}

/** Disables an endpoint whose receiver answered that it is gone (410), with an audit entry. `now` in seconds UTC. */
export function disableGone(id: string, now: number): BoundStatement[] {
  const entry = {
    action: 'webhook_disabled',
    actor: ACTOR,
    subject: id,
    details: { reason: 'gone' },
  } as const;
  return [AUDIT_GONE(entry, now), DISABLE.with(now, id, 'gone'), cancelStatement(id)];
}

/** Disables an endpoint that has failed for `BOUNDS.failingDays`, with an audit entry. `now` in seconds UTC. */
export function disableFailing(id: string, now: number): BoundStatement[] {
  const details = { reason: 'failing', days: BOUNDS.failingDays.value };
  const entry = { action: 'webhook_disabled', actor: ACTOR, subject: id, details } as const;
  return [AUDIT_FAILING(entry, now), DISABLE_FAILING.with(now, id, 'failing'), cancelStatement(id)];
}
