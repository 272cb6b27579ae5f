import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { summed } from '../../../src/exports/sections/summed.ts';
import { executeQueries } from '../../../src/query/execute.ts';
import { evaluate } from '../../../src/query/measures.ts';
import { type Filter, valuesIn } from '../../../src/query/query.ts';
import { metricsQueryOf } from '../../../src/query/query-batch.ts';
import { MAX_FACTS } from '../../../src/query/snapshot.ts';
import { dayOfDate } from '../../../src/time/dates.ts';
import { conversationsClient } from '../../api/conversations/client.ts';
import { contextOf } from '../../support/context.ts';
import type { ReadsClient } from '../../support/reads-client.ts';
import { aChat } from '../../support/records.ts';

const DAY = 86_400;
/** No aggregate tells agents by topic. */
const FILTER: Filter = { agent: 'ann', topic: { members: new Set([null]), isExcluded: false } };

let client: ReadsClient;

beforeAll(async () => {
  client = await conversationsClient();
  await client.send(aChat('c', { agent_id: 'ann' }));
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
  const [fromDay, toDay] = [dayOfDate('2026-03-09')!, dayOfDate('2026-03-11')!];
  const period = { start: fromDay * DAY, end: (toDay + 1) * DAY, zone: 'UTC', fromDay, toDay };
  const query = { measures: ['ended'] as const, period, filter: FILTER };
  const context = contextOf(client.tenant, { now: (toDay + 1) * DAY });
  await expect(executeQueries(context, { queries: [metricsQueryOf(query)] })).rejects.toThrow(
    'more than 20,000 records',
  );
  const [found] = await summed(context, [query]);
  expect(evaluate('ended', valuesIn(found!)).numerator).toBe(MAX_FACTS + 1);
});
