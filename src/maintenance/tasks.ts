import { newMeter } from '../db/meter.ts';
import { statementsIn } from '../db/statement.ts';
import { storeFor } from '../db/tenant-store.ts';
import type { Env } from '../env.ts';
import { logLine } from '../log.ts';
import { refresh } from '../rollups/refresh.ts';
import { namesIn } from './each-message.ts';
import { NIGHTLY, type NightlyTask } from './nightly.ts';
import { isBeingRemoved } from './remove-tenant.ts';

const statement = statementsIn('maintenance');

/** A maintenance task of one tenant; without `task`, a refresh. */
export interface UpkeepMessage {
  tenant: string;
  task?: NightlyTask;
}

/** Writes nothing if the tenant does not exist. */
const COMPLETED = statement(`
  INSERT INTO upkeep_runs (tenant, task, completed_at)
  SELECT ?1, ?2, ?3 FROM tenants WHERE tenant = ?1
  ON CONFLICT (tenant, task) DO UPDATE SET completed_at = max(completed_at, excluded.completed_at)`);

/**
 * Runs the task of a message until `until`, a time of Date.now(), and queues the rest. Can safely run twice. Throws if
 * a part of the task failed, or if the message is not a known maintenance task.
 */
export async function keepUp(env: Env, message: UpkeepMessage, until: number): Promise<void> {
  const { tenant, task } = checked(message);
  const store = storeFor(tenant, env.DB, newMeter());
  if (await isBeingRemoved(store)) return;
  if (task === undefined) {
    const { done } = await refresh(store, until);
    if (!done) await env.REFRESH_QUEUE.send({ tenant });
    return;
  }
  const now = Math.floor(Date.now() / 1_000);
  const { done } = await NIGHTLY[task](store, now, until);
  if (done) await store.batch([COMPLETED.with(task, now)]);
  else await env.NIGHTLY_QUEUE.send({ tenant, task });
}

/** Logs a message that failed for good. Cron queues its task again. */
export async function noteFailed(message: UpkeepMessage): Promise<void> {
  logLine('error', { event: 'upkeep message failed', ...namesIn(message) });
}

/** A message may come from an older or newer version of the code. */
function checked(message: UpkeepMessage): UpkeepMessage {
  const { tenant, task } = message ?? {};
  if (typeof tenant !== 'string' || (task !== undefined && !Object.hasOwn(NIGHTLY, task))) {
    throw new Error('This message asks for no upkeep that is known here.');
  }
  return message;
}
