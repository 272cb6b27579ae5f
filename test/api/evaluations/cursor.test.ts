import { beforeEach, describe, expect, test } from 'vitest';
import { costOf, problemIn } from '../../support/client.ts';
import type { Params } from '../../support/reads-client.ts';
import { aRating, removal, type Sent, times } from '../../support/records.ts';
import { aCall, type EvaluationsClient, evaluationsClient } from './client.ts';

const ORDERS: Params[] = [
  { sort_by: 'inserted_at', sort_order: 'desc' },
  { sort_by: 'inserted_at', sort_order: 'asc' },
  { sort_by: 'rating', sort_order: 'desc' },
  { sort_by: 'rating', sort_order: 'asc' },
];

let client: EvaluationsClient;

beforeEach(async () => {
  client = await evaluationsClient();
});

/** Ratings of few instants, so that many are equal; of two calls, as one has at most 200. */
function ratings(count: number): Sent[] {
  return times(count, (index) =>
    aRating(`e${(index * 7) % 1_000}`, `c${index % 2}`, 1 + ((index * 3) % 5), {
      responded_at: `2026-03-1${index % 3}T0${index % 8}:00:00Z`,
    }),
  );
}

/** The ids of all pages by cursor; `between` runs after each page. */
async function followed(params: Params, between: (page: number) => Promise<void> = async () => {}) {
  const ids: string[] = [];
  let after: string | null = null;
  for (let page = 1; ; page += 1) {
    const { data, meta } = await client.list({ ...params, ...(after !== null && { after }) });
    expect([meta.current_page, meta.page_size]).toEqual([page, Number(params.page_size)]);
    ids.push(...data.map(({ id }) => id));
    after = meta.next_cursor;
    if (after === null) return ids;
    await between(page);
  }
}

test('250 ratings, and one that is given after the first page: none twice, none missing', async () => {
  const given = ratings(250);
  await client.send(aCall('c0'), aCall('c1'), ...given);
  const ids = await followed({ page_size: '50' }, async (page) => {
    if (page === 1) {
      await client.send(aRating('new', 'c1', 5, { responded_at: '2026-03-20T00:00:00Z' }));
    }
  });
  expect(ids.length).toBe(250);
  expect(new Set(ids)).toEqual(new Set(given.map(({ id }) => id)));

  // By ascending time the newest comes last, so it is seen too.
  const ascending = await followed({ page_size: '50', sort_order: 'asc' }, async (page) => {
    if (page === 2) {
      await client.send(aRating('newer', 'c0', 1, { responded_at: '2026-03-21T00:00:00Z' }));
    }
  });
  expect([ascending.length, ascending.at(-1)]).toEqual([252, 'newer']);
});

describe.each(ORDERS)('by %j', (order) => {
  test('the pages are those of the list as a whole, also of one rating or period', async () => {
    await client.send(aCall('c0'), aCall('c1'), ...ratings(60));
    await client.refresh();
    for (const filter of [
      {},
      { rating: '3' },
      { date_from: '2026-03-11', date_to: '2026-03-11' },
    ] satisfies Params[]) {
      const whole = await client.ids({ ...order, ...filter, page_size: '100' });
      for (const page_size of ['1', '7', '60']) {
        if (page_size === '1' && !('rating' in filter)) continue;
        expect(await followed({ ...order, ...filter, page_size })).toEqual(whole);
      }
    }
  });

  test('what comes, goes and changes meanwhile moves nothing else', async () => {
    await client.send(aCall('c0'), aCall('c1'), ...ratings(40));
    const whole = await client.ids({ ...order, page_size: '100' });
    const [first, second] = [whole[9]!, whole[39]!];
    const ids = await followed({ ...order, page_size: '10' }, async (page) => {
      if (page !== 1) return;
      // The last of the page goes, the last of all becomes unrated, and a new one comes before the page.
      const at = order.sort_order === 'asc' && order.sort_by === 'inserted_at' ? '01' : '31';
      const best = order.sort_by === 'rating' && order.sort_order === 'asc' ? 1 : 5;
      await client.send(
        removal('evaluation', first),
        aRating(second, 'c0', null),
        aRating('new', 'c0', best, { responded_at: `2026-03-${at}T00:00:00Z` }),
      );
    });
    expect(ids).toEqual(whole.filter((id) => id !== second));
  });
});

test('a page by cursor costs no more, however deep it lies', async () => {
  await client.send(aCall('c0'), aCall('c1'), ...ratings(200));
  await client.refresh();
  for (const order of ORDERS) {
    let after: string | null = null;
    for (let page = 1; page <= 18; page += 1) {
      const params: Params = { ...order, page_size: '10', ...(after !== null && { after }) };
      if (page % 6 === 0) {
        const response = await client.call(`/api/v1/evaluations?${new URLSearchParams(params)}`);
        await response.body?.cancel();
        const { trips, read } = costOf(response);
        // Three days of rollups, and of each rating, those of the instant of the cursor.
        expect([trips, read <= 2 * 3 + 20 + 5 * 10 + 20], `page ${page}: ${read}`).toEqual([1, true]);
      }
      after = (await client.list(params)).meta.next_cursor;
    }
  }
});

describe('refuses', () => {
  const NOT_ONE = 'Must be a next_cursor that this route returned.';

  test.each(['x', 'W10', 'bnVsbA', Buffer.from('["newest",1,6,0,"e"]').toString('base64url')])(
    'what is no cursor: %j',
    async (after) => {
      const problem = await problemIn(await client.call(`/api/v1/evaluations?after=${after}`));
      expect([problem.status, problem.errors]).toEqual([400, [{ path: 'after', message: NOT_ONE }]]);
    },
  );

  test('a cursor of another order, and one beside a page', async () => {
    await client.send(aCall('c0'), aCall('c1'), ...ratings(5));
    const { next_cursor } = (await client.list({ page_size: '2' })).meta;
    for (const [query, path, message] of [
      ['sort_order=asc', 'after', 'Must be of a page in the same order.'],
      ['sort_by=rating', 'after', 'Must be of a page in the same order.'],
      ['page=2', 'page', 'Accepted only without after.'],
    ]) {
      const response = await client.call(`/api/v1/evaluations?after=${next_cursor}&${query}`);
      const problem = await problemIn(response);
      expect([problem.status, problem.errors]).toEqual([400, [{ path, message }]]);
    }
  });
});
