import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { tenantKeys } from '../../../src/privacy/sealing/keys.ts';
import { candidateQueries } from '../../../src/search/found-calls.ts';
import { readTerm, termsOfDay } from '../../../src/search/terms-of-day.ts';
import { call, costOf } from '../../support/client.ts';
import { times } from '../../support/records.ts';
import { callFrom, type SearchClient, searchClient } from './search-client.ts';

/** Numbers that share their ends, at noon of 10 March unless told; c is b's number in national form. */
async function someCalls(): Promise<SearchClient> {
  const client = await searchClient();
  await client.send(
    callFrom('a', '+33612345678', { duration_seconds: 245, outcome: 'ticket_created' }),
    callFrom('b', '+33612345678', { started_at: '2026-03-11T12:00:00Z', status: 'missed' }),
    callFrom('c', '06 12 34 56 78'),
    callFrom('d', '+4930995678', { started_at: '2026-03-12T12:00:00Z' }),
    callFrom('e', '+33698765432'),
    callFrom('open', '+33612345678', { status: 'open' }),
    callFrom('chat', '+33612345678', { kind: 'conversation', channel: 'chat' }),
    { type: 'interaction', id: 'gone', deleted: true, updated_at: '2026-03-20T00:00:00Z' },
  );
  return client;
}

test('an answer has the newest first, of one second by id, redacted', async () => {
  const client = await someCalls();
  expect(await client.find('+33612345678')).toEqual({
    results: [
      {
        call_id: 'b',
        phone_number_redacted: '***-***-5678',
        start_time: '2026-03-11T12:00:00Z',
        duration_seconds: null,
        outcome: 'abandoned',
        status: 'missed',
      },
      {
        call_id: 'a',
        phone_number_redacted: '***-***-5678',
        start_time: '2026-03-10T12:00:00Z',
        duration_seconds: 245,
        outcome: 'ticket_created',
        status: 'completed',
      },
      expect.objectContaining({ call_id: 'c', start_time: '2026-03-10T12:00:00Z' }),
    ],
    total_count: 3,
    search_term_redacted: '***-***-5678',
  });
});

test('national and international forms of one whole number, and endings of four digits', async () => {
  const client = await someCalls();
  const TABLE: [phone: string, ids: string[]][] = [
    ['0033 6 12 34 56 78', ['b', 'a', 'c']],
    [' 33612345678', ['b', 'a', 'c']],
    ['0612345678', ['b', 'a', 'c']],
    ['612345678', ['b', 'a', 'c']],
    ['33612345678', ['b', 'a', 'c']],
    ['tel:+33-6-12-34-56-78', ['b', 'a', 'c']],
    ['0112345678', []],
    ['0612345679', []],
    ['5678', ['d', 'b', 'a', 'c']],
    ['+4930995678', ['d']],
    ['0049 30 995678', ['d']],
    ['+4930995679', []],
    ['+33930995678', []],
    ['930995678', []],
    ['5432', ['e']],
    ['6789', []],
  ];
  for (const [phone, ids] of TABLE) {
    const { results, total_count } = await client.find(phone);
    expect([phone, results.map(({ call_id }) => call_id), total_count]).toEqual([phone, ids, ids.length]);
  }
});

test.each(['2345678', '12345678', '0995678', '+930995678'])(
  'a number that nobody can dial is refused: %s',
  async (phone) => {
    const client = await someCalls();
    expect((await client.search(phone)).status).toBe(400);
  },
);

test('a limit cuts the list, not the count', async () => {
  const client = await someCalls();
  const { results, total_count } = await client.find('5678', { limit: '2' });
  expect([results.map(({ call_id }) => call_id), total_count]).toEqual([['d', 'b'], 4]);
});

test('beyond a number’s sample call, the newest ones are read', async () => {
  const client = await searchClient();
  await client.send(
    ...times(30, (day) =>
      callFrom(`c${day}`, '+33612345678', {
        started_at: `2026-03-${String(day).padStart(2, '0')}T12:00:00Z`,
      }),
    ),
  );
  expect(await client.ids('5678', { limit: '3' })).toEqual(['c30', 'c29', 'c28']);
  expect((await client.find('5678')).results).toHaveLength(30);
});

test('a period is of the zone asked for, edges included', async () => {
  const client = await searchClient({ timeZone: 'America/New_York' });
  await client.send(
    callFrom('before', '+33612345678', { started_at: '2026-03-10T03:59:59Z' }),
    callFrom('first', '+33612345678', { started_at: '2026-03-10T04:00:00Z' }),
    callFrom('last', '+33612345678', { started_at: '2026-03-11T03:59:59Z' }),
    callFrom('after', '+33612345678', { started_at: '2026-03-11T04:00:00Z' }),
  );
  const day = { start_date: '2026-03-10', end_date: '2026-03-10' };
  expect(await client.ids('5678', day)).toEqual(['last', 'first']);
  expect(await client.ids('5678', { ...day, tz: 'UTC' })).toEqual(['first', 'before']);
  const [entry] = await client.audit();
  expect(entry?.details).toMatchObject({ ...day, time_zone: 'America/New_York' });
});

test('another tenant’s calls are not found', async () => {
  await someCalls();
  const other = await searchClient();
  expect(await other.find('5678')).toMatchObject({ results: [], total_count: 0 });
});

interface Problem {
  request_id: string;
  errors: { path: string }[];
  detail: string;
}

test.each<[params: Record<string, string>, path: string]>([
  [{ phone: '567' }, 'phone'],
  [{ phone: 'call me 5678' }, 'phone'],
  [{ phone: '33612345678901234' }, 'phone'],
  [{ phone: '45678' }, 'phone'],
  [{ phone: '345678' }, 'phone'],
  [{ phone: '+345678' }, 'phone'],
  [{ phone: '5678', limit: '0' }, 'limit'],
  [{ phone: '5678', limit: '101' }, 'limit'],
  [{ phone: '5678', start_date: '2026-03-10T00:00:00Z' }, 'start_date'],
  [{ phone: '5678', start_date: '2026-04-01' }, 'start_date'],
  [{ phone: '5678', tz: 'Mars' }, 'tz'],
  [{ phone: '5678', number: '1' }, 'number'],
])('%j is a 400 about %s, and no search', async ({ phone = '', ...params }, path) => {
  const client = await searchClient();
  const response = await client.search(phone, params);
  const { request_id: _random, ...problem } = (await response.json()) as Problem;
  expect([response.status, problem.errors.map((error) => error.path)]).toEqual([400, [path]]);
  if (path === 'phone') expect(JSON.stringify(problem)).not.toContain(phone);
  expect(await client.audit()).toEqual([]);
});

test('phone and period are required', async () => {
  const { tenant } = await searchClient();
  const response = await call('/api/v1/analytics/search', { bearer: await tenant.token('agent') });
  const { errors } = (await response.json()) as { errors: { path: string }[] };
  expect(errors.map(({ path }) => path).sort()).toEqual(['end_date', 'phone', 'start_date']);
});

test('the cost goes by the calls of the period that match, not by all calls', async () => {
  const client = await searchClient();
  const numbers = (index: number): string =>
    index % 20 === 0
      ? `+336${String(index).padStart(4, '0')}5678`
      : `+3361234${String(index).padStart(4, '0')}`;
  for (const from of [0, 1_000, 2_000]) {
    await client.send(
      ...times(1_000, (index) =>
        callFrom(`c${from + index}`, numbers(from + index), {
          started_at: index % 2 === 0 ? '2026-03-10T12:00:00Z' : '2026-02-10T12:00:00Z',
        }),
      ),
    );
  }
  await client.search('5678');
  const COSTS: [phone: string, matches: number, alike: number][] = [
    ['5678', 150, 150],
    ['+33600205678', 1, 1],
    ['0600205678', 1, 1],
    ['+34600205678', 0, 0],
    ['1231', 0, 0],
  ];
  for (const [phone, matches, alike] of COSTS) {
    const response = await client.search(phone, { limit: '100' });
    const { total_count } = (await response.json()) as { total_count: number };
    const { read, trips } = costOf(response);
    expect([phone, total_count, read <= 10 + 2 * alike, trips <= 3]).toEqual([phone, matches, true, true]);
  }
});

test.each([
  ['5678', ''],
  ['2345678', ' AND phone_hash=? AND is_call=? AND started_at>? AND started_at<?'],
  ['+33612345678', ' AND phone_hash=? AND is_call=? AND started_at>? AND started_at<?'],
])('candidates of %s come from one index, and from nothing else', async (phone, more) => {
  const period = { start: 0, end: 1, zone: 'UTC', fromDay: 0, toDay: 0 };
  const [query] = candidateQueries(readTerm(phone), period, tenantKeys('a data secret of a test', 't'));
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query!.text}`)
    .bind('t', ...query!.params)
    .all<{ detail: string }>();
  expect(results.map(({ detail }) => detail)).toEqual([
    `SEARCH interactions USING COVERING INDEX interactions_by_phone (tenant=? AND phone_last4=?${more})`,
  ]);
});

test('the terms of a day come from one index, and from nothing else', async () => {
  const query = termsOfDay('ann', 86_400);
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query.text}`)
    .bind('t', ...query.params)
    .all<{ detail: string }>();
  expect(results.map(({ detail }) => detail)).toEqual([
    'SEARCH e USING INDEX audit_log_new_terms (tenant=? AND actor_id=? AND at>?)',
  ]);
});
