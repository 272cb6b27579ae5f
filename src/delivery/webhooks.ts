import { BOUNDS } from '../bounds.ts';
import { eq } from '../db/expressions.ts';
import { webhooks } from '../db/schema.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { invalidInput } from '../error-list.ts';
import { NotFound } from '../errors.ts';
import { DISABLED_REASONS, type DisabledReason } from './disable.ts';
import { ACCEPTED_URL } from './endpoint-url.ts';
import { EVENT_TYPE_NAMES, type EventType } from './event-types.ts';
import { type Network, reachOf } from './network.ts';

const queries = queriesIn('delivery');

/** An address that takes events. Instants are seconds UTC. */
export interface Webhook {
  id: string;
  url: string;
  events: readonly EventType[];
  description: string;
  isEnabled: boolean;
  disabledReason: DisabledReason | null;
  /** The first failure since the last success. */
  failingSince: number | null;
  /** Events that were not queued because `BOUNDS.waitingDeliveries` were waiting. */
  skipped: number;
  /** Until when the secret before the last rotation signs too. */
  previousSecretUntil: number | null;
  createdAt: number;
  changedAt: number;
}

const COLUMNS = {
  id: webhooks.id,
  url: webhooks.url,
  events: webhooks.events,
  description: webhooks.description,
  status: webhooks.status,
  disabled_reason: webhooks.disabled_reason,
  previous_until: webhooks.previous_until,
  failing_since: webhooks.failing_since,
  skipped: webhooks.skipped,
  created_at: webhooks.created_at,
  changed_at: webhooks.changed_at,
};

const SELECT_ALL = queries.select(webhooks, () => ({
  columns: COLUMNS,
  orderBy: [webhooks.created_at, webhooks.id],
}));
export const SELECT_WEBHOOK = queries.select(webhooks, ({ id }: Inputs<{ id: string }>) => ({
  columns: COLUMNS,
  where: eq(webhooks.id, id),
}));

type Row = Omit<typeof webhooks.$inferSelect, 'tenant' | 'secret' | 'previous_secret'>;

/** All webhooks of the tenant, the oldest first; at most `BOUNDS.webhooksPerTenant`. */
export async function listWebhooks({ store }: StoreContext): Promise<Webhook[]> {
  const [rows] = await store.batch([SELECT_ALL.with()]);
  return rows.map(webhookIn);
}

/** One webhook. Throws NotFound for an unknown id. */
export async function findWebhook({ store }: StoreContext, id: string): Promise<Webhook> {
  const [[row]] = await store.batch([SELECT_WEBHOOK.with({ id })]);
  if (!row) throw unknownWebhook();
  return webhookIn(row);
}

/** Converts a stored row. */
export function webhookIn(row: Row): Webhook {
  const events = JSON.parse(row.events) as string[];
  return {
    id: row.id,
    url: row.url,
    events: EVENT_TYPE_NAMES.filter((type) => events.includes(type)),
    description: row.description,
    isEnabled: row.status === 'enabled',
    disabledReason: DISABLED_REASONS.find((reason) => reason === row.disabled_reason) ?? null,
    failingSince: row.failing_since,
    skipped: row.skipped,
    previousSecretUntil: row.previous_until,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

export function unknownWebhook(): NotFound {
  return new NotFound('No webhook has this id.');
}

export const TOO_MANY = `This tenant has the maximum of ${BOUNDS.webhooksPerTenant.value} webhooks. Delete one first.`;

/**
 * Throws InvalidInput unless the address is one of a public host now. If the resolver cannot be asked, the address is
 * accepted: it is checked again before every request.
 */
export async function checkUrl(url: string, network: Network): Promise<void> {
  const reach = await reachOf(url, network);
  if (reach === 'public' || reach === 'unknown') return;
  const message =
    reach === 'not found'
      ? `The host is unknown. The URL must be ${ACCEPTED_URL}.`
      : `The URL, or an address that its host leads to, is not public. It must be ${ACCEPTED_URL}.`;
  throw invalidInput('The body', [{ path: 'url', message }]);
}
