import { expect, test, vi } from 'vitest';
import { call } from '../../support/client.ts';
import { aCallWith, attributesClient, TIER, VIP } from './client.ts';

const QUERY = {
  metrics: ['total_calls'],
  dimensions: ['attributes.tier'],
  order: [{ by: 'attributes.tier', direction: 'asc' }],
  period: { from: '2026-03-01', to: '2026-03-31' },
};

async function withCalls() {
  const client = await attributesClient();
  await client.put(TIER, VIP);
  await client.send(
    aCallWith('1', 1, { tier: 'gold', vip: true }),
    aCallWith('2', 2, { tier: 'gold' }),
    aCallWith('3', 3, { tier: 'silver' }),
    aCallWith('4', 3, undefined),
  );
  return client;
}

test('the records behind a figure are those with the value', async () => {
  const { query, request, build } = await withCalls();
  await build();
  const { body } = await query({ ...QUERY, include: ['records'] });
  const behind = await Promise.all(
    body.rows.map(async (row: { 'attributes.tier': string | null; records: { total_calls: string } }) => {
      const link = new URL(row.records.total_calls, 'http://localhost');
      const { items, cell } = (await request(`${link.pathname}${link.search}`.replace('/api/v1', ''))).body;
      return [row['attributes.tier'], cell.value, items.map(({ id }: { id: string }) => id)];
    }),
  );
  expect(behind).toEqual([
    ['gold', 2, ['1', '2']],
    ['silver', 1, ['3']],
    [null, 1, ['4']],
  ]);
});

test('CSV and files have a column of the dimension', async () => {
  const { request, tenant } = await withCalls();
  const { key } = await tenant.key();
  const csv = 'attributes.tier,total_calls\r\ngold,2\r\nsilver,1\r\n,1\r\n';
  const answer = await call('/api/v1/query', {
    method: 'POST',
    bearer: key,
    body: { ...QUERY, format: 'csv' },
  });
  expect(await answer.text()).toBe(csv);
  const created = await request('/query/exports', 'POST', { query: QUERY, format: 'csv' }, key);
  const url = await vi.waitFor(
    async () => {
      const job = (await request(`/query/exports/${created.body.export_id}`, 'GET', undefined, key)).body;
      expect([job.status, job.error]).toEqual(['completed', null]);
      return job.download_url as string;
    },
    { timeout: 60_000, interval: 200 },
  );
  expect(await (await call(new URL(url).pathname)).text()).toBe(csv);
});

test('an unchanged answer is a 304 until the attributes change', async () => {
  const { tenant, put } = await withCalls();
  const { key } = await tenant.key();
  const q = Buffer.from(JSON.stringify(QUERY)).toString('base64url');
  const ask = async (etag?: string) => {
    const headers = etag === undefined ? {} : { 'If-None-Match': etag };
    const response = await call(`/api/v1/query?q=${q}`, { bearer: key, headers });
    await response.body?.cancel();
    return response;
  };
  const etag = (await ask()).headers.get('ETag')!;
  expect((await ask(etag)).status).toBe(304);
  await put(VIP);
  expect((await ask(etag)).status).toBe(400);
});
