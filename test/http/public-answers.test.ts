import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { securityTxt } from '../../src/api/platform/public-files.ts';
import { readConfig } from '../../src/env.ts';
import { appOf } from '../support/app.ts';
import { call } from '../support/client.ts';
import { nowSeconds } from '../support/tenant.ts';

const DAY = 86_400;

test('the description is kept by caches, and sent once to who has it', async () => {
  const first = await call('/openapi.json');
  const etag = first.headers.get('ETag') ?? '';
  expect([first.status, first.headers.get('Cache-Control')]).toEqual([200, 'public, max-age=3600']);
  expect(etag).toMatch(/^"[\w-]{43}"$/);
  expect((await first.text()).length).toBeGreaterThan(100_000);
  for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await call('/openapi.json', { headers: { 'If-None-Match': sent } });
    expect([sent, again.status, await again.text()]).toEqual([sent, 304, '']);
    expect(again.headers.get('Cache-Control')).toBe('public, max-age=3600');
    expect(again.headers.get('ETag')).toBe(etag);
    expect(again.headers.get('Vary')).toContain('Origin');
  }
  const other = await call('/openapi.json', { headers: { 'If-None-Match': '"other"' } });
  expect([other.status, (await other.text()).length > 100_000]).toEqual([200, true]);
  const head = await call('/openapi.json', { method: 'HEAD' });
  expect([head.status, head.headers.get('ETag'), await head.text()]).toEqual([200, etag, '']);
});

test('a refusal on the path of the description is kept by nobody, and neither is the health', async () => {
  const refused = await call('/openapi.json?a=1', { headers: { 'If-None-Match': '*' } });
  expect([refused.status, refused.headers.get('Cache-Control')]).toEqual([400, 'private, no-store']);
  await refused.body?.cancel();
  const health = await call('/healthz', { headers: { 'If-None-Match': '*' } });
  expect([health.status, health.headers.get('Cache-Control')]).toEqual([200, 'private, no-store']);
  expect(health.headers.get('ETag')).toBeNull();
});

/** The fields of a security.txt. */
async function fieldsOf(response: Response): Promise<Record<string, string>> {
  expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
  const text = await response.text();
  expect(text.endsWith('\n')).toBe(true);
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(/: (.*)/s).slice(0, 2)),
  );
}

test('security.txt says where to report, and is valid for less than a year', async () => {
  const response = await call('/.well-known/security.txt');
  expect(response.status).toBe(200);
  const fields = await fieldsOf(response);
  expect(fields).toEqual({
    Contact: 'mailto:security@callmeter.test',
    Expires: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T00:00:00Z$/),
    'Preferred-Languages': 'en',
    Canonical: 'https://callmeter.test/.well-known/security.txt',
  });
  const left = Date.parse(fields.Expires!) / 1_000 - nowSeconds();
  expect(left).toBeGreaterThan(100 * DAY);
  expect(left).toBeLessThan(365 * DAY);
});

test.each([
  ['mailto:faults@example.com', 'mailto:faults@example.com'],
  ['https://example.com/report', 'https://example.com/report'],
])('its contact can be set: %s', async (setting, contact) => {
  const config = readConfig({ ...env, SECURITY_CONTACT: setting });
  const ask = appOf([securityTxt], {}, config);
  expect((await fieldsOf(await ask('/.well-known/security.txt'))).Contact).toBe(contact);
});

test.each(['faults@example.com', 'http://example.com', 'https://', 'x', 'mailto:a@b\nContact: c'])(
  'the setting %j stops the start, or cannot add a line',
  (setting) => {
    try {
      expect(readConfig({ ...env, SECURITY_CONTACT: setting }).securityContact).not.toMatch(/[\r\n]/);
    } catch (error) {
      expect(String(error)).toContain('SECURITY_CONTACT must be mailto:');
    }
  },
);
