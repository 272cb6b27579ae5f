import { env } from 'cloudflare:workers';
import { createApp } from './app.ts';
import { type Env, readConfig } from './env.ts';
import { consumeFailed, consumeSlice } from './exports/consume.ts';
import type { SliceMessage } from './exports/create.ts';
import { ROUTES } from './routes/registry.ts';
import { keepFresh } from './upkeep/keep-fresh.ts';
import { sealAllLogs } from './upkeep/seal-logs.ts';
import { sweepAllExports } from './upkeep/sweep-exports.ts';
import { askForNight, keepUp, type UpkeepMessage } from './upkeep/tasks.ts';

/** As in wrangler.toml; every other cron is the minutely one. */
const NIGHTLY = '17 2 * * *';
/** As in wrangler.toml; the other queue asks for upkeep. */
const EXPORTS = 'callmeter-exports';
const FAILED_EXPORTS = 'callmeter-exports-failed';

// At module scope: a bad configuration stops the Worker from starting.
const app = createApp(ROUTES, readConfig(env));

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),
  async queue(batch, env) {
    const bodies = batch.messages.map(({ body }) => body);
    if (batch.queue === EXPORTS || batch.queue === FAILED_EXPORTS) {
      const consume = batch.queue === EXPORTS ? consumeSlice : consumeFailed;
      for (const body of bodies) if ('job' in body) await consume(env, body);
      return;
    }
    for (const message of distinct(bodies)) {
      const { done } = await keepUp(env.DB, message);
      if (!done) await env.REFRESH_QUEUE.send(message);
    }
  },
  async scheduled({ cron }, env) {
    if (cron === NIGHTLY) {
      await askForNight(env.DB, env.REFRESH_QUEUE);
    } else {
      await sweepAllExports(env);
      await sealAllLogs(env);
      await keepFresh(env.DB);
    }
  },
} satisfies ExportedHandler<Env, UpkeepMessage | SliceMessage>;

/** Each task of a tenant once, however many of its messages came together. */
function distinct(messages: readonly UpkeepMessage[]): Iterable<UpkeepMessage> {
  return new Map(messages.map((message) => [`${message.tenant}/${message.task}`, message])).values();
}

export { RateLimiter } from './objects/rate-limiter.ts';
