import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { apiClient } from '../../scripts/start/api.ts';
import { ORIGIN } from './support.ts';
import type { BrowserTenant } from './tenants.ts';

/** The first segments of the paths of all pages that show figures of the demo tenant. */
export const PAGES = [
  'now',
  'overview',
  'queues',
  'queues/queue-billing',
  'agents',
  'agents/agent-09',
  'conversations',
  'quality',
  'satisfaction',
  'costs',
  'explore',
  'records?metric=missed_calls',
  'dashboards',
  'exports',
  'settings',
] as const;

/** Signs the browser in by a link, as `npm start` prints it. */
export async function signIn(page: Page, tenant: BrowserTenant, role = 'manager'): Promise<void> {
  await page.goto(await tenant.link(role));
  await page.waitForSelector('#content h1');
}

/** Opens a page of the dashboard and waits until nothing of it is being loaded. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path.startsWith('/') ? path : `/${path}`);
  await page.waitForSelector('#content h1');
  await settled(page);
}

/** Waits until no part of the page is being loaded. */
export async function settled(page: Page): Promise<void> {
  const loading = page.locator('#content .skeleton, #content [aria-busy="true"]');
  // Not waitForFunction: it evaluates text in the page, which the page's policy forbids.
  await expect.poll(() => loading.count(), { timeout: 30_000 }).toBe(0);
}

/** The answer to a query, asked without the dashboard. */
export async function answerOf(tenant: BrowserTenant, query: object): Promise<Record<string, number>> {
  const { status, body } = await apiClient(ORIGIN, await tenant.token('manager')).post(
    '/api/v1/query',
    query,
  );
  expect(status).toBe(200);
  return (body as { rows: Record<string, number>[] }).rows[0] ?? {};
}

/** The key figures of a page as it shows them, by their names. */
export async function keyFigures(page: Page): Promise<Record<string, string>> {
  const figures = await page.locator('.kpi').all();
  const read = figures.map(async (figure) => [
    (await figure.locator('.metric-name').first().textContent())?.trim(),
    (await figure.locator('.figure').textContent())?.trim(),
  ]);
  return Object.fromEntries(await Promise.all(read));
}
