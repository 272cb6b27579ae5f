import { expect, test } from 'vitest';
import { refresh } from '../../../src/rollups/refresh.ts';
import { CallsOracle } from '../../oracle/calls.ts';
import { type Histories, History, playHistory, ZONES } from '../../oracle/play-history.ts';
import { RandomCalls } from '../../oracle/random-calls.ts';
import { seeds } from '../../oracle/seeds.ts';
import { times } from '../../support/records.ts';
import { callsClient } from './client.ts';

const COUNTRY_CODE = '55';
const CALLS: Histories<RandomCalls, CallsOracle> = {
  randomIn: (random, span) => new RandomCalls(random, span),
  request: (random) => random.request(ZONES),
  clientOf: callsClient,
  settings: () => ({ countryCode: COUNTRY_CODE }),
  oracleOf: ({ timeZone }) => new CallsOracle(timeZone, COUNTRY_CODE),
};

test.each(seeds())('history %i: every answer is what the definitions say of what was sent', async (seed) =>
  playHistory(seed, CALLS),
);

test('a backlog larger than what one transaction takes in, before, half-way and after', async () => {
  const history = await History.begin(101, CALLS);
  for (let batch = 0; batch < 3; batch += 1) {
    await history.send(times(800, () => history.random.interaction(2_000)));
  }
  await history.ask(8, 'pending');
  await refresh(history.client.tenant, { deadline: Date.now() + 1 });
  await history.ask(8, 'half-way');
  await history.client.refresh();
  await history.ask(8, 'refreshed');
  expect(history.filled).toBeGreaterThan(0);
});
