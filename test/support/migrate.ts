import type { D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

const { DB, MIGRATIONS } = env as unknown as { DB: D1Database; MIGRATIONS: D1Migration[] };

// Each file has a database of its own: one batch of all migrations takes a fraction of the time of one after another.
await DB.batch(MIGRATIONS.flatMap(({ queries }) => queries).map((query) => DB.prepare(query)));
