import { describe, expect, test } from 'vitest';
import { seeded } from '../../oracle/random-span.ts';
import { costOf } from '../../support/client.ts';
import type { Params } from '../../support/reads-client.ts';
import { aRating, type Sent } from '../../support/records.ts';
import { aCall, type EvaluationsClient, evaluationsClient } from './client.ts';

interface Given {
  id: string;
  rating: number;
  at: string;
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const newestFirst = (a: Given, b: Given): number => compareTexts(b.at, a.at) || compareTexts(a.id, b.id);

/** Each order, as a plain comparison; ids here are ASCII. */
const ORDERS: [string, string, (a: Given, b: Given) => number][] = [
  ['inserted_at', 'desc', newestFirst],
  ['inserted_at', 'asc', (a, b) => compareTexts(a.at, b.at) || compareTexts(a.id, b.id)],
  ['rating', 'desc', (a, b) => b.rating - a.rating || newestFirst(a, b)],
  ['rating', 'asc', (a, b) => a.rating - b.rating || newestFirst(a, b)],
];

/** Evaluations at few instants of three days, so that ties are many. */
function givenOf(count: number): Given[] {
  const random = seeded(7);
  const below = (limit: number): number => Math.floor(random() * limit);
  return Array.from({ length: count }, (_, index) => ({
    id: `e${(index * 7_919) % 1_000}`,
    rating: 1 + below(5),
    at: `2026-03-${String(10 + below(3))}T0${below(8)}:00:00Z`,
  }));
}

function recordsOf(given: readonly Given[]): Sent[] {
  return given.flatMap(({ id, rating, at }, index) => [
    aRating(id, `c${index % 10}`, rating, { responded_at: at }),
    ...(index % 4 === 0 ? [aRating(`unrated-${id}`, `c${index % 10}`, null, { responded_at: at })] : []),
  ]);
}

async function clientWith(given: readonly Given[]): Promise<EvaluationsClient> {
  const client = await evaluationsClient();
  await client.send(...Array.from({ length: 10 }, (_, index) => aCall(`c${index}`)), ...recordsOf(given));
  return client;
}

async function allPages(client: EvaluationsClient, params: Params, pageSize: number): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; ; page += 1) {
    const { data, meta } = await client.list({ ...params, page: String(page), page_size: String(pageSize) });
    ids.push(...data.map(({ id }) => id));
    const isLast = page >= meta.total_pages;
    expect(data.length).toBe(isLast ? meta.total_count - (page - 1) * pageSize : pageSize);
    if (isLast) return ids;
  }
}

describe.each(ORDERS)('by %s %s', (sort_by, sort_order, compare) => {
  const sort = { sort_by, sort_order };

  test('lists each evaluation once, in order, to the end, pending and settled alike', async () => {
    const given = givenOf(180);
    const client = await clientWith(given);
    const expected = given.toSorted(compare).map(({ id }) => id);
    expect(await allPages(client, sort, 100)).toEqual(expected);
    await client.refresh();
    expect(await allPages(client, sort, 23)).toEqual(expected);

    const threes = given.filter(({ rating }) => rating === 3).toSorted(compare);
    expect(await allPages(client, { ...sort, rating: '3' }, 10)).toEqual(threes.map(({ id }) => id));

    const days = { date_from: '2026-03-11', date_to: '2026-03-11' };
    const ofDay = given.filter(({ at }) => at.startsWith('2026-03-11')).toSorted(compare);
    expect(await allPages(client, { ...sort, ...days }, 17)).toEqual(ofDay.map(({ id }) => id));
    expect(await client.ids({ ...sort, page: '19', page_size: '10' })).toEqual([]);
  });
});

describe('the cost of a page', () => {
  const DAYS = 3;
  const PAGE_SIZE = 10;

  async function costOfPage(client: EvaluationsClient, params: Params) {
    const query = new URLSearchParams({ page_size: String(PAGE_SIZE), ...params });
    const response = await client.call(`/api/v1/evaluations?${query}`);
    await response.body?.cancel();
    return costOf(response);
  }

  test('is one round trip, and does not grow with what lies behind the page', async () => {
    const client = await clientWith(givenOf(400));
    await client.refresh();
    await client.list();
    for (const [sort_by, sort_order] of ORDERS) {
      for (const page of [1, 2, 15, 40]) {
        const offset = (page - 1) * PAGE_SIZE;
        const bound = 2 * DAYS + 20 + offset;
        const { trips, read } = await costOfPage(client, { sort_by, sort_order, page: String(page) });
        expect([sort_by, sort_order, page, trips]).toEqual([sort_by, sort_order, page, 1]);
        expect(read, `${sort_by} ${sort_order} page ${page}`).toBeLessThanOrEqual(bound + 4 * PAGE_SIZE);
      }
    }
    const { read } = await costOfPage(client, { rating: '5', page: '3' });
    expect(read).toBeLessThanOrEqual(2 * DAYS + 20 + 20 + 4 * PAGE_SIZE);
  });
});
