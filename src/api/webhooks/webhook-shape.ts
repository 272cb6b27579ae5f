import * as z from 'zod';
import { BOUNDS } from '../../bounds.ts';
import type { Delivery } from '../../delivery/deliveries.ts';
import { ACCEPTED_URL } from '../../delivery/endpoint-url.ts';
import { EVENT_TYPE_NAMES } from '../../delivery/event-types.ts';
import type { Webhook } from '../../delivery/webhooks.ts';
import { isoInstant } from '../../time/dates.ts';

const eventType = z.enum(EVENT_TYPE_NAMES);

/** The fields of a webhook, as sent. */
export const webhookFields = {
  url: z.string().max(BOUNDS.webhookUrl.value).describe(`Where events are sent: ${ACCEPTED_URL}.`),
  events: z
    .array(eventType)
    .min(1)
    .max(EVENT_TYPE_NAMES.length)
    .transform((types) => [...new Set(types)])
    .describe('Types of events that are sent to it.'),
  description: z.string().trim().max(BOUNDS.webhookDescription.value),
};

/** A webhook as answers show it, without its secret. */
export const webhookShape = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(eventType),
  description: z.string(),
  enabled: z.boolean(),
  disabled_reason: z
    .enum(['request', 'gone', 'failing'])
    .nullable()
    .describe('request: by a change. gone: its receiver answered 410. failing: no success for five days.'),
  failing_since: z.iso.datetime().nullable().describe('The first failure since the last success.'),
  skipped: z.int().describe('Events that were not sent because too many were waiting.'),
  previous_secret_until: z.iso
    .datetime()
    .nullable()
    .describe('Until when the secret before the last rotation signs too.'),
  created_at: z.iso.datetime(),
  changed_at: z.iso.datetime(),
});

/** A webhook with its secret, which is shown once. */
export const madeWebhookShape = webhookShape.extend({
  secret: z.string().describe('Signs every request: whsec_ and base64. It cannot be shown again.'),
});

/** A webhook as answers show it. */
export function presentWebhook(webhook: Webhook): z.input<typeof webhookShape> {
  const { id, url, events, description, isEnabled, disabledReason, skipped } = webhook;
  return {
    id,
    url,
    events: [...events],
    description,
    enabled: isEnabled,
    disabled_reason: disabledReason,
    failing_since: instantOf(webhook.failingSince),
    skipped,
    previous_secret_until: instantOf(webhook.previousSecretUntil),
    created_at: isoInstant(webhook.createdAt),
    changed_at: isoInstant(webhook.changedAt),
  };
}

/** One event for one webhook. */
export const deliveryShape = z.object({
  id: z.string().describe('The id of the event, which is sent as webhook-id in every attempt.'),
  type: z.string(),
  timestamp: z.iso.datetime().describe('When the event happened.'),
  status: z
    .enum(['waiting', 'sending', 'delivered', 'failed', 'cancelled'])
    .describe('failed: all attempts were made. cancelled: the webhook was disabled or deleted.'),
  attempts: z.int(),
  attempted_at: z.iso.datetime().nullable(),
  next_attempt_at: z.iso.datetime().nullable(),
  code: z.int().nullable().describe('The status of the last answer; null if there was none.'),
  answer: z
    .string()
    .nullable()
    .describe(
      `The first ${BOUNDS.deliveryAnswer.value} characters of the last answer, or why there was none.`,
    ),
});

/** A delivery as answers show it. */
export function presentDelivery(delivery: Delivery): z.input<typeof deliveryShape> {
  const { id, type, at, status, attempts, attempted_at, next_at, code, answer } = delivery;
  return {
    id,
    type,
    timestamp: isoInstant(at),
    status,
    attempts,
    attempted_at: instantOf(attempted_at),
    next_attempt_at: instantOf(next_at),
    code,
    answer,
  };
}

function instantOf(at: number | null): string | null {
  return at === null ? null : isoInstant(at);
}
