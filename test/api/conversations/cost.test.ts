import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { problemIn } from '../../support/client.ts';
import type { Params, ReadsClient } from '../../support/reads-client.ts';
import { aChat } from '../../support/records.ts';
import { conversationsClient } from './client.ts';

const DAYS = 5;
const PERIOD = { dateFrom: '2026-03-10', dateTo: '2026-03-14' };
const ROUTES = ['overview', 'conversations', 'costs', 'sentiment', 'intents'];
const BOTH = { agentId: 'ann', channel: 'webchat' };

let client: ReadsClient;

beforeAll(async () => {
  client = await conversationsClient();
  await client.send(
    ...Array.from({ length: 400 }, (_, index) =>
      aChat(`c${index}`, {
        started_at: `2026-03-${10 + (index % DAYS)}T12:00:00Z`,
        agent_id: index % 2 === 0 ? 'ann' : 'bob',
        channel: index % 3 === 0 ? 'email' : 'webchat',
      }),
    ),
  );
  await client.refresh();
});

const costOf = (route: string, filter: Params) => client.costOf(route, { ...PERIOD, ...filter });

describe('settled days cost one trip and rows by the day, however many conversations they hold', () => {
  const FILTERS: Params[] = [{}, { agentId: 'ann' }, { channel: 'webchat' }];
  const CASES = [
    ...ROUTES.flatMap((route) => FILTERS.map((filter) => [route, filter] as const)),
    ...['overview', 'costs', 'sentiment'].map((route) => [route, BOTH] as const),
  ];
  test.each(CASES)('%s %j', async (route, filter) => {
    const { trips, rows } = await costOf(route, filter);
    expect(trips).toBe(1);
    expect(rows).toBeLessThanOrEqual(2 * DAYS + 20);
  });
});

describe('both filters at once', () => {
  test.each(['conversations', 'intents'])('%s reads the facts of the period, in one trip', async (route) => {
    const { trips, rows } = await costOf(route, BOTH);
    expect([trips, rows > 400]).toEqual([1, true]);
  });

  test('beyond 20,000 facts that is refused as a whole; what the rollups hold is answered', async () => {
    const crowded = await conversationsClient();
    await crowded.send(aChat('c', { agent_id: 'ann' }));
    await crowded.refresh();
    await env.DB.prepare(
      `WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < 20000)
       INSERT INTO interactions (tenant, id, version, digest, removed, started_at, is_call, body)
       SELECT tenant, 'copy ' || n, version, digest, removed, started_at, is_call, body
       FROM interactions, copies WHERE tenant = ?1`,
    )
      .bind(crowded.tenant.slug)
      .run();
    const statuses: Record<string, unknown> = {};
    for (const route of ROUTES) {
      const response = await crowded.get(route, { ...PERIOD, ...BOTH });
      statuses[route] = response.status;
      if (response.status === 400) {
        expect((await problemIn(response)).detail).toContain('Request a shorter period');
      } else await response.body?.cancel();
    }
    expect(statuses).toEqual({ overview: 200, conversations: 400, costs: 200, sentiment: 200, intents: 400 });
  });
});
