import { expect, test } from 'vitest';
import { call } from '../support/client.ts';

const BROWSER = { Accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };

const typeOf = ({ status, headers }: Response) => [status, headers.get('Content-Type')];

test('a browser gets the guides and the reference as pages, under the policy of the dashboard', async () => {
  const policy = (await call('/', { headers: BROWSER })).headers.get('Content-Security-Policy');
  const headings = { '/docs': 'First record in five minutes', '/docs/data': 'Sending data' };
  for (const [path, heading] of Object.entries({ ...headings, '/docs/reference': 'API reference' })) {
    const page = await call(path, { headers: BROWSER });
    expect(typeOf(page)).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('Content-Security-Policy')).toBe(policy);
    const html = await page.text();
    expect(html).toContain(heading);
    expect(html).not.toMatch(/<script>|\sstyle=|<!-- (title|navigation|content|search) -->/);
  }
});

test('links between documents lead to pages', async () => {
  const html = await (await call('/docs/data', { headers: BROWSER })).text();
  expect(html).toContain('<a href="/docs/definitions');
  expect(html).not.toMatch(/href="[a-z-]+\.md/);
});

test('other clients get the guides as Markdown', async () => {
  for (const [path, headers] of [
    ['/docs', {}],
    ['/docs/first-record.md', BROWSER],
  ] as const) {
    const guide = await call(path, { headers });
    expect(typeOf(guide)).toEqual([200, 'text/markdown; charset=utf-8']);
    expect(await guide.text()).toMatch(/^# First record in five minutes\n/);
  }
});

test('llms.txt lists guides that exist, and llms-full.txt holds them', async () => {
  const list = await (await call('/llms.txt')).text();
  expect(list).toMatch(/^# Callmeter\n\n> /);
  const paths = [...list.matchAll(/\]\((\/docs\/[a-z-]+\.md)\)/g)].map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(10);
  const full = await (await call('/llms-full.txt')).text();
  for (const path of paths) {
    const guide = await call(path);
    expect(guide.status).toBe(200);
    expect(full).toContain((await guide.text()).trim());
  }
});

test('what is not there is a 404 that is a page for browsers', async () => {
  const page = await call('/docs/no-such-guide', { headers: BROWSER });
  expect(typeOf(page)).toEqual([404, 'text/html; charset=utf-8']);
  expect(await page.text()).toContain('No such page');
  const text = await call('/docs/no-such-guide.md');
  expect(typeOf(text)).toEqual([404, 'text/markdown; charset=utf-8']);
  await text.body?.cancel();
});

test('an API client finds the documentation at the address of the service', async () => {
  const answer = await call('/', { headers: { Accept: 'application/json' } });
  expect(await answer.json()).toMatchObject({
    name: 'Callmeter',
    documentation: 'https://callmeter.test/docs',
    openapi: 'https://callmeter.test/openapi.json',
  });
});
