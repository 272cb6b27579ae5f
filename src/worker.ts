import { env, waitUntil } from 'cloudflare:workers';
import { ROUTES } from './api/registry.ts';
import { createApp } from './app.ts';
import { onFiguresMoved } from './db/data-version.ts';
import type { LaneMessage } from './delivery/announce.ts';
import { consumeLanes } from './delivery/consume.ts';
import { type Env, readConfig } from './env.ts';
import { consumeFailed, consumeSlice } from './exports/consume.ts';
import type { SliceMessage } from './exports/create.ts';
import { poke } from './live/poke.ts';
import {
  logFailure,
  refreshDueTenants,
  removeDueTenants,
  sealAllLogs,
  sweepAllExports,
  sweepDeliveries,
} from './maintenance/cron.ts';
import { enqueueNightlyTasks, enqueueOverdueTasks } from './maintenance/nightly.ts';
import { eachMessage, type MaintenanceMessage, noteFailed, runTask } from './maintenance/tasks.ts';

/** As in wrangler.toml. Any other cron trigger is the one that runs every minute. */
const NIGHTLY = '17 2 * * *';
const HOURLY = '47 * * * *';
/** As in wrangler.toml. The other queues carry maintenance tasks. */
const EXPORTS = 'callmeter-exports';
const DELIVERIES = 'callmeter-deliveries';
const FAILED_EXPORTS = 'callmeter-exports-failed';
const FAILED_MAINTENANCE = 'callmeter-maintenance-failed';

// At module scope: a bad configuration stops the Worker from starting.
const app = createApp(ROUTES, readConfig(env));

// Whoever writes what figures are read from: a request, a queue, cron. Nothing waits for it.
onFiguresMoved((tenant) => waitUntil(poke(env.LIVE_HUB, tenant)));

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),
  async queue(batch, env) {
    const exports = batch as MessageBatch<SliceMessage>;
    const maintenance = batch as MessageBatch<MaintenanceMessage>;
    if (batch.queue === EXPORTS) await eachMessage(exports, (body) => consumeSlice(env, body));
    else if (batch.queue === DELIVERIES) consumeLanes(env, batch as MessageBatch<LaneMessage>);
    else if (batch.queue === FAILED_EXPORTS) await eachMessage(exports, (body) => consumeFailed(env, body));
    else if (batch.queue === FAILED_MAINTENANCE) await eachMessage(maintenance, noteFailed);
    else await eachMessage(maintenance, (body, until) => runTask(env, body, until));
  },
  async scheduled({ cron }, env) {
    if (cron === NIGHTLY) await enqueueNightlyTasks(env);
    else if (cron === HOURLY) await enqueueOverdueTasks(env);
    else {
      await logFailure(null, () => sweepDeliveries(env));
      await logFailure(null, () => sweepAllExports(env));
      await logFailure(null, () => removeDueTenants(env));
      await logFailure(null, () => sealAllLogs(env));
      await logFailure(null, () => refreshDueTenants(env));
    }
  },
} satisfies ExportedHandler<Env, MaintenanceMessage | SliceMessage | LaneMessage>;

export { LiveHub } from './live/hub.ts';
export { RateLimiter } from './rate-limits/rate-limiter.ts';
