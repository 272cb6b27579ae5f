import { beforeAll, describe, expect, test } from 'vitest';
import type { Cell } from '../../../src/behind/cell.ts';
import { cellToken } from '../../../src/behind/cell-token.ts';
import { MEASURES, type MeasureName } from '../../../src/query/measures.ts';
import { localDay } from '../../../src/time/zones.ts';
import { call, costOf, problemIn } from '../../support/client.ts';
import { contextOf } from '../../support/context.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../../support/tenant.ts';

type Sent = Readonly<Record<string, unknown>>;

const START = Date.parse('2026-03-10') / 1_000;
const END = START + 86_400;
const PERIOD = {
  start: START,
  end: END,
  zone: 'UTC',
  fromDay: localDay('UTC', START),
  toDay: localDay('UTC', START),
};

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant();
  await send(tenant, [
    aCall('c-1', { duration_seconds: 60, agent_id: 'ann', customer: { id: 'x' }, cost: { llm: 0.25 } }),
    aCall('c-2', {
      duration_seconds: 90,
      agent_id: 'ann',
      customer: { id: 'x' },
      started_at: '2026-03-10T09:00:00Z',
    }),
    aCall('c-3', { status: 'missed', agent_id: 'bob', started_at: '2026-03-10T10:00:00Z' }),
    aCall('c-4', { started_at: '2026-03-11T10:00:00Z' }),
    { type: 'evaluation', id: 'e-1', interaction_id: 'c-1', rating: 4, responded_at: '2026-03-10T08:30:00Z' },
    { type: 'article_stats', article_id: 'a-1', date: '2026-03-10', views: 7, helpful: 3, not_helpful: 1 },
  ]);
});

function aCall(id: string, fields: Sent = {}): Sent {
  const usual = { kind: 'call', status: 'completed', started_at: '2026-03-10T08:00:00Z' };
  return { type: 'interaction', id, ...usual, ...fields };
}

async function send(to: TestTenant, records: Sent[]): Promise<void> {
  const { key } = await to.key();
  const response = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
  expect([response.status, await response.json()]).toMatchObject([200, { rejected: 0 }]);
}

/** A token, as a query of `to` gives it. `found` is what the query has found. */
function token(
  metric: MeasureName,
  {
    to = tenant,
    at = nowSeconds(),
    found = [0, 1],
    ...cell
  }: Partial<Cell> & {
    to?: TestTenant;
    at?: number;
    found?: [number, number];
  } = {},
): Promise<string> {
  const [numerator, denominator] = found;
  const value = { numerator, denominator };
  const usual = { metric, measure: MEASURES[metric], filter: {}, period: PERIOD, now: at, value };
  return cellToken(contextOf(to, { now: at }), { ...usual, ...cell });
}

async function get(of: string | Promise<string>, query = '', to = tenant) {
  const { key } = await to.key({ scopes: ['analytics:read'] });
  return call(`/api/v1/records?of=${await of}${query}`, { bearer: key });
}

describe('what is behind a figure', () => {
  test('a rate: each record with what it adds to both parts', async () => {
    const response = await get(token('completion_rate', { found: [2, 3] }));
    const item = (id: string, at: string, numerator: number, agent = 'ann') => ({
      type: 'interaction',
      id,
      at,
      interaction_id: id,
      numerator,
      denominator: 1,
      interaction: expect.objectContaining({ started_at: at, agent_id: agent }),
    });
    expect(await response.json()).toEqual({
      cell: {
        metric: 'completion_rate',
        value: 66.7,
        parts: { numerator: 2, denominator: 3 },
        rank: null,
      },
      items: [
        item('c-1', '2026-03-10T08:00:00Z', 1),
        item('c-2', '2026-03-10T09:00:00Z', 1),
        item('c-3', '2026-03-10T10:00:00Z', 0, 'bob'),
      ],
      after: null,
      changed: false,
    });
  });

  test('each record with its interaction in short, agent and queue by name', async () => {
    const own = await freshTenant();
    await send(own, [
      { type: 'agent', id: 'ann', name: 'Ann Lee' },
      aCall('c-1', { agent_id: 'ann', queue_id: 'q-1', duration_seconds: 60, wait_seconds: 7 }),
    ]);
    expect(await (await get(token('total_calls', { to: own }), '', own)).json()).toMatchObject({
      items: [
        {
          interaction: {
            kind: 'call',
            channel: 'phone',
            direction: 'inbound',
            status: 'completed',
            outcome: 'unknown',
            started_at: '2026-03-10T08:00:00Z',
            duration_seconds: 60,
            wait_seconds: 7,
            agent_id: 'ann',
            agent_name: 'Ann Lee',
            queue_id: 'q-1',
            queue_name: 'q-1',
          },
        },
      ],
    });
  });

  test('money in millionths of a dollar, without a denominator', async () => {
    expect(await (await get(token('total_cost'))).json()).toMatchObject({
      cell: { value: 0.25, parts: { numerator: 250_000, denominator: null } },
      items: [{ id: 'c-1', numerator: 250_000, denominator: null }],
    });
  });

  test('customers: the first call of each', async () => {
    expect(await (await get(token('total_customers', { filter: { agent: 'ann' } }))).json()).toMatchObject({
      cell: { value: 1, parts: { numerator: 1 } },
      items: [{ id: 'c-1', numerator: 1 }],
    });
  });

  test('a percentile: every duration, and which of them it is', async () => {
    expect(await (await get(token('duration_p90'))).json()).toMatchObject({
      cell: { value: 90, parts: { numerator: 150, denominator: 2 }, rank: 2 },
      items: [
        { id: 'c-1', numerator: 60, denominator: 1 },
        { id: 'c-2', numerator: 90, denominator: 1 },
      ],
    });
  });

  test('ratings and daily counters', async () => {
    expect(await (await get(token('average_rating'))).json()).toMatchObject({
      cell: { value: 4 },
      items: [
        { type: 'evaluation', id: 'e-1', at: '2026-03-10T08:30:00Z', interaction_id: 'c-1', numerator: 4 },
      ],
    });
    expect(await (await get(token('helpfulness_rate'))).json()).toMatchObject({
      cell: { value: 75 },
      items: [
        {
          type: 'article_stats',
          id: '2026-03-10/a-1',
          at: '2026-03-10',
          interaction_id: null,
          numerator: 3,
          denominator: 4,
          interaction: null,
        },
      ],
    });
  });

  test('an hour of the day', async () => {
    const time = { kind: 'hours', zone: 'Europe/Lisbon', value: '9' } as const;
    expect(await (await get(token('total_calls', { time }))).json()).toMatchObject({
      cell: { value: 1 },
      items: [{ id: 'c-2' }],
    });
  });

  test('a span without any time', async () => {
    const time = { kind: 'span', start: START, end: START } as const;
    expect(await (await get(token('total_calls', { time }))).json()).toMatchObject({
      cell: { value: 0 },
      items: [],
      after: null,
    });
  });
});

test('tells when data has changed the figure', async () => {
  const own = await freshTenant();
  await send(own, [aCall('c-1'), aCall('c-2')]);
  const of = await token('total_calls', { to: own, found: [2, 1] });
  expect(await (await get(of, '', own)).json()).toMatchObject({ cell: { value: 2 }, changed: false });
  await send(own, [aCall('c-3')]);
  expect(await (await get(of, '', own)).json()).toMatchObject({
    cell: { value: 3 },
    items: [{ id: 'c-1' }, { id: 'c-2' }, { id: 'c-3' }],
    changed: true,
  });
});

describe('pages', () => {
  test('follow each other, and show the whole cell', async () => {
    const of = await token('total_calls', { found: [3, 1] });
    const ids: string[] = [];
    let after = '';
    for (let pages = 0; pages < 5; pages += 1) {
      const page = await (await get(of, `&limit=2${after}`)).json<{
        cell: { value: number };
        items: { id: string }[];
        after: string | null;
      }>();
      expect(page.cell.value).toBe(3);
      ids.push(...page.items.map(({ id }) => id));
      if (page.after === null) break;
      after = `&after=${page.after}`;
    }
    expect(ids).toEqual(['c-1', 'c-2', 'c-3']);
  });

  test('have one size, and belong to one link', async () => {
    const of = await token('total_calls');
    const { after } = await (await get(of, '&limit=1')).json<{ after: string }>();
    const bySize = await problemIn(await get(of, `&limit=2&after=${after}`));
    expect([bySize.status, bySize.errors]).toEqual([
      400,
      [{ path: 'limit', message: 'Must be 1, as on the page that `after` comes from.' }],
    ]);
    const ofOther = await problemIn(await get(token('total_calls'), `&limit=1&after=${after}`));
    expect([ofOther.status, ofOther.errors]).toEqual([
      400,
      [{ path: 'after', message: 'Must be of a page with the same `of`.' }],
    ]);
    const noCursor = await problemIn(await get(of, '&after=abc'));
    expect([noCursor.status, noCursor.errors]).toEqual([
      400,
      [{ path: 'after', message: 'Must be an `after` that this route returned.' }],
    ]);
  });

  test('read a bounded number of records in one trip, however many there are', async () => {
    const own = await freshTenant();
    for (let from = 0; from < 2_000; from += 500)
      await send(
        own,
        Array.from({ length: 500 }, (_, index) =>
          aCall(`c-${from + index}`, { status: from + index === 1_999 ? 'missed' : 'completed' }),
        ),
      );
    const of = await token('missed_calls', { to: own, found: [1, 1] });
    const first = await get(of, '&limit=10', own);
    const { read, trips } = costOf(first);
    const page = await first.json<{ items: unknown[]; after: string }>();
    expect([page.items, typeof page.after]).toEqual([[], 'string']);
    expect(read).toBeLessThan(2_500);
    expect(trips).toBeLessThanOrEqual(2);
    const second = await (await get(of, `&limit=10&after=${page.after}`, own)).json();
    expect(second).toMatchObject({ cell: { value: 1 }, items: [{ id: 'c-1999' }], after: null });
  });
});

describe('a link', () => {
  const REFUSED = [
    { path: 'of', message: 'Must be the token of a link in an answer to a query of this tenant, unchanged.' },
  ];

  test.each([
    ['that was altered', async () => `${(await token('total_calls')).slice(0, -2)}AA`],
    ['that is none', () => 'abc'],
    ['that is too long', () => 'A'.repeat(7_000)],
  ])('%s is refused', async (_, of) => {
    const { status, errors } = await problemIn(await get(of()));
    expect([status, errors]).toEqual([400, REFUSED]);
  });

  test('of another tenant is refused', async () => {
    const { status, errors } = await problemIn(await get(token('total_calls', { to: await freshTenant() })));
    expect([status, errors]).toEqual([400, REFUSED]);
  });

  test('expires after an hour', async () => {
    const soon = await token('total_calls', { at: nowSeconds() - 3_590 });
    expect((await get(soon)).status).toBe(200);
    const { status, detail } = await problemIn(await get(token('total_calls', { at: nowSeconds() - 3_600 })));
    expect([status, detail]).toEqual([
      410,
      'This link to records has expired. Repeat the query to get a new one.',
    ]);
  });

  test('does not show the members that it filters by', async () => {
    const of = await token('total_calls', { filter: { topic: 'Invoice of João' } });
    expect(Buffer.from(of, 'base64url').toString('latin1')).not.toContain('Invoice');
  });
});
