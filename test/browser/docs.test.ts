import { describe, expect } from 'vitest';
import { ORIGIN, test } from './support.ts';
import { freshTenant } from './tenants.ts';

describe('the documentation page', () => {
  test('shows the first guide at once, with the address of this server in its commands', async ({ page }) => {
    await page.goto('/docs');
    expect(await page.textContent('h1')).toBe('First record in five minutes');
    const commands = await page.locator('pre code').allTextContents();
    expect(commands.join('\n')).toContain(`curl ${ORIGIN}/api/v1/ingest`);
  });

  test('a pasted key is filled into the commands of this tab', async ({ page }) => {
    await page.goto('/docs');
    await page.fill('#credential', 'cmk_acme_1234_5678');
    const command = () => page.locator('pre code', { hasText: '/api/v1/ingest' }).textContent();
    expect(await command()).toContain('Bearer cmk_acme_1234_5678');
    await page.reload();
    expect(await command()).toContain('Bearer cmk_acme_1234_5678');
    const other = await page.context().browser()?.newPage();
    await other?.goto(`${ORIGIN}/docs`);
    expect(await other?.locator('pre code', { hasText: '/api/v1/ingest' }).textContent()).toContain('$KEY');
    await other?.close();
  });

  test('search leads to a section of another guide', async ({ page }) => {
    await page.goto('/docs');
    await page.fill('#search', 'erasure customer');
    await page.click('#found a');
    await page.waitForURL(/\/docs\/[a-z-]+#/);
  });

  test('an unknown page says so', async ({ page, problems }) => {
    const answer = await page.goto('/docs/no-such-guide');
    expect([answer?.status(), await page.textContent('h1')]).toEqual([404, 'No such page']);
    problems.length = 0;
  });

  test('the reference tries a request with a key', async ({ page }) => {
    const tenant = await freshTenant();
    const key = await tenant.key(['analytics:read']);
    await page.goto('/docs/reference');
    await page.waitForSelector('.opblock-tag');
    await page.click('button.authorize');
    await page.fill('input[aria-label="auth-bearer-value"], .auth-container input[type=text]', key);
    await page.click('.auth-btn-wrapper button.authorize');
    await page.click('.auth-btn-wrapper button.btn-done');
    await page.click('.opblock-tag[data-tag=Platform]');
    await page.click('#operations-Platform-listMetrics');
    await page.click('#operations-Platform-listMetrics .try-out__btn');
    await page.click('#operations-Platform-listMetrics .execute');
    const status = page
      .locator('#operations-Platform-listMetrics .live-responses-table .response-col_status')
      .last();
    await status.waitFor();
    expect(await status.textContent()).toContain('200');
  });
});
