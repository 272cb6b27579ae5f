import { expect, test } from 'vitest';
import * as z from 'zod';
import { TooLarge } from '../../src/errors.ts';
import { jsonText, readBytes } from '../../src/http/body.ts';
import { defineOperation } from '../../src/http/operation.ts';
import { appOf } from '../support/app.ts';
import { type CallOptions, problemIn, requestOf } from '../support/client.ts';

const echo = defineOperation({
  id: 'echo',
  contract: 'core',
  method: 'POST',
  path: '/echo',
  summary: 'A route of a test.',
  credential: 'none',
  body: z.strictObject({
    name: z.string(),
    list: z.array(z.strictObject({ a: z.number() })).optional(),
    deep: z.unknown().optional(),
  }),
  response: z.object({ name: z.string() }),
  handle: (_, { body }) => ({ name: body.name }),
});
const bare = defineOperation({
  id: 'bare',
  contract: 'core',
  method: 'POST',
  path: '/bare',
  summary: 'A route of a test.',
  credential: 'none',
  response: z.object({}),
  handle: () => ({}),
});
const call = appOf([echo, bare]);

function post(body: unknown, headers: Record<string, string> = {}): CallOptions {
  return { method: 'POST', body, headers };
}

test.each<[string, CallOptions]>([
  ['plain', post({ name: 'Łukasz' })],
  ['with a charset', post({ name: 'Łukasz' }, { 'Content-Type': 'application/json; charset=UTF-8' })],
  ['nested 32 deep', post(`{"name":"Łukasz","deep":${'['.repeat(31)}${']'.repeat(31)}}`)],
  ['brackets within strings', post(`{"name":"Łukasz","deep":"${'['.repeat(99)}\\"${'{'.repeat(99)}"}`)],
])('accepts a body %s', async (_, options) => {
  const response = await call('/echo', options);
  expect([response.status, await response.json()]).toEqual([200, { name: 'Łukasz' }]);
});

test.each<[string, CallOptions, number, string]>([
  [
    'of another type',
    post('name=x', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    415,
    'application/json',
  ],
  ['in another charset', post('{}', { 'Content-Type': 'application/json; charset=latin1' }), 415, 'UTF-8'],
  ['compressed', post('{}', { 'Content-Encoding': 'gzip' }), 415, 'Content-Encoding'],
  ['without type', { method: 'POST' }, 415, 'application/json'],
  ['of broken JSON', post('{"name":'), 400, 'not valid JSON'],
  ['that is empty', post(''), 400, 'not valid JSON'],
  [
    'nested 33 deep',
    post(`{"name":"x","deep":${'['.repeat(32)}${']'.repeat(32)}}`),
    400,
    'nested deeper than 32',
  ],
  ['over 64 KiB', post({ name: 'x'.repeat(65_536) }), 413, 'At most 65536 bytes'],
  [
    'that is no object',
    post('[]'),
    400,
    'The body is invalid. Must be a JSON object; accepted fields: name, list, deep.',
  ],
])('refuses a body %s', async (_, options, status, detail) => {
  const problem = await problemIn(await call('/echo', options));
  expect([problem.status, problem.detail]).toEqual([status, expect.stringContaining(detail)]);
});

test('tells every error of a body, and what is accepted', async () => {
  const problem = await problemIn(await call('/echo', post({ nmae: 'x', list: [{ a: 1, b: 2 }] })));
  expect(problem.errors).toEqual([
    { path: 'name', message: 'Required: text.' },
    { path: 'list.0.b', message: 'Unknown field; accepted: a.' },
    { path: 'nmae', message: 'Unknown field; accepted: name, list, deep.' },
  ]);
});

test('refuses bytes that are not UTF-8', () => {
  expect(() => jsonText(new Uint8Array([0x22, 0xff, 0x22]))).toThrow('not valid UTF-8');
  expect(jsonText(new Uint8Array([0x22, 0xc5, 0x81, 0x22]))).toBe('"Ł"');
});

test('a route without a body takes none, or an empty object', async () => {
  expect((await call('/bare', { method: 'POST' })).status).toBe(200);
  expect((await call('/bare', post({}))).status).toBe(200);
  expect((await problemIn(await call('/bare', post({ a: 1 })))).errors).toEqual([
    { path: 'a', message: 'Unknown field; none is accepted.' },
  ]);
});

test('counts what comes, whatever Content-Length says', async () => {
  const sent: number[] = [];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent.push(1_000);
      controller.enqueue(new Uint8Array(1_000));
    },
  });
  const request = new Request('https://callmeter.test/', { method: 'POST', body });
  await expect(readBytes(request, 5_000)).rejects.toThrow(TooLarge);
  expect(sent.length).toBeLessThan(10);
  const exact = requestOf('/', { method: 'POST', body: 'x'.repeat(5_000) });
  expect((await readBytes(exact, 5_000)).length).toBe(5_000);
});
