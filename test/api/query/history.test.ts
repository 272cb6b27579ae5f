import { expect, test } from 'vitest';
import { type Histories, playHistory, ZONES } from '../../oracle/play-history.ts';
import { QueriesOracle } from '../../oracle/queries.ts';
import { PLAIN_METRICS } from '../../oracle/query-metrics.ts';
import { RandomQueries } from '../../oracle/random-queries.ts';
import { seeds } from '../../oracle/seeds.ts';
import { putCalendars } from '../../support/put-calendars.ts';
import { readsClient } from '../../support/reads-client.ts';
import type { Answered } from './client.ts';

type Figures = Record<string, unknown>;

const RANKS = Object.keys(PLAIN_METRICS).filter((name) => PLAIN_METRICS[name]!.isRank);

/** Percentiles may be off by 1 %; those within it are replaced by the expected ones. */
function withExactRanks(shown: Figures | undefined, expected: Figures | undefined): Figures | undefined {
  if (!shown) return undefined;
  const exact = RANKS.filter((name) => name in shown).map((name) => {
    const [value, wanted] = [shown[name], expected?.[name]];
    const near =
      typeof value === 'number' && typeof wanted === 'number' && Math.abs(value - wanted) <= wanted / 100;
    return [name, near ? wanted : value];
  });
  return { ...shown, ...Object.fromEntries(exact) };
}

/** What of an answer follows from what was sent and asked. */
function compared(answer: Answered, expected: Answered): Figures {
  const { columns: _columns, as_of: _now, cost: _cost, query: _query, page, rows, totals, ...rest } = answer;
  const { after: _after, ...counted } = page;
  return {
    ...rest,
    rows: rows.map((row, index) => withExactRanks(row, expected.rows[index])),
    ...(totals && { totals: withExactRanks(totals, expected.totals) }),
    page: counted,
  };
}

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
