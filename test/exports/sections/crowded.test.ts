import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { MAX_FACTS } from '../../../src/query/snapshot.ts';
import { conversationsClient } from '../../api/conversations/client.ts';
import type { ReadsClient } from '../../support/reads-client.ts';
import { aChat } from '../../support/records.ts';
import { opened, report, rowsOf } from './open.ts';

/** Days of another zone than the tenant's: no rollup tells agents by channel, and a day has too many facts. */
const KATHMANDU = { from: '2026-03-10', to: '2026-03-11', tz: 'Asia/Kathmandu' };
const OF_ANN = { channel: 'webchat', agentIds: ['ann'] };

let client: ReadsClient;

beforeAll(async () => {
  client = await conversationsClient();
  await client.send(aChat('c', { agent_id: 'ann', cost: { llm: 0.25 } }));
  await client.refresh();
  await env.DB.prepare(
    `WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < ?2)
     INSERT INTO interactions (tenant, id, version, digest, removed, started_at, is_call, body)
     SELECT tenant, 'copy ' || n, version, digest, removed, started_at + n % 3600, is_call, body
     FROM interactions, copies WHERE tenant = ?1`,
  )
    .bind(client.tenant.slug, MAX_FACTS)
    .run();
});

test('what a request refuses to read at once is read piece by piece', async () => {
  const { from: dateFrom, to: dateTo, tz } = KATHMANDU;
  const params = { dateFrom, dateTo, tz, channel: 'webchat', agentId: 'ann' };
  expect((await client.get('overview', params)).status).toBe(400);
  const { rows } = await rowsOf(opened(client.tenant, report('cost_summary', OF_ANN), KATHMANDU));
  expect(rows).toEqual([
    ['2026-03-10', 'ann', 'ann', MAX_FACTS + 1, (MAX_FACTS + 1) / 4, 0, 0, 0, (MAX_FACTS + 1) / 4],
  ]);
  const { overview } = opened(client.tenant, report('conversation_summary', OF_ANN), KATHMANDU);
  const { chart } = await overview();
  expect(chart?.points).toEqual([
    { label: '2026-03-10', value: MAX_FACTS + 1 },
    { label: '2026-03-11', value: 0 },
  ]);
});
