import { describe, expect, test } from 'vitest';
import { problemIn } from '../../support/client.ts';
import type { Params } from '../../support/reads-client.ts';
import { aRating } from '../../support/records.ts';
import { aCall, evaluationsClient } from './client.ts';

const NOTHING = {
  total_evaluations: 0,
  average_rating: null,
  with_comments: 0,
  satisfaction_rate: null,
  distribution: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 },
};
const MARCH = { date_from: '2026-03-01', date_to: '2026-03-31' };

describe('figures of rated evaluations', () => {
  test('are counted, averaged and shared out exactly', async () => {
    const client = await evaluationsClient();
    const ratings = [5, 5, 5, 4, 2, 1, null];
    await client.send(
      aCall('c1'),
      ...ratings.map((rating, index) => aRating(`e${index}`, 'c1', rating)),
      aRating('commented', 'c1', 3, { comment: 'so so' }),
      aRating('blank', 'c1', 4, { comment: '  ' }),
      aRating('words alone', 'c1', null, { comment: 'no stars from me' }),
      aRating('unattached', 'c9', 1),
    );
    // 5+5+5+4+2+1+3+4 = 29 over 8 = 3.625; 5 of 8 are 4 or 5 = 62.5 %.
    const expected = {
      total_evaluations: 8,
      average_rating: 3.6,
      with_comments: 1,
      satisfaction_rate: 62.5,
      distribution: { 1: 1, 2: 1, 3: 1, 4: 2, 5: 3 },
    };
    expect(await client.stats(MARCH)).toEqual(expected);
    await client.refresh();
    expect(await client.stats(MARCH)).toEqual(expected);
  });

  test('round half away from zero, once', async () => {
    const client = await evaluationsClient();
    const ratings = [...Array<number>(13).fill(4), ...Array<number>(7).fill(5)];
    await client.send(aCall('c'), ...ratings.map((rating, index) => aRating(`e${index}`, 'c', rating)));
    // 87 / 20 = 4.35
    expect(await client.stats(MARCH)).toMatchObject({ average_rating: 4.4, satisfaction_rate: 100 });
  });

  test('hold conversations and open interactions too', async () => {
    const client = await evaluationsClient();
    await client.send(
      { ...aCall('c1'), kind: 'conversation', channel: 'chat' },
      aCall('c2', { status: 'open', duration_seconds: null }),
      aRating('e1', 'c1', 1),
      aRating('e2', 'c2', 5),
    );
    expect(await client.stats(MARCH)).toMatchObject({ total_evaluations: 2, average_rating: 3 });
  });

  test('are zeros and nulls where there is nothing', async () => {
    const client = await evaluationsClient();
    expect(await client.stats()).toEqual(NOTHING);
    expect(await client.stats({ ...MARCH, user_id: 'nobody', department_id: 'none' })).toEqual(NOTHING);
  });
});

describe('filters', () => {
  const cases: [Params, number, number | null][] = [
    [MARCH, 5, 3],
    [{ ...MARCH, department_id: 'd1' }, 3, 2],
    [{ ...MARCH, user_id: 'a1' }, 2, 3],
    [{ ...MARCH, department_id: 'd1', user_id: 'a1' }, 1, 1],
    [{ ...MARCH, department_id: 'd2', user_id: 'a2' }, 0, null],
    [{ ...MARCH, department_id: 'd1', user_id: 'a2' }, 2, 2.5],
    [{ date_from: '2026-03-11', date_to: '2026-03-11' }, 2, 3.5],
    [{ date_from: '2026-03-10T13:00:01Z', date_to: '2026-03-11T02:59:59Z' }, 1, 3],
    [{ date_from: '2026-03-10', date_to: '2026-03-10', tz: 'America/Sao_Paulo' }, 4, 2.8],
    [{ date_from: '2026-03-10', date_to: '2026-03-10', tz: 'America/Sao_Paulo', user_id: 'a2' }, 2, 2.5],
  ];

  test.each(cases)('%j', async (params, total_evaluations, average_rating) => {
    const client = await evaluationsClient();
    await client.send(
      aCall('c1', { department_id: 'd1', agent_id: 'a1' }),
      aCall('c2', { department_id: 'd1', agent_id: 'a2' }),
      aCall('c3', { department_id: 'd2', agent_id: 'a1' }),
      aCall('c4', {}),
      aRating('e1', 'c1', 1),
      aRating('e2', 'c2', 2),
      aRating('e3', 'c2', 3, { responded_at: '2026-03-11T02:59:59Z' }),
      aRating('e4', 'c3', 5),
      aRating('e5', 'c4', 4, { responded_at: '2026-03-11T03:00:00Z' }),
    );
    for (const _ of ['pending', 'settled']) {
      expect(await client.stats(params)).toMatchObject({ total_evaluations, average_rating });
      await client.refresh();
    }
  });

  test('follow the interaction when it moves to another agent', async () => {
    const client = await evaluationsClient();
    await client.send(aCall('c1', { agent_id: 'a1' }), aRating('e1', 'c1', 5));
    await client.refresh();
    await client.send(aCall('c1', { agent_id: 'a2' }));
    expect(await client.stats({ ...MARCH, user_id: 'a1' })).toMatchObject({ total_evaluations: 0 });
    expect(await client.stats({ ...MARCH, user_id: 'a2' })).toMatchObject({ total_evaluations: 1 });
  });

  test('span the last 30 days unless told', async () => {
    const client = await evaluationsClient();
    const daysAgo = (days: number): string => {
      const date = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
      return `${date}T00:00:00Z`;
    };
    await client.send(
      aCall('c1'),
      aRating('today', 'c1', 5, { responded_at: daysAgo(0) }),
      aRating('thirty days ago', 'c1', 5, { responded_at: daysAgo(30) }),
      aRating('before', 'c1', 1, { responded_at: daysAgo(31) }),
      aRating('tomorrow', 'c1', 1, { responded_at: daysAgo(-1) }),
    );
    expect(await client.stats()).toMatchObject({ total_evaluations: 2, average_rating: 5 });
  });
});

test('a range of more than 1,096 days is refused here, unlike in the list', async () => {
  const client = await evaluationsClient();
  const query = 'date_from=2020-01-01&date_to=2026-01-01';
  const problem = await problemIn(await client.call(`/api/v1/evaluations/stats?${query}`));
  expect([problem.status, problem.errors?.[0]?.path]).toEqual([400, 'date_from']);
  expect((await client.call(`/api/v1/evaluations?${query}`)).status).toBe(200);
});
