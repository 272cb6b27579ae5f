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

/** After this a lane continues in another message, so that those behind it get their turn. */
const RUN_SECONDS = 10;
/** Retries up to here are asked for by a message; the cron, which runs once a minute, finds the others. */
const SHORT_SECONDS = 60;

/** Works on the lanes of a batch at once, so that none waits for another. Never throws: the cron finds what is left. */
export async function consumeLanes(env: Env, { messages }: MessageBatch<LaneMessage>): Promise<void> {
  await Promise.all(
    messages.map(async (message) => {
      try {
        await consumeLane(env, message.body);
      } catch (error) {
        const { tenant, kind, target } = message.body ?? {};
        logLine('error', { event: 'lane failed', tenant, kind, target, error: describeError(error) });
      }
      message.ack();
    }),
  );
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
