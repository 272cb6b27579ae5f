import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { buildWeb } from './scripts/build/web.ts';
import { keepDatabasesInMemory } from './test/support/databases-in-memory.ts';
import { SlowestFiles } from './test/support/slowest-files.ts';

const TEST_SECRET = 'test-only-secret-of-more-than-32-characters';

/** In the Worker's runtime, with its bindings; what needs none of them runs in Node, which starts at once. */
const UNIT_TESTS = 'test/unit/**/*.test.ts';
const CLIENT_TESTS = 'clients/typescript/test/*.test.ts';

/** In a browser, against a server of their own: see test/browser/vitest.config.ts. */
const BROWSER_TESTS = 'test/browser/**';

const COMPILER_API = new URL('./test/unit/client-types/compiler-api.ts', import.meta.url).pathname;

keepDatabasesInMemory();
// The Worker under test serves them, and its configuration refuses a folder that does not exist.
await buildWeb();

export default defineConfig({
  test: {
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    silent: 'passed-only',
    reporters: ['default', new SlowestFiles()],
    provide: { histories: Number(process.env['HISTORIES'] ?? 6) },
    projects: [
      {
        extends: true,
        resolve: { alias: [{ find: /^typescript$/, replacement: COMPILER_API }] },
        test: {
          name: 'unit',
          include: [UNIT_TESTS, CLIENT_TESTS],
          environment: 'node',
          isolate: false,
          server: { deps: { inline: ['openapi-typescript'] } },
        },
      },
      {
        extends: true,
        plugins: [
          cloudflareTest(async () => ({
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
          })),
        ],
        test: {
          name: 'workerd',
          include: ['test/**/*.test.ts'],
          exclude: [UNIT_TESTS, BROWSER_TESTS],
          setupFiles: ['./test/support/fresh-database.ts'],
          isolate: false,
        },
      },
    ],
  },
});
