import { describe, expect, test } from 'vitest';
import { call, problemIn } from '../../support/client.ts';
import { aRating, type Sent } from '../../support/records.ts';
import { aCall, type EvaluationsClient, evaluationsClient } from './client.ts';

const DAY = 86_400_000;

function evaluate(
  client: EvaluationsClient,
  callId: string,
  body: unknown = { rating: 5 },
): Promise<Response> {
  const path = `/api/v1/call/evaluate/${encodeURIComponent(callId)}`;
  return call(path, { method: 'POST', tenant: client.tenant.slug, body });
}

/** A call that ended so many milliseconds ago, after a minute. */
function endedAgo(id: string, ago: number, fields: Sent = {}): Sent {
  const at = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString();
  return aCall(id, { started_at: at(ago + 60_000), duration_seconds: null, ended_at: at(ago), ...fields });
}

describe('a customer rates a call', () => {
  test.each([
    ['bare', { rating: 4, comment: 'Thanks, Ana!' }],
    ['wrapped', { evaluation: { rating: 4, comment: 'Thanks, Ana!' } }],
  ])('with a %s body, without a credential', async (_, body) => {
    const client = await evaluationsClient();
    await client.send(endedAgo('c1', 60_000, { customer: { name: 'Carlos' } }));
    const response = await evaluate(client, 'c1', body);
    const { data } = (await response.json()) as { data: { id: string } };
    expect([response.status, data]).toEqual([
      201,
      {
        id: expect.any(String),
        call_id: 'c1',
        rating: 4,
        inserted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    ]);
    expect((await client.list()).data).toMatchObject([
      { id: data.id, call_id: 'c1', rating: 4, comment: 'Thanks, Ana!', customer_name: 'Carlos' },
    ]);
    expect(await client.stats()).toMatchObject({ total_evaluations: 1, with_comments: 1 });
  });

  test.each([
    ['just now', 0],
    ['almost seven days ago', 7 * DAY - 60_000],
  ])('that ended %s', async (_, ago) => {
    const client = await evaluationsClient();
    await client.send(endedAgo('c1', ago), endedAgo('c2', ago, { kind: 'conversation', channel: 'chat' }));
    expect((await evaluate(client, 'c1')).status).toBe(201);
    expect((await evaluate(client, 'c2')).status).toBe(201);
  });

  test('is counted from the end of the call, not from its start', async () => {
    const client = await evaluationsClient();
    const started_at = new Date(Date.now() - 9 * DAY).toISOString();
    await client.send(endedAgo('c1', 6 * DAY, { started_at }));
    expect((await evaluate(client, 'c1')).status).toBe(201);
  });

  test('from any web page', async () => {
    const client = await evaluationsClient();
    const headers = { Origin: 'https://anywhere.example' };
    const path = '/api/v1/call/evaluate/c1';
    const preflight = await call(path, { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('Access-Control-Allow-Origin')]).toEqual([204, '*']);
    await client.send(endedAgo('c1', 60_000));
    const response = await call(path, {
      method: 'POST',
      tenant: client.tenant.slug,
      body: { rating: 1 },
      headers,
    });
    expect([response.status, response.headers.get('Access-Control-Allow-Origin')]).toEqual([201, '*']);
  });

  test('once, however many try at once', async () => {
    const client = await evaluationsClient();
    await client.send(endedAgo('c1', 60_000));
    const answers = await Promise.all([1, 2, 3, 4, 5].map((rating) => evaluate(client, 'c1', { rating })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404, 404]);
    expect((await client.list()).meta.total_count).toBe(1);
  });

  test('or an attendant does: together still once', async () => {
    const client = await evaluationsClient();
    await client.send(endedAgo('c1', 60_000));
    const body = { evaluation: { call_id: 'c1', rating: 2 } };
    const [ofCustomer, ofAttendant] = await Promise.all([
      evaluate(client, 'c1'),
      client.call('/api/v1/evaluations', { method: 'POST', body }),
    ]);
    expect([
      [201, 409],
      [404, 201],
    ]).toContainEqual([ofCustomer.status, ofAttendant.status]);
    expect((await client.list()).meta.total_count).toBe(1);
  });
});

describe('gives nothing away', () => {
  test('answers the very same 404 to all that it does not take', async () => {
    const client = await evaluationsClient();
    const [off, other] = [await evaluationsClient({ publicEvaluations: false }), await evaluationsClient()];
    await off.send(endedAgo('c1', 60_000));
    await other.send(endedAgo('foreign', 60_000));
    await client.send(
      endedAgo('old', 7 * DAY + 60_000),
      endedAgo('rated', 60_000),
      aRating('r', 'rated', 5),
      endedAgo('open', 60_000, { status: 'open' }),
      endedAgo('gone', 60_000),
      { type: 'interaction', id: 'gone', deleted: true },
    );
    const unknownTenant = call('/api/v1/call/evaluate/c1', {
      method: 'POST',
      tenant: 'no-such-tenant',
      body: { rating: 5 },
    });
    const answers = {
      unknown: await evaluate(client, 'never'),
      'too long to be an id': await evaluate(client, 'x'.repeat(200)),
      old: await evaluate(client, 'old'),
      rated: await evaluate(client, 'rated'),
      open: await evaluate(client, 'open'),
      gone: await evaluate(client, 'gone'),
      foreign: await evaluate(client, 'foreign'),
      off: await evaluate(off, 'c1'),
      'unknown tenant': await unknownTenant,
    };
    const same = {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'Not found.',
      request_id: expect.any(String),
    };
    for (const [name, response] of Object.entries(answers)) {
      expect([name, response.status, await problemIn(response)]).toEqual([name, 404, same]);
    }
    expect([await client.ids(), await off.ids(), await other.ids()]).toEqual([['r'], [], []]);
  });

  test('judges the body before it looks for the tenant', async () => {
    const client = await evaluationsClient();
    const of = async (tenant: string) => {
      const response = await call('/api/v1/call/evaluate/c1', {
        method: 'POST',
        tenant,
        body: { rating: 6 },
      });
      const { request_id: _requestId, ...problem } = await problemIn(response);
      return problem;
    };
    expect(await of('no-such-tenant')).toEqual(await of(client.tenant.slug));
    expect((await of('no-such-tenant')).status).toBe(400);
  });

  test('says that X-Tenant is missing', async () => {
    const response = await call('/api/v1/call/evaluate/c1', { method: 'POST', body: { rating: 5 } });
    const { status, detail } = await problemIn(response);
    expect([status, detail]).toEqual([
      400,
      'The request header is invalid. X-Tenant: Required: the slug of the tenant.',
    ]);
  });
});

describe('refuses', () => {
  const cases: [string, unknown, string, string][] = [
    ['an empty object', {}, 'rating', 'Required: a whole number from 1 to 5.'],
    ['words alone', { comment: 'Hello' }, 'rating', 'Required: a whole number from 1 to 5.'],
    ['an empty wrapping', { evaluation: {} }, 'evaluation.rating', 'Required: a whole number from 1 to 5.'],
    ['a rating of 6', { rating: 6 }, 'rating', 'Must be a whole number from 1 to 5.'],
    [
      'both ways at once',
      { evaluation: { rating: 5 }, rating: 5 },
      'evaluation',
      'Accepted only without rating and comment beside it.',
    ],
    [
      'a call of its own',
      { evaluation: { rating: 5, call_id: 'c2' } },
      'evaluation.call_id',
      'Unknown field; accepted: rating, comment.',
    ],
    [
      'an unknown field',
      { rating: 5, stars: 5 },
      'stars',
      'Unknown field; accepted: evaluation, rating, comment.',
    ],
    [
      'too many words',
      { rating: 5, comment: 'x'.repeat(2_001) },
      'comment',
      'Must be text of at most 2000 characters.',
    ],
  ];
  test.each(cases)('%s', async (_, body, path, message) => {
    const client = await evaluationsClient();
    await client.send(endedAgo('c1', 60_000));
    const problem = await problemIn(await evaluate(client, 'c1', body));
    expect([problem.status, problem.errors]).toEqual([400, [{ path, message }]]);
    expect(await client.ids()).toEqual([]);
  });
});
