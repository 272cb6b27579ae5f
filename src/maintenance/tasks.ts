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

/** What is done for one tenant; without a task, its pending changes are taken in. */
export interface UpkeepMessage {
  tenant: string;
  task?: NightlyTask;
}

/** Nothing is noted of a tenant that does not exist. */
const COMPLETED = statement(`
  INSERT INTO upkeep_runs (tenant, task, completed_at)
  SELECT ?1, ?2, ?3 FROM tenants WHERE tenant = ?1
  ON CONFLICT (tenant, task) DO UPDATE SET completed_at = max(completed_at, excluded.completed_at)`);

/**
 * Does what a message asks for, up to `until`, a time of Date.now(), and asks for the rest. Running it twice does
 * no harm. Throws if a part of it could not be done, or if the message is none of upkeep.
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

/** Notes a message that was given up; cron asks again for what it asked for. */
export async function noteFailed(message: UpkeepMessage): Promise<void> {
  logLine('error', { event: 'upkeep message failed', ...namesIn(message) });
}

/** Messages may be older, or newer, than the code that reads them. */
function checked(message: UpkeepMessage): UpkeepMessage {
  const { tenant, task } = message ?? {};
  if (typeof tenant !== 'string' || (task !== undefined && !Object.hasOwn(NIGHTLY, task))) {
    throw new Error('This message asks for no upkeep that is known here.');
  }
  return message;
}
