import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defineOperation, defineShared, type Operation } from '../../src/http/operation.ts';
import { register } from '../../src/http/register.ts';
import { appOf } from '../support/app.ts';

function operation(changes: Partial<Operation>): Operation {
  const plain = defineOperation({
    id: 'plain',
    contract: 'core',
    method: 'GET',
    path: '/plain',
    summary: 'A route of a test.',
    credential: 'tenant',
    permission: { scope: 'analytics:read', roles: ['manager'] },
    response: z.object({}),
    handle: () => ({}),
  });
  return { ...plain, ...changes };
}

function without(key: keyof Operation): Operation {
  const { [key]: _left, ...rest } = operation({});
  return rest as Operation;
}

describe('register', () => {
  test('puts static segments before parameters', () => {
    const id = z.object({ id: z.string() });
    const paths = register([
      operation({ id: 'a', path: '/things/:id', params: id }),
      operation({ id: 'b', path: '/things/:id/parts', params: id }),
      operation({ id: 'c', path: '/things/stats' }),
      operation({ id: 'd', path: '/things' }),
    ]).map((route) => route.path);
    expect(paths).toEqual(['/things', '/things/stats', '/things/:id', '/things/:id/parts']);
  });

  test.each<[string, Operation[]]>([
    ['plain declares no permission', [without('permission')]],
    ['plain declares a permission, but takes no credential', [operation({ credential: 'none' })]],
    ['cannot be kept by caches', [operation({ cacheSeconds: 60 })]],
    ['for sessions only', [operation({ credential: 'platform' })]],
    ['Two routes answer GET /plain', [operation({}), operation({ id: 'other' })]],
    ['Two operations are called plain', [operation({}), operation({ path: '/other' })]],
    ['path parameters [id], but declares []', [operation({ path: '/plain/:id' })]],
    ['only plain segments', [operation({ path: '/plain/*' })]],
    ['cannot declare a body schema', [operation({ body: z.strictObject({}) })]],
    ['must declare its body with z.strictObject', [operation({ method: 'POST', body: z.object({}) })]],
  ])('refuses: %s', (message, routes) => {
    expect(() => register(routes)).toThrow(message);
  });

  test('refuses a shared path whose operations lie elsewhere or take no credential', () => {
    const shared = defineShared([operation({}), operation({ id: 'b', path: '/other' })], () => operation({}));
    expect(() => register([shared])).toThrow('b is not at the path that it shares');
    const open = { ...without('permission'), credential: 'none' as const };
    expect(() => register([defineShared([open], () => open)])).toThrow('must be "tenant"');
  });
});

test('a path takes the methods of all routes that match it, HEAD beside GET', async () => {
  const id = z.object({ id: z.string() });
  const call = appOf([
    operation({ path: '/things/stats' }),
    operation({ id: 'other', path: '/things/:id', method: 'DELETE', params: id }),
  ]);
  for (const method of ['PATCH', 'PUT', 'POST']) {
    expect(await answerOf(call('/things/stats', { method }))).toEqual([405, 'DELETE, GET, HEAD']);
    expect(await answerOf(call('/things/7', { method }))).toEqual([405, 'DELETE']);
    expect(await answerOf(call('/things/', { method }))).toEqual([404, null]);
    expect(await answerOf(call('/things', { method }))).toEqual([404, null]);
  }
  expect(await answerOf(call('/things/stats', { method: 'OPTIONS' }))).toEqual([
    204,
    'DELETE, GET, HEAD, OPTIONS',
  ]);
  expect(await answerOf(call('/things/7', { method: 'HEAD' }))).toEqual([405, 'DELETE']);
  expect(await answerOf(call('/things/7', { method: 'DELETE' }))).toEqual([401, null]);
});

async function answerOf(response: Promise<Response>): Promise<[number, string | null]> {
  const { status, headers } = await response;
  return [status, headers.get('Allow')];
}
