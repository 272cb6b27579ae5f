import { beforeAll, describe, expect, test } from 'vitest';
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
    ...ROUTES.map((route) => [route, BOTH] as const),
  ];
  test.each(CASES)('%s %j', async (route, filter) => {
    const { trips, rows } = await costOf(route, filter);
    expect(trips).toBe(1);
    expect(rows).toBeLessThanOrEqual(2 * DAYS + 20);
  });
});
