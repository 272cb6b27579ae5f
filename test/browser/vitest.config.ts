import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { findChromium, NO_CHROMIUM } from './chromium.ts';

const chromium = findChromium();
if (!chromium) console.log(NO_CHROMIUM);

/** Set by hand, it is kept after the run, so that the demo tenant need not be filled again by the next one. */
const kept = process.env.CALLMETER_DIRECTORY;
// What starts the server reads this as it loads, here and in the process of the tests.
if (chromium) process.env.CALLMETER_DIRECTORY ??= mkdtempSync(join(tmpdir(), 'callmeter-browser-'));

export default defineConfig({
  test: {
    name: 'browser',
    include: chromium ? ['test/browser/**/*.test.ts'] : [],
    passWithNoTests: !chromium,
    environment: 'node',
    globalSetup: chromium ? ['./test/browser/server.ts'] : [],
    provide: { chromium: chromium ?? '', isKept: kept !== undefined },
    // One server, one browser, one page after the other.
    fileParallelism: false,
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the browser. */
    chromium: string;
    isKept: boolean;
    /** Of the server that the whole run uses: `http://127.0.0.1:<port>`. */
    origin: string;
  }
}
