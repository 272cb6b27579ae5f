import { type AuditedContext, auditWhere } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { statementsIn } from '../db/statement.ts';
import { Conflict } from '../errors.ts';
import { openSigningSecret, sealSigningSecret } from '../privacy/sealing/sealed-values.ts';
import type { KeyedContext } from '../service-context.ts';
import { cancelStatement } from './disable.ts';
import type { EventType } from './event-types.ts';
import type { Network } from './network.ts';
import { newSigningSecret } from './sign.ts';
import {
  checkUrl,
  findWebhook,
  SELECT_WEBHOOK,
  TOO_MANY,
  unknownWebhook,
  type Webhook,
  webhookIn,
} from './webhooks.ts';

const statement = statementsIn('delivery');

const MOST = BOUNDS.webhooksPerTenant.value;
const OVERLAP_SECONDS = BOUNDS.oldSecretHours.value * 3_600;

/** SQL: whether the tenant may have one more webhook. */
const HAS_ROOM = `(SELECT count(*) FROM webhooks n WHERE n.tenant = ?1) < ${MOST}`;
const INSERT = statement(`
  INSERT INTO webhooks (tenant, id, url, events, description, status, secret, skipped, created_at, changed_at)
  SELECT ?1, ?2, ?3, ?4, ?5, 'enabled', ?6, 0, ?7, ?7 WHERE ${HAS_ROOM}
  ON CONFLICT (tenant, id) DO NOTHING`);
const SELECT_SECRET = statement<{ secret: string }>(`
  SELECT w.secret AS secret FROM webhooks w WHERE w.tenant = ?1 AND w.id = ?2`);
/** Enabling begins anew: what failed before counts no more. */
const UPDATE = statement(`
  UPDATE webhooks SET url = ?3, events = ?4, description = ?5, status = ?6, changed_at = ?7,
    disabled_reason = iif(?6 = 'enabled', NULL, coalesce(disabled_reason, 'request')),
    failing_since = iif(?6 = 'enabled' AND (status <> 'enabled' OR url <> ?3), NULL, failing_since)
  WHERE tenant = ?1 AND id = ?2`);
const ROTATE = statement(`
  UPDATE webhooks SET previous_secret = secret, previous_until = ?4, secret = ?3, changed_at = ?5
  WHERE tenant = ?1 AND id = ?2`);
const DELETE = statement('DELETE FROM webhooks WHERE tenant = ?1 AND id = ?2');

/** Entries are written before what they are of, in the same transaction. */
const EXISTS = 'EXISTS (SELECT 1 FROM webhooks w WHERE w.tenant = ?1 AND w.id = ?8)';
const AUDIT_CREATED = auditWhere(`NOT ${EXISTS} AND ${HAS_ROOM}`);
const AUDIT = auditWhere(EXISTS);

type ChangeContext = AuditedContext & KeyedContext;

/** What a webhook is created with. */
export interface NewWebhook {
  url: string;
  events: readonly EventType[];
  description: string;
}

/**
 * Creates a webhook. Its secret is in the answer only. Throws InvalidInput for an address that is not public, Conflict
 * if the tenant has the maximum number.
 */
export async function createWebhook(
  context: ChangeContext & { creationId?: string | undefined },
  { url, events, description }: NewWebhook,
  network: Network,
): Promise<Webhook & { secret: string }> {
  const { store, actor, now, keys, creationId: id = crypto.randomUUID() } = context;
  await checkUrl(url, network);
  const secret = newSigningSecret();
  const sealed = await sealSigningSecret(keys, store.tenant, id, secret);
  const entry = { action: 'webhook_created', actor, subject: id, details: { events } } as const;
  const [, , [row], [stored]] = await store.batch([
    AUDIT_CREATED(entry, now),
    INSERT.with(id, url, JSON.stringify(events), description, sealed, now),
    SELECT_WEBHOOK.with({ id }),
    SELECT_SECRET.with(id),
  ]);
  if (!row || !stored) throw new Conflict(TOO_MANY);
  // A creation that is tried again finds the one that was made, with its secret.
  return { ...webhookIn(row), secret: await openSigningSecret(keys, store.tenant, id, stored.secret) };
}

/** What changes of a webhook; what is absent stays. */
export type WebhookChange = Partial<NewWebhook> & { isEnabled?: boolean | undefined };

/**
 * Changes a webhook. Disabling it cancels what waits. Throws NotFound for an unknown id, InvalidInput for an address
 * that is not public.
 */
export async function changeWebhook(
  context: AuditedContext,
  { id, ...change }: WebhookChange & { id: string },
  network: Network,
): Promise<Webhook> {
  const { store, actor, now } = context;
  const before = await findWebhook(context, id);
  const { url = before.url, events = before.events, description = before.description } = change;
  const isEnabled = change.isEnabled ?? before.isEnabled;
  if (url !== before.url) await checkUrl(url, network);
  const details = {
    ...(url !== before.url && { url_changed: true }),
    ...(change.events && { events: { old: before.events, new: events } }),
    ...(isEnabled !== before.isEnabled && { enabled: { old: before.isEnabled, new: isEnabled } }),
  };
  const [, , , [row]] = await store.batch([
    AUDIT({ action: 'webhook_changed', actor, subject: id, details }, now),
    UPDATE.with(id, url, JSON.stringify(events), description, isEnabled ? 'enabled' : 'disabled', now),
    cancelStatement(id),
    SELECT_WEBHOOK.with({ id }),
  ]);
  if (!row) throw unknownWebhook();
  return webhookIn(row);
}

/**
 * Gives a webhook a new secret, which is in the answer only. For `BOUNDS.oldSecretHours` the old one signs too. Throws
 * NotFound for an unknown id.
 */
export async function rotateWebhook(
  { store, actor, now, keys }: ChangeContext,
  id: string,
): Promise<Webhook & { secret: string }> {
  const secret = newSigningSecret();
  const sealed = await sealSigningSecret(keys, store.tenant, id, secret);
  const [, , [row]] = await store.batch([
    AUDIT({ action: 'webhook_rotated', actor, subject: id }, now),
    ROTATE.with(id, sealed, now + OVERLAP_SECONDS, now),
    SELECT_WEBHOOK.with({ id }),
  ]);
  if (!row) throw unknownWebhook();
  return { ...webhookIn(row), secret };
}

/** Deletes a webhook and cancels what waits for it. Throws NotFound for an unknown id. */
export async function deleteWebhook(context: AuditedContext, id: string): Promise<void> {
  const { store, actor, now } = context;
  await findWebhook(context, id);
  await store.batch([
    AUDIT({ action: 'webhook_deleted', actor, subject: id }, now),
    DELETE.with(id),
    cancelStatement(id),
  ]);
}
