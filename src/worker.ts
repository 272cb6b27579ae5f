import { env } from 'cloudflare:workers';
import { createApp } from './app.ts';
import { type Env, readConfig } from './env.ts';
import { ROUTES } from './routes/registry.ts';

// At module scope: a bad configuration stops the Worker from starting.
const app = createApp(ROUTES, readConfig(env));

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),
} satisfies ExportedHandler<Env, { tenant: string }>;
