import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { listDeliveries, retryDelivery, testWebhook } from '../../delivery/deliveries.ts';
import { defineOperation } from '../../http/operation.ts';
import { cursorFor } from '../cursor.ts';
import { wholeParameter } from '../parameters.ts';
import { deliveryShape, presentDelivery } from './webhook-shape.ts';

const PATH = '/api/v1/webhooks/:id';
const CURSOR = cursorFor({ id: z.string() });
const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

const common = {
  contract: 'core',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
} as const;

export const listDeliveriesOperation = defineOperation({
  ...common,
  id: 'listWebhookDeliveries',
  method: 'GET',
  path: `${PATH}/deliveries`,
  summary: 'What was sent to a webhook in the last 30 days and what waits, newest first, page by page.',
  params: z.object({ id: z.string() }),
  query: z.strictObject({
    limit: wholeParameter(1, MAX_LIMIT).default(DEFAULT_LIMIT),
    cursor: CURSOR.parameter.optional().describe('next_cursor of the page before.'),
  }),
  response: z.object({ deliveries: z.array(deliveryShape), next_cursor: z.string().nullable() }),
  errors: [404],
  async handle(context, { params: { id }, query: { limit, cursor } }) {
    const { deliveries, next } = await listDeliveries(context, { id, limit, after: cursor?.id });
    return {
      deliveries: deliveries.map(presentDelivery),
      next_cursor: next === null ? null : CURSOR.encode({ id: next }),
    };
  },
});

export const retryDeliveryOperation = defineOperation({
  ...common,
  id: 'retryWebhookDelivery',
  method: 'POST',
  path: `${PATH}/deliveries/:delivery/retry`,
  summary: 'Makes a delivery again, at once, whatever became of it; with the same id.',
  params: z.object({ id: z.string(), delivery: z.string() }),
  response: deliveryShape,
  status: 202,
  errors: [404, 409],
  async handle(context, { params }) {
    return presentDelivery(await retryDelivery(context, params));
  },
});

export const testWebhookOperation = defineOperation({
  ...common,
  id: 'testWebhook',
  method: 'POST',
  path: `${PATH}/test`,
  summary: 'Sends an event webhook.test to a webhook, as every event is sent.',
  params: z.object({ id: z.string() }),
  response: deliveryShape,
  status: 202,
  errors: [404, 409],
  async handle(context, { params: { id } }) {
    return presentDelivery(await testWebhook(context, id));
  },
});
