import { env } from 'cloudflare:workers';
import { createApp } from './app.ts';
import { type Env, readConfig } from './env.ts';
import { keepFresh, reconcileAll, refreshTenant } from './rollups/jobs.ts';
import { ROUTES } from './routes/registry.ts';

/** As in wrangler.toml; every other cron is the minutely one. */
const NIGHTLY = '17 2 * * *';

// At module scope: a bad configuration stops the Worker from starting.
const app = createApp(ROUTES, readConfig(env));

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),
  async queue(batch, env) {
    // Once a tenant, however many of its messages came together.
    for (const tenant of new Set(batch.messages.map(({ body }) => body.tenant))) {
      const { done } = await refreshTenant(env.DB, tenant);
      if (!done) await env.REFRESH_QUEUE.send({ tenant });
    }
  },
  async scheduled({ cron }, env) {
    if (cron === NIGHTLY) await reconcileAll(env.DB);
    else await keepFresh(env.DB);
  },
} satisfies ExportedHandler<Env, { tenant: string }>;
export { RateLimiter } from './objects/rate-limiter.ts';
