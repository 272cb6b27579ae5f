import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { MAX_FACTS } from '../../../src/query/snapshot.ts';
import { aCallWith, attributesClient, TIER, VIP } from './client.ts';

const PERIOD = { from: '2026-03-01', to: '2026-03-31' };
const GOLD = {
  metrics: ['total_calls'],
  filters: [{ dimension: 'attributes.tier', in: ['gold'] }],
  period: PERIOD,
};

test('of more calls than facts may be read, an attribute is answered once its figures are built', async () => {
  const client = await attributesClient();
  await client.put(TIER, VIP);
  await client.send(aCallWith('c', 9, { tier: 'gold', vip: true }, { agent_id: 'ann' }));
  await client.build();
  await client.put(VIP);
  await client.build();
  await env.DB.prepare(
    `WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < ?2)
     INSERT INTO interactions (tenant, id, version, digest, removed, started_at, is_call, body)
     SELECT tenant, 'copy ' || n, version, digest, removed, started_at + n % 3600, is_call, body
     FROM interactions, copies WHERE tenant = ?1`,
  )
    .bind(client.tenant.slug, MAX_FACTS)
    .run();
  await client.put(TIER, VIP);
  const early = await client.query(GOLD);
  expect([early.status, early.body.detail]).toEqual([503, expect.stringMatching(/being prepared/)]);

  for (let run = 0; run < 5; run += 1) await client.build();
  const { body } = await client.query(GOLD);
  expect(body.rows).toEqual([{ total_calls: MAX_FACTS + 1 }]);
  expect(body.cost.plan).toBe('rollups');
  expect(body.cost.rows_read).toBeLessThanOrEqual(2 * 31 + 20);

  const crossed = await client.query({ ...GOLD, dimensions: ['agent'] });
  expect(crossed.status).toBe(422);
  expect(crossed.body.combination).toEqual({
    dimensions: ['agent', 'attributes.tier'],
    metrics: ['total_calls'],
  });
  expect(crossed.body.nearest.map(({ change }: { change: string }) => change)).toContain(
    'Without the dimension agent.',
  );
}, 120_000);
