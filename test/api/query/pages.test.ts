import { describe, expect, test } from 'vitest';
import { call } from '../../support/client.ts';
import { aCall, times } from '../../support/records.ts';
import { type Answered, queryClient } from './client.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const QUERY = {
  metrics: ['total_calls'],
  dimensions: ['agent'],
  period: MARCH,
  order: [{ by: 'total_calls', direction: 'desc' }],
  limit: 2,
};

/** Five agents; the calls of two are as many. */
const CALLS = times(5, (agent) =>
  times(Math.max(2, agent), (index) => aCall(`c${agent}-${index}`, { agent_id: `a${agent}` })),
).flat();

describe('pages', () => {
  test('follow each other without a gap', async () => {
    const client = await queryClient();
    await client.send(...CALLS);
    const pages: Answered[] = [];
    for (let after: string | null = null; pages.length === 0 || after !== null; ) {
      const page: Answered = await client.ask({ ...QUERY, after });
      pages.push(page);
      after = page.page.after;
    }
    expect(pages.map(({ rows }) => rows.map(({ agent }) => agent))).toEqual([
      ['a5', 'a4'],
      ['a3', 'a1'],
      ['a2'],
    ]);
    expect(pages.map(({ page }) => page.rows)).toEqual([5, 5, 5]);
  });

  test('a cursor stands where it stood, whatever arrives', async () => {
    const client = await queryClient();
    await client.send(...CALLS);
    const first = await client.ask(QUERY);
    await client.send(...times(9, (index) => aCall(`new${index}`, { agent_id: 'b' })));
    const second = await client.ask({ ...QUERY, after: first.page.after });
    expect(second.rows.map(({ agent }) => agent)).toEqual(['a3', 'a1']);
  });

  test('a cursor is of one query, and of one tenant', async () => {
    const [client, other] = [await queryClient(), await queryClient()];
    await client.send(...CALLS);
    const { after } = (await client.ask(QUERY)).page;
    const changed = [
      { ...QUERY, metrics: ['missed_calls'], order: [] },
      { ...QUERY, period: { from: '2026-03-02', to: '2026-03-31' } },
      { ...QUERY, filters: [{ dimension: 'agent', is_set: true }] },
      { ...QUERY, time_zone: 'Europe/Paris' },
      { ...QUERY, limit: 3 },
    ];
    const refusal = {
      path: 'after',
      message: 'Must be the page.after of an answer to the same query, with everything else unchanged.',
    };
    for (const query of changed)
      expect((await client.refused({ ...query, after })).errors).toEqual([refusal]);
    expect((await other.refused({ ...QUERY, after })).errors).toEqual([refusal]);
    for (const wrong of ['x', `${after!.slice(0, -2)}AA`, 'W10'])
      expect((await client.refused({ ...QUERY, after: wrong })).errors).toEqual([refusal]);
  });

  test('a cursor with another time than it was given is none, whatever time that is', async () => {
    const client = await queryClient();
    await client.send(...CALLS);
    const { after } = (await client.ask({ ...QUERY, period: { last: 'P1000D' } })).page;
    const [signature, now, ...rest] = JSON.parse(Buffer.from(after!, 'base64url').toString()) as unknown[];
    for (const time of [(now as number) + 1, 1.5e9, 4e9, 1e15]) {
      const moved = Buffer.from(JSON.stringify([signature, time, ...rest])).toString('base64url');
      const { errors } = await client.refused({
        queries: { q: { ...QUERY, period: { last: 'P1000D' }, after: moved } },
      });
      expect(errors!.map(({ path }) => path)).toEqual(['queries.q.after']);
    }
  });

  test('what is the same query goes on: defaults may be written out', async () => {
    const client = await queryClient();
    await client.send(...CALLS);
    const { page, query } = await client.ask(QUERY);
    const next = await client.ask({ ...query, after: page.after });
    expect(next.rows.map(({ agent }) => agent)).toEqual(['a3', 'a1']);
  });
});

describe('CSV', () => {
  test('a head row and the rows; the next page in Link', async () => {
    const client = await queryClient();
    await client.send(
      { type: 'agent', id: 'x', name: '=cmd()' },
      aCall('a', { agent_id: 'x', duration_seconds: 3 }),
      aCall('b', { agent_id: '-1,"q"', status: 'missed' }),
      aCall('c'),
    );
    const query = {
      metrics: ['total_calls', 'avg_duration'],
      dimensions: ['agent', 'time:day'],
      period: MARCH,
      format: 'csv',
      compare: 'previous',
      include: ['totals'],
      order: [{ by: 'agent' }],
      limit: 2,
    };
    const response = await client.post(query);
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(await response.text()).toBe(
      'agent,agent_name,time,total_calls,avg_duration\r\n' +
        '"\'-1,""q""","\'-1,""q""",2026-03-10,1,\r\n' +
        "x,'=cmd(),2026-03-10,1,3\r\n",
    );
    const [, next] = /^<(.+)>; rel="next"$/.exec(response.headers.get('Link') ?? '') ?? [];
    const second = await call(next!, { bearer: client.key });
    expect(await second.text()).toBe('agent,agent_name,time,total_calls,avg_duration\r\n,,2026-03-10,1,\r\n');
    expect(second.headers.get('Link')).toBeNull();
  });
});

describe('GET', () => {
  test('takes the same in base64url', async () => {
    const client = await queryClient();
    await client.send(...CALLS);
    const q = Buffer.from(JSON.stringify(QUERY)).toString('base64url');
    const response = await call(`/api/v1/query?q=${q}`, { bearer: client.key });
    const { cost: _, ...answer } = (await response.json()) as Answered;
    expect(answer).toMatchObject({ rows: [{ agent: 'a5' }, { agent: 'a4' }], page: { rows: 5 } });
  });

  test.each(['***', 'bm8', ''])('%j is no query', async (q) => {
    const client = await queryClient();
    expect((await call(`/api/v1/query?q=${q}`, { bearer: client.key })).status).toBe(400);
  });
});

describe('several queries', () => {
  test('are answered as of one moment, in one trip', async () => {
    const client = await queryClient();
    await client.send(...CALLS);
    const queries = {
      all: { metrics: ['total_calls'], period: MARCH },
      best: { ...QUERY, limit: 1 },
    };
    const response = await client.post({ queries });
    const { results } = (await response.json()) as { results: Record<string, Answered> };
    expect(results).toMatchObject({
      all: { rows: [{ total_calls: 16 }], cost: { trips: 1 } },
      best: { rows: [{ agent: 'a5', total_calls: 5 }], page: { rows: 5 } },
    });
    const alone = await client.ask(queries.best);
    expect(results.best!.rows).toEqual(alone.rows);
  });

  test('an error in one fails all, with its path', async () => {
    const client = await queryClient();
    const good = { metrics: ['total_calls'] };
    const queries = {
      good,
      bad: { metrics: ['total_cals'], dimensions: ['agent', 'agent'], limit: 0 },
      csv: { ...good, format: 'csv' },
    };
    const { errors } = await client.refused({ queries });
    expect(errors!.map(({ path }) => path)).toEqual([
      'queries.bad.metrics.0',
      'queries.bad.limit',
      'queries.csv.format',
    ]);
  });
});

describe('dry run', () => {
  test('says what would be read, and reads no figure', async () => {
    const client = await queryClient();
    await client.send(...CALLS);
    await client.refresh();
    const query = { metrics: ['total_calls'], period: MARCH };
    const response = await client.post(query, '?dry_run=true');
    expect(await response.json()).toMatchObject({
      plan: 'rollups',
      cost: { rows_read: 31, trips: 1 },
      query: { period: MARCH, limit: 100 },
    });
    const { results } = (await (await client.post({ queries: { a: query } }, '?dry_run=true')).json()) as {
      results: object;
    };
    expect(results).toMatchObject({ a: { plan: 'rollups' } });
  });
});
