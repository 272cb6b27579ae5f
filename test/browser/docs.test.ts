import AxeBuilder from '@axe-core/playwright';
import { describe, expect } from 'vitest';
import { ORIGIN, test } from './support.ts';
import { freshTenant } from './tenants.ts';

const NARROW = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;

describe('the documentation page', () => {
  test('shows the first guide at once, with the address of this server in its commands', async ({ page }) => {
    await page.goto('/docs');
    expect(await page.textContent('h1')).toBe('First record in five minutes');
    const commands = await page.locator('pre code').allTextContents();
    expect(commands.join('\n')).toContain(`curl ${ORIGIN}/api/v1/ingest`);
  });

  test('a pasted key is filled into the commands of this tab, and of no other', async ({ page }) => {
    await page.goto('/docs');
    await page.fill('#credential', 'cmk_acme_1234_5678');
    const ingest = page.locator('pre code', { hasText: '/api/v1/ingest' });
    expect(await ingest.textContent()).toContain('Bearer cmk_acme_1234_5678');
    await page.goto('/docs/query');
    expect(await page.locator('pre code').first().textContent()).toContain('Bearer cmk_acme_1234_5678');
    const other = await page.context().newPage();
    await other.goto('/docs');
    expect(await other.locator('pre code', { hasText: '/api/v1/ingest' }).textContent()).toContain('$KEY');
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
    expect(problems.splice(0)).toEqual([expect.stringContaining('404')]);
  });

  test('the reference shows an example, and tries a request with a key', async ({ page }) => {
    const key = await (await freshTenant()).key(['analytics:read']);
    await page.goto('/docs/reference');
    await page.click('button.authorize');
    await page.fill('.auth-container input[type=text] >> nth=0', key);
    await page.click('.auth-btn-wrapper button.authorize >> nth=0');
    await page.click('.auth-btn-wrapper button.btn-done >> nth=0');
    await page.click('.opblock-tag[data-tag=Platform]');
    const operation = page.locator('#operations-Platform-listMembers');
    await operation.click();
    await operation.locator('.try-out__btn').click();
    expect(await operation.locator('.responses-wrapper').textContent()).toContain('Bruno Alves');
    expect(await operation.locator('tr[data-param-name=name] :is(input, select)').inputValue()).toBe('agent');
    await operation.locator('.execute').click();
    const status = operation.locator('.live-responses-table .response-col_status').last();
    await status.waitFor();
    expect(await status.textContent()).toContain('200');
  });
});

describe('on a narrow and dark screen', () => {
  test.override({ browserOptions: NARROW });

  test.for(['/docs', '/docs/definitions', '/docs/reference'])(
    '%s is not wider than it',
    async (path, { page }) => {
      await page.goto(path);
      if (path.endsWith('reference')) await page.waitForSelector('.opblock-tag');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(NARROW.viewport.width);
      await page.click('#menu');
      await page.click('nav >> text=Sending data');
      await page.waitForURL('**/docs/data');
    },
  );
});

describe.for(['light', 'dark'] as const)('in a %s scheme', (colorScheme) => {
  test.override({ browserOptions: { colorScheme } });

  test.for(['/docs', '/docs/data'])('axe finds nothing in %s', async (path, { page }) => {
    await page.goto(path);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});
