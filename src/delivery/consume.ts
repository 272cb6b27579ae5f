import { waitUntil } from 'cloudflare:workers';
import { newMeter } from '../db/meter.ts';
import { storeFor } from '../db/tenant-store.ts';
import { type Env, readConfig } from '../env.ts';
import { describeError, logLine } from '../log.ts';
import { serviceContext } from '../service-context.ts';
import { enqueueLanes, type LaneMessage, queueing } from './announce.ts';
import { TARGET_KINDS } from './event-types.ts';
import { workOnLane } from './lane.ts';
import { networkOf } from './network.ts';
import { webhookSender } from './send-to-webhook.ts';

/** After this a lane continues in another message. Short, because an attempt that begins last may take 19 more. */
const RUN_SECONDS = 8;
/** Retries up to here are asked for by a message; the cron, which runs once a minute, finds the others. */
const SHORT_SECONDS = 60;

/**
 * Delivers the lanes of a batch in the background, so that a slow endpoint does not delay the queue or other endpoints.
 * Each message is acknowledged before its work; the cron finds what is left undone. Never throws.
 */
export function consumeLanes(env: Env, { messages }: MessageBatch<LaneMessage>): void {
  for (const message of messages) {
    message.ack();
    waitUntil(consumeLane(env, message.body).catch((error: unknown) => logFailed(message.body, error)));
  }
}

function logFailed(lane: LaneMessage | undefined, error: unknown): void {
  const { tenant, kind, target } = lane ?? {};
  logLine('error', { event: 'lane failed', tenant, kind, target, error: describeError(error) });
}

async function consumeLane(env: Env, message: LaneMessage): Promise<void> {
  const { tenant, kind, target } = message;
  if (!TARGET_KINDS.includes(kind)) throw new Error(`Unknown kind of target: ${kind}.`);
  const clock = () => Math.floor(Date.now() / 1_000);
  const context = serviceContext({
    store: queueing(storeFor(tenant, env.DB, newMeter()), env.DELIVERY_QUEUE),
    config: readConfig(env),
    clock,
  });
  const { store } = context;
  const send = webhookSender(context, networkOf(context.config));
  const { nextAt } = await workOnLane({ store, clock, send }, { kind, target }, clock() + RUN_SECONDS);
  if (nextAt === undefined) return;
  const delaySeconds = Math.max(0, nextAt - clock());
  if (delaySeconds <= SHORT_SECONDS) await enqueueLanes(env.DELIVERY_QUEUE, [message], delaySeconds);
}
