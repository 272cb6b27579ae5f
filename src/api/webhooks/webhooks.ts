import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  rotateWebhook,
} from '../../delivery/change-webhooks.ts';
import { networkOf } from '../../delivery/network.ts';
import { findWebhook, listWebhooks } from '../../delivery/webhooks.ts';
import { defineOperation } from '../../http/operation.ts';
import { madeWebhookShape, presentWebhook, webhookFields, webhookShape } from './webhook-shape.ts';

const PATH = '/api/v1/webhooks';
const params = z.object({ id: z.string() });
const common = {
  contract: 'core',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
} as const;

export const listWebhooksOperation = defineOperation({
  ...common,
  id: 'listWebhooks',
  method: 'GET',
  path: PATH,
  summary: 'The webhooks of the tenant, the oldest first.',
  response: z.object({ webhooks: z.array(webhookShape) }),
  async handle(context) {
    return { webhooks: (await listWebhooks(context)).map(presentWebhook) };
  },
});

export const createWebhookOperation = defineOperation({
  ...common,
  id: 'createWebhook',
  method: 'POST',
  path: PATH,
  summary: 'Creates a webhook: an address that events are sent to. The answer alone shows its secret.',
  idempotent: true,
  body: z.strictObject({
    url: webhookFields.url,
    events: webhookFields.events,
    description: webhookFields.description.default(''),
  }),
  response: madeWebhookShape,
  status: 201,
  errors: [409],
  async handle(context, { body }) {
    const { secret, ...webhook } = await createWebhook(context, body, networkOf(context.config));
    return { ...presentWebhook(webhook), secret };
  },
});

export const getWebhookOperation = defineOperation({
  ...common,
  id: 'getWebhook',
  method: 'GET',
  path: `${PATH}/:id`,
  summary: 'One webhook.',
  params,
  response: webhookShape,
  errors: [404],
  async handle(context, { params: { id } }) {
    return presentWebhook(await findWebhook(context, id));
  },
});

export const patchWebhookOperation = defineOperation({
  ...common,
  id: 'patchWebhook',
  method: 'PATCH',
  path: `${PATH}/:id`,
  summary: 'Changes a webhook, or enables or disables it. Disabling cancels what waits for it.',
  params,
  body: z
    .strictObject({ ...webhookFields, enabled: z.boolean() })
    .partial()
    .refine(
      (body) => Object.keys(body).length > 0,
      'Must have at least one of url, events, description, enabled.',
    )
    .meta({ minProperties: 1 }),
  response: webhookShape,
  errors: [404],
  async handle(context, { params: { id }, body: { enabled, url, events, description } }) {
    const change = {
      id,
      isEnabled: enabled,
      ...(url !== undefined && { url }),
      ...(events && { events }),
      ...(description !== undefined && { description }),
    };
    return presentWebhook(await changeWebhook(context, change, networkOf(context.config)));
  },
});

export const deleteWebhookOperation = defineOperation({
  ...common,
  id: 'deleteWebhook',
  method: 'DELETE',
  path: `${PATH}/:id`,
  summary: 'Deletes a webhook, and cancels what waits for it.',
  params,
  response: z.void(),
  status: 204,
  errors: [404],
  async handle(context, { params: { id } }) {
    await deleteWebhook(context, id);
  },
});

export const rotateWebhookOperation = defineOperation({
  ...common,
  id: 'rotateWebhook',
  method: 'POST',
  path: `${PATH}/:id/rotate`,
  summary: 'Gives a webhook a new secret, which the answer alone shows. For 24 hours the old one signs too.',
  params,
  response: madeWebhookShape,
  errors: [404],
  async handle(context, { params: { id } }) {
    const { secret, ...webhook } = await rotateWebhook(context, id);
    return { ...presentWebhook(webhook), secret };
  },
});
