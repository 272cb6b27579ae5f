import AxeBuilder from '@axe-core/playwright';
import { describe, expect } from 'vitest';
import { apiClient } from '../../scripts/start/api.ts';
import { answerOf, keyFigures, open, PAGES, settled, signIn } from './dashboard.ts';
import { ORIGIN, test } from './support.ts';
import { demoTenant, freshTenant } from './tenants.ts';

const ENGLISH = { locale: 'en-GB', viewport: { width: 1440, height: 900 } };

describe('signing in', () => {
  test('a link signs in once, and a second time says why not', async ({ page, problems }) => {
    const link = await (await freshTenant()).link('manager');
    await page.goto(link);
    await page.waitForSelector('#content h1');
    expect(new URL(page.url()).search).toBe('');
    await page.context().clearCookies();
    await page.goto(link);
    await page.waitForSelector('[role=alert]');
    expect(await page.textContent('[role=alert]')).toContain('has been used already');
    expect(problems.splice(0).every((problem) => problem.includes('401'))).toBe(true);
  });

  test('a pasted API key signs in, signing out ends it, and a wrong key says so', async ({
    page,
    problems,
  }) => {
    const key = await (await freshTenant()).key(['analytics:read']);
    await page.goto('/');
    await page.fill('input[type=password]', `${key}x`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]');
    await page.fill('input[type=password]', key);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#content h1');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForSelector('input[type=password]');
    await page.goto('/queues');
    await page.waitForSelector('input[type=password]');
    expect(problems.splice(0).every((problem) => /40[01]/.test(problem))).toBe(true);
  });
});

describe('pages of the demo tenant', () => {
  test.override({ browserOptions: ENGLISH });

  test.for(PAGES)(
    '%s opens in three zones and two widths, without a mistake',
    { timeout: 180_000 },
    async (path, { page }) => {
      await signIn(page, await demoTenant());
      const at = (zone: string) => `${path}${path.includes('?') ? '&' : '?'}zone=${zone}`;
      for (const zone of ['America/Sao_Paulo', 'Asia/Kathmandu', 'Pacific/Auckland']) {
        await open(page, at(zone));
        expect(await page.locator('main [role=alert]').allTextContents()).toEqual([]);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      await open(page, path);
      const [wide = 0, visible = 0] = await page.evaluate<number[]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      expect(wide).toBeLessThanOrEqual(visible);
    },
  );

  test.for(PAGES)('%s has nothing that axe finds', { timeout: 120_000 }, async (path, { page }) => {
    await signIn(page, await demoTenant());
    await open(page, path);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });

  test('key figures are those of the API, in any zone', async ({ page }) => {
    const demo = await demoTenant();
    await signIn(page, demo);
    for (const zone of ['America/Sao_Paulo', 'Asia/Kathmandu', 'UTC']) {
      await open(page, `overview?period=last_30_days&zone=${zone}`);
      const figures = await keyFigures(page);
      const answer = await answerOf(demo, {
        metrics: ['offered', 'answered', 'abandoned', 'service_level', 'total_cost'],
        period: { last: 'P30D' },
        time_zone: zone,
      });
      const shown = (value: number | undefined, digits = 0) =>
        value?.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
      expect(figures).toMatchObject({
        Offered: shown(answer.offered),
        Answered: shown(answer.answered),
        Abandoned: shown(answer.abandoned),
        'Service level': `${shown(answer.service_level, 1)}%`,
        Cost: `$${shown(answer.total_cost, 2)}`,
      });
    }
  });

  test('a link opened by somebody else shows the same', async ({ page, browserOptions }) => {
    const demo = await demoTenant();
    await signIn(page, demo);
    await open(page, 'queues?period=last_month&zone=UTC&filter=channel:phone&sort=-abandoned');
    const seen = await page.locator('main table').first().innerText();
    const other = await page
      .context()
      .browser()!
      .newContext({ baseURL: ORIGIN, ...browserOptions });
    const theirs = await other.newPage();
    await signIn(theirs, demo, 'supervisor');
    await open(theirs, page.url().slice(ORIGIN.length));
    expect(await theirs.locator('main table').first().innerText()).toBe(seen);
    await other.close();
  });

  test('the keyboard alone leads from the overview to a queue and to records', async ({ page }) => {
    await signIn(page, await demoTenant());
    await open(page, 'overview');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Skip');
    await page.getByRole('link', { name: 'Queues', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/queues/);
    await settled(page);
    await page.locator('main tbody th a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/queues\/queue-/);
    await settled(page);
    await page.locator('.kpi .figure a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/records\?/);
    await settled(page);
    expect(await page.locator('main tbody tr').count()).toBeGreaterThan(5);
  });
});

describe('data as it comes', () => {
  test.override({ browserOptions: ENGLISH });

  const call = (id: string, fields: object) => ({
    records: [
      {
        type: 'interaction',
        id,
        kind: 'call',
        channel: 'phone',
        direction: 'inbound',
        started_at: new Date(Date.now() - 60_000).toISOString(),
        ...fields,
      },
    ],
  });

  test('a tenant without data is told how to send some, and its page fills when it comes', async ({
    page,
  }) => {
    const tenant = await freshTenant({ time_zone: 'UTC' });
    await signIn(page, tenant, 'tenant_admin');
    await page.waitForSelector('pre');
    const client = apiClient(ORIGIN, await tenant.token('tenant_admin'));
    const ended = { status: 'completed', duration_seconds: 42 };
    expect(await client.post('/api/v1/ingest', call('c-1', ended))).toMatchObject({ body: { rejected: 0 } });
    await page.waitForSelector('.kpi .figure', { timeout: 20_000 });
    expect((await keyFigures(page)).Offered).toBe('1');
  });

  test('a call that begins to wait shows on the page Now by itself', async ({ page }) => {
    const tenant = await freshTenant({ time_zone: 'UTC' });
    const client = apiClient(ORIGIN, await tenant.token('tenant_admin'));
    await client.post(
      '/api/v1/ingest',
      call('before', { status: 'open', answered_at: new Date(Date.now() - 30_000).toISOString() }),
    );
    await signIn(page, tenant);
    await open(page, 'now');
    await page.waitForSelector('.live-mark[data-on=true]');
    const waiting = page.locator('.big-figures .figure').first();
    expect(await waiting.textContent()).toBe('0');
    await client.post('/api/v1/ingest', call('waits', { status: 'open' }));
    await expect.poll(() => waiting.textContent(), { timeout: 10_000 }).toBe('1');
  });

  test('a saved dashboard is made from Explore and seen by others of the tenant', async ({ page }) => {
    const demo = await demoTenant();
    await signIn(page, demo);
    await open(page, 'explore');
    await page.getByRole('button', { name: 'Add to a dashboard' }).click();
    await page.fill('input[name=title]', 'Volume');
    const name = `Of a test ${Date.now()}`;
    await page.fill('input[name=name]', name);
    await page.locator('.pop:popover-open button[type=submit]').click();
    await page.getByRole('link', { name: 'Open it' }).click();
    await page.waitForURL(/\/dashboards\//);
    await settled(page);
    expect(await page.textContent('#content h1')).toBe(name);
    await page.context().clearCookies();
    await signIn(page, demo, 'tenant_readonly');
    await open(page, 'dashboards');
    expect(await page.getByRole('link', { name }).count()).toBe(1);
  });

  test('the first view takes at most 120 kB', async ({ page }) => {
    const demo = await demoTenant();
    await signIn(page, demo);
    let bytes = 0;
    page.on('response', async (response) => {
      const { pathname } = new URL(response.url());
      if (!pathname.startsWith('/assets/')) return;
      const { deflateRawSync } = await import('node:zlib');
      bytes += deflateRawSync(await response.body()).length;
    });
    await page.goto('/', { waitUntil: 'networkidle' });
    await settled(page);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(120 * 1024);
  });
});
