import { lanesWithDueDeliveries } from '../db/catalog-store.ts';
import { newMeter } from '../db/meter.ts';
import type { Env } from '../env.ts';
import { enqueueLanes, type LaneMessage } from './announce.ts';

/** A delivery that has been due for this long has no message under way, or one that is late. */
const GRACE_SECONDS = 10;
/** Lanes that one run queues; the others follow a minute later. */
const LANES_A_RUN = 1_000;

/**
 * Every minute: queues the lanes with deliveries that are due, whether their message was lost, their worker died, or
 * they waited longer than a message may.
 */
export async function sweepDeliveries(env: Pick<Env, 'DB' | 'DELIVERY_QUEUE'>): Promise<void> {
  const before = Math.floor(Date.now() / 1_000) - GRACE_SECONDS;
  const lanes = await lanesWithDueDeliveries<LaneMessage>(env.DB, before, LANES_A_RUN, newMeter());
  await enqueueLanes(env.DELIVERY_QUEUE, lanes);
}
