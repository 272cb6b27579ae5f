import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { test as base, expect, inject } from 'vitest';

/** The server that the run uses: `http://127.0.0.1:<port>`. */
export const ORIGIN = inject('origin');

let browser: Promise<Browser> | undefined;

/** Every other host is unknown to the browser, as on a machine without a network. */
const OFFLINE = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

function launched(): Promise<Browser> {
  browser ??= chromium.launch({ executablePath: inject('chromium'), args: [OFFLINE] });
  return browser;
}

/** Runs in the page: what its policy refuses is reported even if the refused script catches the exception. */
const REPORT_REFUSALS = `addEventListener('securitypolicyviolation', (refusal) => console.error(
  'policy: ' + [refusal.violatedDirective, refusal.blockedURI, refusal.sourceFile, refusal.lineNumber].join(' ')))`;

/** What went wrong in a page: errors on its console, exceptions, refusals of its policy, requests to elsewhere. */
interface Watched {
  page: Page;
  problems: string[];
}

async function open(options: BrowserContextOptions): Promise<Watched> {
  const context = await (await launched()).newContext({ baseURL: ORIGIN, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${ORIGIN}/`) && !/^(data|blob):/.test(url)) problems.push(`request: ${url}`);
  });
  await page.addInitScript(REPORT_REFUSALS);
  return { page, problems };
}

interface Fixtures {
  /** Of the browser context; set them with `test.override`, such as `{ viewport: { width: 390, height: 844 } }`. */
  browserOptions: BrowserContextOptions;
  watched: Watched;
  /** A page in a fresh browser context. The test fails if its `problems` are not empty at the end. */
  page: Page;
  /** What the page has done wrong so far; a test that expects some empties the list. */
  problems: string[];
}

/** A test in the browser, against the server of the run. */
export const test = base.extend<Fixtures>({
  browserOptions: {},
  watched: async ({ browserOptions }, use) => {
    const watched = await open(browserOptions);
    await use(watched);
    await watched.page.context().close();
    expect(watched.problems).toEqual([]);
  },
  page: async ({ watched }, use) => use(watched.page),
  problems: async ({ watched }, use) => use(watched.problems),
});
