import { describe, expect, test } from 'vitest';
import { problemIn } from '../../support/client.ts';
import { aRating } from '../../support/records.ts';
import { aCall, type EvaluationsClient, evaluationsClient, type Item } from './client.ts';

/** The client is an attendant's session. */
const RATED_BY = { kind: 'session', id: expect.stringMatching(/^user-/), role: 'attendant' };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function create(client: EvaluationsClient, evaluation: unknown): Promise<Response> {
  return client.call('/api/v1/evaluations', { method: 'POST', body: { evaluation } });
}

async function created(response: Response): Promise<Item> {
  const body = (await response.json()) as { data: Item };
  expect([response.status, body]).toEqual([201, { data: expect.anything() }]);
  return body.data;
}

describe('creating an evaluation', () => {
  test('answers it, and every read sees it at once', async () => {
    const client = await evaluationsClient();
    await client.send(aCall('c1', { agent_id: 'a1' }));
    const before = Math.floor(Date.now() / 1_000) * 1_000;
    const data = await created(await create(client, { call_id: 'c1', rating: 5, comment: ' Very good ' }));
    expect(data).toEqual({
      id: expect.stringMatching(UUID),
      call_id: 'c1',
      rating: 5,
      comment: 'Very good',
      inserted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(Date.parse(data.inserted_at)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(data.inserted_at)).toBeLessThanOrEqual(Date.now());

    const item = { ...data, customer_name: null, user_name: 'a1', department_name: null, rated_by: RATED_BY };
    expect((await client.list()).data).toEqual([item]);
    const read = await client.call(`/api/v1/evaluations/${data.id}`);
    expect(await read.json()).toEqual({ data: item });
    const figures = { total_evaluations: 1, with_comments: 1, average_rating: 5 };
    expect(await client.stats()).toMatchObject(figures);
    await client.refresh();
    expect(await client.stats()).toMatchObject(figures);
  });

  test.each([[undefined], [null], ['   ']])('without words (%j) has a null comment', async (comment) => {
    const client = await evaluationsClient();
    await client.send(aCall('c1'));
    const data = await created(await create(client, { call_id: 'c1', rating: 1, comment }));
    expect(data.comment).toBeNull();
    expect(await client.stats()).toMatchObject({ total_evaluations: 1, with_comments: 0 });
  });

  test('takes conversations and open interactions too', async () => {
    const client = await evaluationsClient();
    await client.send(aCall('c1', { kind: 'conversation', channel: 'chat', status: 'open' }));
    expect((await created(await create(client, { call_id: 'c1', rating: 3 }))).call_id).toBe('c1');
  });

  test('needs a stored call of this tenant', async () => {
    const [client, other] = [await evaluationsClient(), await evaluationsClient()];
    await other.send(aCall('theirs'));
    await client.send(aCall('gone'), { type: 'interaction', id: 'gone', deleted: true });
    await client.send(aRating('waiting', 'not here yet', 2));
    for (const call_id of ['never', 'theirs', 'gone', 'not here yet']) {
      expect([call_id, (await create(client, { call_id, rating: 5 })).status]).toEqual([call_id, 404]);
    }
    expect(await other.ids()).toEqual([]);
  });

  test('rates a call once, whoever rated it', async () => {
    const client = await evaluationsClient();
    await client.send(
      aCall('c1'),
      aCall('c2'),
      aRating('sent', 'c2', 4),
      aCall('c3'),
      aRating('unrated', 'c3', null),
    );
    await created(await create(client, { call_id: 'c1', rating: 5 }));
    for (const call_id of ['c1', 'c2']) {
      const problem = await problemIn(await create(client, { call_id, rating: 1 }));
      expect([problem.status, problem.detail]).toEqual([
        409,
        'This call already has a rating. A call can be rated once.',
      ]);
    }
    await created(await create(client, { call_id: 'c3', rating: 2 }));
    expect(await client.stats({ date_from: '2026-01-01' })).toMatchObject({ total_evaluations: 3 });
  });

  test('rates it again once the rating was deleted', async () => {
    const client = await evaluationsClient();
    await client.send(aCall('c1'));
    const { id } = await created(await create(client, { call_id: 'c1', rating: 1 }));
    await client.send({ type: 'evaluation', id, deleted: true });
    const again = await created(await create(client, { call_id: 'c1', rating: 5 }));
    expect(await client.ids()).toEqual([again.id]);
  });

  test('makes one of many at once', async () => {
    const client = await evaluationsClient();
    await client.send(aCall('c1'));
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((rating) => create(client, { call_id: 'c1', rating })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect((await client.list()).meta.total_count).toBe(1);
    const winner = await created(answers.find(({ status }) => status === 201)!);
    expect(await client.ids()).toEqual([winner.id]);
  });
});

describe('refuses', () => {
  const good = { call_id: 'c1', rating: 5 };
  const cases: [string, unknown, string, string][] = [
    [
      'a bare body',
      good,
      'evaluation',
      'Required: a JSON object; accepted fields: call_id, rating, comment.',
    ],
    [
      'an unknown field',
      { evaluation: { ...good, stars: 5 } },
      'evaluation.stars',
      'Unknown field; accepted: call_id, rating, comment.',
    ],
    [
      'an unknown field beside it',
      { evaluation: good, notify: true },
      'notify',
      'Unknown field; accepted: evaluation.',
    ],
    [
      'no call',
      { evaluation: { rating: 5 } },
      'evaluation.call_id',
      'Required: text of 1 to 128 characters, not blank and without control characters.',
    ],
    [
      'a blank call',
      { evaluation: { ...good, call_id: ' ' } },
      'evaluation.call_id',
      'Must be text of 1 to 128 characters, not blank and without control characters.',
    ],
    [
      'no rating',
      { evaluation: { call_id: 'c1' } },
      'evaluation.rating',
      'Required: a whole number from 1 to 5.',
    ],
    [
      'no stars',
      { evaluation: { ...good, rating: null } },
      'evaluation.rating',
      'Required: a whole number from 1 to 5.',
    ],
    [
      'a rating of 0',
      { evaluation: { ...good, rating: 0 } },
      'evaluation.rating',
      'Must be a whole number from 1 to 5.',
    ],
    [
      'a rating of 6',
      { evaluation: { ...good, rating: 6 } },
      'evaluation.rating',
      'Must be a whole number from 1 to 5.',
    ],
    [
      'half a star',
      { evaluation: { ...good, rating: 4.5 } },
      'evaluation.rating',
      'Must be a whole number from 1 to 5.',
    ],
    [
      'a rating as text',
      { evaluation: { ...good, rating: '5' } },
      'evaluation.rating',
      'Must be a whole number from 1 to 5.',
    ],
    [
      'too many words',
      { evaluation: { ...good, comment: 'x'.repeat(2_001) } },
      'evaluation.comment',
      'Must be text of at most 2000 characters.',
    ],
  ];
  test.each(cases)('%s', async (_, body, path, message) => {
    const client = await evaluationsClient();
    await client.send(aCall('c1'));
    const problem = await problemIn(await client.call('/api/v1/evaluations', { method: 'POST', body }));
    expect(problem.status).toBe(400);
    expect(problem.errors).toContainEqual({ path, message });
    expect(await client.ids()).toEqual([]);
  });

  test('a read-only key', async () => {
    const client = await evaluationsClient();
    await client.send(aCall('c1'));
    const { key } = await client.tenant.key({ scopes: ['evaluations:read', 'analytics:read'] });
    const body = { evaluation: good };
    const response = await client.call('/api/v1/evaluations', { method: 'POST', body, bearer: key });
    expect(response.status).toBe(403);
  });
});
