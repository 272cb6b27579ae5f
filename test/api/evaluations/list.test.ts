import { describe, expect, test } from 'vitest';
import { problemIn } from '../../support/client.ts';
import type { Params } from '../../support/reads-client.ts';
import { aRating } from '../../support/records.ts';
import { aCall, evaluationsClient } from './client.ts';

const NOTHING = { current_page: 1, page_size: 20, total_pages: 0, total_count: 0, next_cursor: null };

describe('an item of the list', () => {
  test('shows the evaluation with the names that its interaction gives it', async () => {
    const client = await evaluationsClient();
    await client.send(
      { type: 'agent', id: 'a1', name: 'João Silva' },
      { type: 'department', id: 'd1', name: 'Suporte Técnico' },
      aCall('c1', { agent_id: 'a1', department_id: 'd1', customer: { name: 'Carlos Ferreira' } }),
      aRating('e1', 'c1', 5, { comment: ' Excelente! ', responded_at: '2026-03-10T13:00:00.75-03:00' }),
    );
    const item = {
      id: 'e1',
      call_id: 'c1',
      rating: 5,
      comment: 'Excelente!',
      customer_name: 'Carlos Ferreira',
      user_name: 'João Silva',
      department_name: 'Suporte Técnico',
      inserted_at: '2026-03-10T16:00:00Z',
      rated_by: null,
    };
    const meta = { current_page: 1, page_size: 20, total_pages: 1, total_count: 1, next_cursor: null };
    expect(await client.list()).toEqual({ data: [item], meta });
    const response = await client.call('/api/v1/evaluations/e1');
    expect([response.status, await response.json()]).toEqual([200, { data: item }]);
  });

  test('shows an id that no record came for, and null for what is not named', async () => {
    const client = await evaluationsClient();
    await client.send(
      aCall('c1', { agent_id: 'ghost', department_id: 'nowhere' }),
      { ...aCall('c2'), kind: 'conversation', channel: 'chat', status: 'open' },
      aRating('e1', 'c1', 4),
      aRating('e2', 'c2', 3),
    );
    const shown = (await client.list()).data.map((item) => [
      item.id,
      item.call_id,
      item.comment,
      item.customer_name,
      item.user_name,
      item.department_name,
    ]);
    expect(shown).toEqual([
      ['e1', 'c1', null, null, 'ghost', 'nowhere'],
      ['e2', 'c2', null, null, null, null],
    ]);
  });

  test('keeps the name of a deleted agent and takes a new one over', async () => {
    const client = await evaluationsClient();
    await client.send({ type: 'agent', id: 'a1', name: 'Ana' }, aCall('c1', { agent_id: 'a1' }));
    await client.send(aRating('e1', 'c1', 4), { type: 'agent', id: 'a1', name: 'Ana Reis' });
    await client.send({ type: 'agent', id: 'a1', deleted: true });
    expect((await client.list()).data[0]?.user_name).toBe('Ana Reis');
  });
});

describe('what is listed', () => {
  test('lists rated evaluations of stored interactions alone, however they came', async () => {
    const client = await evaluationsClient();
    await client.send(
      aRating('early', 'c1', 5),
      aCall('c1'),
      aRating('unrated', 'c1', null, { comment: 'no stars' }),
      aRating('unattached', 'no-such-call', 5),
      aCall('c2'),
      aRating('gone', 'c2', 1),
      { type: 'evaluation', id: 'gone', deleted: true },
      aCall('c3'),
      aRating('gone with its call', 'c3', 1),
      { type: 'interaction', id: 'c3', deleted: true },
      aRating('after its call', 'c3', 1),
    );
    for (const _ of ['pending', 'settled']) {
      expect(await client.ids()).toEqual(['early']);
      expect((await client.list()).meta.total_count).toBe(1);
      for (const id of ['unrated', 'unattached', 'gone', 'gone with its call', 'after its call', 'never']) {
        const response = await client.call(`/api/v1/evaluations/${encodeURIComponent(id)}`);
        expect([id, (await problemIn(response)).status]).toEqual([id, 404]);
      }
      await client.refresh();
    }
  });

  test('answers a tenant without any with no pages', async () => {
    const client = await evaluationsClient();
    expect(await client.list()).toEqual({ data: [], meta: NOTHING });
    expect(await client.list({ page: '7', rating: '5', date_from: '2026-01-01' })).toEqual({
      data: [],
      meta: { ...NOTHING, current_page: 7 },
    });
  });

  test('never shows another tenant its evaluations', async () => {
    const [mine, other] = [await evaluationsClient(), await evaluationsClient()];
    await mine.send(aCall('c1'), aRating('e1', 'c1', 5));
    await other.send(aCall('c1'), aRating('e2', 'c1', 1));
    expect([await mine.ids(), await other.ids()]).toEqual([['e1'], ['e2']]);
    expect((await other.call('/api/v1/evaluations/e1')).status).toBe(404);
  });
});

describe('filters by rating and by when it was given', () => {
  const cases: [Params, string[]][] = [
    [{}, ['e5', 'e4', 'e3', 'e2', 'e1']],
    [{ rating: '4' }, ['e4', 'e1']],
    [{ rating: '2' }, []],
    [{ date_from: '2026-03-10' }, ['e5', 'e4', 'e3']],
    [{ date_to: '2026-03-10' }, ['e4', 'e3', 'e2', 'e1']],
    [{ date_from: '2026-03-10', date_to: '2026-03-10' }, ['e4', 'e3']],
    [{ date_from: '2026-03-10', date_to: '2026-03-10', rating: '4' }, ['e4']],
    [{ date_from: '2026-03-10T23:59:59Z' }, ['e5', 'e4']],
    [{ date_to: '2026-03-10T00:00:00Z', sort_order: 'asc' }, ['e1', 'e2', 'e3']],
    [{ date_from: '2026-03-10', date_to: '2026-03-10', tz: 'America/Sao_Paulo' }, ['e5', 'e4']],
    [{ date_from: '2026-03-10T01:00:00', tz: 'Asia/Kathmandu', date_to: '2026-03-10' }, ['e3']],
    [{ date_from: '1970-01-01', date_to: '2099-12-31' }, ['e5', 'e4', 'e3', 'e2', 'e1']],
    [{ date_from: '2100-12-31' }, []],
    [{ date_to: '1970-01-01', tz: 'Asia/Tokyo' }, ['e1']],
    [{ date_to: '1970-01-01T00:00:00+01:00' }, []],
  ];

  test.each(cases)('%j', async (params, ids) => {
    const client = await evaluationsClient();
    await client.send(
      aCall('c'),
      aRating('e1', 'c', 4, { responded_at: '1970-01-01T00:00:00Z' }),
      aRating('e2', 'c', 5, { responded_at: '2026-03-09T18:00:00Z' }),
      aRating('e3', 'c', 1, { responded_at: '2026-03-10T00:00:00Z' }),
      aRating('e4', 'c', 4, { responded_at: '2026-03-10T23:59:59Z' }),
      aRating('e5', 'c', 5, { responded_at: '2026-03-11T00:00:00Z' }),
    );
    for (const _ of ['pending', 'settled']) {
      const { data, meta } = await client.list(params);
      expect([data.map(({ id }) => id), meta.total_count]).toEqual([ids, ids.length]);
      await client.refresh();
    }
  });

  test('counts the last second that a record may hold', async () => {
    const client = await evaluationsClient({ timeZone: 'Pacific/Kiritimati' });
    await client.send(aCall('c'), aRating('last', 'c', 3, { responded_at: '2100-12-31T23:59:59Z' }));
    await client.refresh();
    expect((await client.list()).meta.total_count).toBe(1);
    expect((await client.list({ tz: 'Pacific/Pago_Pago' })).meta.total_count).toBe(1);
  });
});

describe('refuses', () => {
  const cases: [string, string, string][] = [
    ['page=0', 'page', 'Must be a whole number from 1 to 1000000.'],
    ['page=1.5', 'page', 'Must be a whole number from 1 to 1000000.'],
    ['page=x', 'page', 'Must be a whole number from 1 to 1000000.'],
    ['page_size=0', 'page_size', 'Must be a whole number from 1 to 100.'],
    ['page_size=101', 'page_size', 'Must be a whole number from 1 to 100.'],
    ['page_size=-5', 'page_size', 'Must be a whole number from 1 to 100.'],
    ['rating=6', 'rating', 'Must be a whole number from 1 to 5.'],
    ['rating=0', 'rating', 'Must be a whole number from 1 to 5.'],
    ['sort_by=comment', 'sort_by', 'Must be one of inserted_at, rating.'],
    ['sort_order=up', 'sort_order', 'Must be one of asc, desc.'],
    ['date_from=2026-03-11&date_to=2026-03-10', 'date_from', 'Must not be after date_to.'],
    [
      'date_from=2026-02-30',
      'date_from',
      'Must be a date YYYY-MM-DD or an instant such as 2026-02-01T09:30:00Z.',
    ],
    ['tz=Mars', 'tz', 'Must be an IANA time zone such as Europe/Paris.'],
    [
      'department_id=d1',
      'department_id',
      'Unknown parameter; accepted: page, page_size, after, sort_by, sort_order, rating, date_from, date_to, tz.',
    ],
  ];
  test.each(cases)('%s', async (query, path, message) => {
    const client = await evaluationsClient();
    const problem = await problemIn(await client.call(`/api/v1/evaluations?${query}`));
    expect([problem.status, problem.errors]).toEqual([400, [{ path, message }]]);
  });
});
