import { expect, test } from 'vitest';
import { call } from '../support/client.ts';

const BROWSER = { Accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };

test('a browser gets the dashboard at every path outside the API, under a strict policy', async () => {
  for (const path of ['/', '/queues', '/agents/a-1?period=last_7_days']) {
    const page = await call(path, { headers: BROWSER });
    expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = page.headers.get('Content-Security-Policy');
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('Cache-Control')).toBe('no-cache');
    const html = await page.text();
    expect(html).toContain('<div id="app">');
    expect(html).not.toMatch(/<script>|\sstyle=|https?:/);
    const [script] = /\/assets\/[\w-]+\.js/.exec(html) ?? [];
    expect(script).toBeDefined();
  }
});

test('a path of the API never answers with a page, nor does a client that asks for JSON get one', async () => {
  for (const path of ['/api/v1/nothing', '/v1/analytics/nothing', '/files/nothing', '/healthz']) {
    const answer = await call(path, { headers: BROWSER });
    expect(answer.headers.get('Content-Type')).toMatch(/json/);
    await answer.body?.cancel();
  }
  const client = await call('/queues', { headers: { Accept: 'application/json' } });
  expect([client.status, client.headers.get('Content-Type')]).toEqual([404, 'application/problem+json']);
  await client.body?.cancel();
  const posted = await call('/queues', { method: 'POST', headers: BROWSER });
  expect(posted.status).toBe(404);
  await posted.body?.cancel();
});

test('HEAD of a page has its headers and no body', async () => {
  const head = await call('/', { method: 'HEAD', headers: BROWSER });
  expect([head.status, await head.text()]).toEqual([200, '']);
});
