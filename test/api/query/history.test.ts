import { expect, test } from 'vitest';
import { type Histories, playHistory, ZONES } from '../../oracle/play-history.ts';
import { QueriesOracle } from '../../oracle/queries.ts';
import { RandomQueries } from '../../oracle/random-queries.ts';
import { seeds } from '../../oracle/seeds.ts';
import { putCalendars } from '../../support/put-calendars.ts';
import { readsClient } from '../../support/reads-client.ts';
import type { Answered } from './client.ts';
import { compared } from './compared.ts';

const QUERIES: Histories<RandomQueries, QueriesOracle> = {
  randomIn: (random, span) => new RandomQueries(random, span),
  request: (random) => random.queryRequest(ZONES),
  async clientOf(settings) {
    const client = await readsClient({ pathOf: () => '/api/v1/query', credential: 'supervisor' }, settings);
    await putCalendars(client.tenant);
    return client;
  },
  oracleOf: ({ timeZone }) => new QueriesOracle(timeZone),
  compare(answer, expected, what) {
    const asked = /\{"q":"([^"]+)"/.exec(what)?.[1] ?? '';
    const query = Buffer.from(asked, 'base64url').toString();
    expect(compared(answer as Answered, expected as Answered), `${what} ${query}`).toEqual(expected);
  },
};

test.each(seeds())('history %i: every answer is what the definitions say of what was sent', async (seed) =>
  playHistory(seed, QUERIES),
);
