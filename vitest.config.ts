import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const TEST_SECRET = 'test-only-secret-of-more-than-32-characters';

export default defineConfig(async () => ({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          MIGRATIONS: await readD1Migrations('./migrations'),
          SESSION_SECRET: `session-${TEST_SECRET}`,
          DATA_SECRET: `data-${TEST_SECRET}`,
          CORS_ORIGINS: 'https://app.example.com',
          PUBLIC_URL: 'https://callmeter.test',
        },
      },
    }),
  ],
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['./test/support/migrate.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each file has a runtime of its own, and most of its time goes into starting it.
    maxWorkers: '100%',
    silent: 'passed-only' as const,
  },
}));
