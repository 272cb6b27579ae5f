import { expect, test } from 'vitest';
import { Callmeter } from '../src/client.ts';
import { json, serverOf } from './server.ts';

const apiKey = 'cmk_acme_1_2';

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const found: Value[] = [];
  for await (const value of values) found.push(value);
  return found;
}

test('rows of a query follow its pages', async () => {
  const { baseUrl, received } = await serverOf(({ body }, response) => {
    const { after = 0 } = JSON.parse(body);
    json(response, {
      rows: [{ agent: `a${after}` }],
      page: { after: after === 2 ? null : Number(after) + 1 },
    });
  });
  const rows = await all(
    new Callmeter({ baseUrl, apiKey }).rows({ metrics: ['total_calls'], dimensions: ['agent'] }),
  );
  expect(rows.map(({ agent }) => agent)).toEqual(['a0', 'a1', 'a2']);
  expect(received[0]).toMatchObject({ method: 'POST', path: '/api/v1/query' });
});

test.each([
  ['after', (next: string | null) => ({ members: [next], after: next })],
  ['cursor', (next: string | null) => ({ members: [next], next_cursor: next })],
  ['after', (next: string | null) => ({ members: [next], meta: { next_cursor: next } })],
])('a list whose next page is asked for by %s', async (parameter, pageOf) => {
  const { baseUrl, received } = await serverOf((_, response, count) =>
    json(response, pageOf(count < 3 ? `p${count}` : null)),
  );
  const client = new Callmeter({ baseUrl, apiKey });
  const path = '/api/v1/dimensions/{name}/members';
  const members = await all(client.paginate(path, { params: { name: 'call center' }, query: { limit: 1 } }));
  expect(members).toEqual(['p1', 'p2', null]);
  const address = '/api/v1/dimensions/call%20center/members?limit=1';
  expect(received.map((request) => request.path)).toEqual([
    address,
    `${address}&${parameter}=p1`,
    `${address}&${parameter}=p2`,
  ]);
});

test('a page is not asked for before it is needed', async () => {
  const { baseUrl, received } = await serverOf((_, response) =>
    json(response, { entries: [1, 2], next_cursor: 'x' }),
  );
  for await (const _ of new Callmeter({ baseUrl, apiKey }).paginate('/api/v1/audit-log')) break;
  expect(received.length).toBe(1);
});

test('a missing parameter of a path is named', async () => {
  const client = new Callmeter({ baseUrl: 'http://127.0.0.1:1', apiKey });
  await expect(all(client.paginate('/api/v1/dimensions/{name}/members'))).rejects.toThrow(
    'needs the parameter name',
  );
});
