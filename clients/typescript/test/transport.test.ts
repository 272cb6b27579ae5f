import { expect, test } from 'vitest';
import { Callmeter } from '../src/client.ts';
import { ProblemError } from '../src/problem.ts';
import { pauseSeconds } from '../src/retry.ts';
import { json, problem, serverOf } from './server.ts';

const apiKey = 'cmk_acme_1_2';

test('requests carry the credential, the tenant and the query', async () => {
  const { baseUrl, received } = await serverOf((_, response) => json(response, { ok: true }));
  const client = new Callmeter({ baseUrl: `${baseUrl}/`, token: 'jwt', tenant: 'acme' });
  expect(
    await client.request('GET', '/api/v1/usage', { query: { date: '2026-03-01', none: undefined } }),
  ).toEqual({
    ok: true,
  });
  expect(received[0]).toMatchObject({
    path: '/api/v1/usage?date=2026-03-01',
    headers: { authorization: 'Bearer jwt', 'x-tenant': 'acme' },
  });
});

test('exactly one credential is needed', () => {
  const baseUrl = 'http://127.0.0.1';
  expect(() => new Callmeter({ baseUrl })).toThrow('either apiKey or token');
  expect(() => new Callmeter({ baseUrl, apiKey, token: 'jwt' })).toThrow('either apiKey or token');
});

test.each([429, 503])('a %i is sent again after as long as the server asks for', async (status) => {
  const { baseUrl, received } = await serverOf((_, response, count) =>
    count === 1 ? problem(response, status, { 'Retry-After': '1' }) : json(response, {}),
  );
  const begin = performance.now();
  await new Callmeter({ baseUrl, apiKey }).request('POST', '/api/v1/exports', { body: {} });
  expect(performance.now() - begin).toBeGreaterThan(990);
  expect(received.length).toBe(2);
});

test('a refusal is an error with what the server said, at once', async () => {
  const { baseUrl, received } = await serverOf((_, response) => problem(response, 403));
  const failure = new Callmeter({ baseUrl, apiKey }).request('GET', '/x');
  await expect(failure).rejects.toBeInstanceOf(ProblemError);
  await expect(failure).rejects.toMatchObject({ status: 403, problem: { detail: 'As the test wants.' } });
  expect(received.length).toBe(1);
});

test('what is no problem document is an error with its text', async () => {
  const { baseUrl } = await serverOf((_, response) => response.writeHead(502).end('<p>Bad gateway'));
  const failure = new Callmeter({ baseUrl, apiKey, retries: 0 }).request('GET', '/x');
  await expect(failure).rejects.toMatchObject({ status: 502, problem: { detail: '<p>Bad gateway' } });
});

test.each([
  ['GET', {}, 2],
  ['POST', {}, 1],
  ['POST', { idempotencyKey: 'once' }, 2],
] as const)('%s %o after a lost connection: %i requests', async (method, options, count) => {
  const { baseUrl, received } = await serverOf((_, response, number) =>
    number === 1 ? response.destroy() : json(response, {}),
  );
  const outcome = new Callmeter({ baseUrl, apiKey }).request(method, '/x', options).catch(() => 'failed');
  expect(await outcome).toEqual(count === 2 ? {} : 'failed');
  expect(received.length).toBe(count);
});

test('retries end, and a signal ends them at once', async () => {
  const { baseUrl, received } = await serverOf((_, response) =>
    problem(response, 503, { 'Retry-After': '0' }),
  );
  const client = new Callmeter({ baseUrl, apiKey, retries: 1 });
  await expect(client.request('GET', '/x')).rejects.toMatchObject({ status: 503 });
  expect(received.length).toBe(2);
  const waiting = await serverOf((_, response) => problem(response, 503, { 'Retry-After': '60' }));
  const aborted = new Callmeter({ ...waiting, apiKey }).request('GET', '/x', {
    signal: AbortSignal.timeout(200),
  });
  await expect(aborted).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('pauses grow, are spread, and are never shorter than asked for', () => {
  expect([0, 1, 2].map((attempt) => pauseSeconds(attempt, undefined, 0.999).toFixed(1))).toEqual([
    '0.5',
    '1.0',
    '2.0',
  ]);
  expect(pauseSeconds(20, undefined, 0)).toBe(15);
  expect(pauseSeconds(0, 7, 0)).toBe(7);
});
