import { env } from 'cloudflare:workers';
import { createApp } from './app.ts';
import { type Env, readConfig } from './env.ts';
import type { SliceMessage } from './exports/create.ts';
import { consumeFailed, consumeSlice, forgetAllOldExports, sweepAllExports } from './exports/upkeep.ts';
import { forgetOldOfAll, keepFresh, reconcileAll, refreshTenant } from './rollups/jobs.ts';
import { ROUTES } from './routes/registry.ts';

/** As in wrangler.toml; every other cron is the minutely one. */
const NIGHTLY = '17 2 * * *';
/** As in wrangler.toml; the other queue asks for refreshes. */
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
    // Once a tenant, however many of its messages came together.
    for (const tenant of new Set(bodies.map((body) => body.tenant))) {
      const { done } = await refreshTenant(env.DB, tenant);
      if (!done) await env.REFRESH_QUEUE.send({ tenant });
    }
  },
  async scheduled({ cron }, env) {
    if (cron === NIGHTLY) {
      await forgetAllOldExports(env);
      await reconcileAll(env.DB);
      await forgetOldOfAll(env.DB);
    } else {
      await sweepAllExports(env);
      await keepFresh(env.DB);
    }
  },
} satisfies ExportedHandler<Env, { tenant: string } | SliceMessage>;
export { RateLimiter } from './objects/rate-limiter.ts';
