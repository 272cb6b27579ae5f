import type { Statement } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import type { Env } from '../env.ts';
import { describeError, logLine } from '../log.ts';
import type { Target } from './event-types.ts';

/** A lane: the deliveries of one tenant to one target. Each message of the queue names one. */
export interface LaneMessage extends Target {
  readonly tenant: string;
}

/** The part of the queue that is used. */
export type DeliveryQueue = Pick<Env['DELIVERY_QUEUE'], 'sendBatch'>;

const announcedTexts = new Set<string>();

/** Marks a statement whose rows are targets that have a new delivery. */
export function announced(declared: Statement<Target>): Statement<Target> {
  announcedTexts.add(declared.text);
  return declared;
}

/**
 * Wraps a store so that, after each transaction that made deliveries, `announce` is called with their targets. It is not
 * called for a transaction that failed.
 */
export function announcing(
  store: TenantStore,
  announce: (targets: readonly Target[]) => void | Promise<void>,
): TenantStore {
  const timedBatch: TenantStore['timedBatch'] = async (queries) => {
    const answered = await store.timedBatch(queries);
    const rows = answered.rows as readonly (readonly unknown[])[];
    const targets = queries.flatMap(({ text }, place) =>
      announcedTexts.has(text) ? (rows[place] as readonly Target[]) : [],
    );
    if (targets.length > 0) await announce(targets);
    return answered;
  };
  return { tenant: store.tenant, timedBatch, batch: async (queries) => (await timedBatch(queries)).rows };
}

/** Maximum number of messages in one `sendBatch` call of Queues. */
const QUEUE_BATCH = 100;

/** Queues lanes to be worked on, after a delay in seconds. If that fails, it is only logged: the cron finds their deliveries. */
export async function enqueueLanes(
  queue: DeliveryQueue,
  lanes: readonly LaneMessage[],
  delaySeconds = 0,
): Promise<void> {
  const distinct = [...new Map(lanes.map((lane) => [JSON.stringify(lane), lane])).values()];
  for (let from = 0; from < distinct.length; from += QUEUE_BATCH) {
    const messages = distinct.slice(from, from + QUEUE_BATCH).map((body) => ({ body }));
    try {
      await queue.sendBatch(messages, { delaySeconds });
    } catch (error) {
      logLine('error', {
        event: 'deliveries not queued',
        lanes: messages.length,
        error: describeError(error),
      });
    }
  }
}

/** The store of work whose deliveries are queued before it goes on, such as maintenance. */
export function queueing(store: TenantStore, queue: DeliveryQueue): TenantStore {
  const { tenant } = store;
  return announcing(store, (targets) =>
    enqueueLanes(
      queue,
      targets.map(({ kind, target }) => ({ tenant, kind, target })),
    ),
  );
}
