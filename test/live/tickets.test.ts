import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/env.ts';
import { sealTicket } from '../../src/live/ticket.ts';
import { call, problemIn } from '../support/client.ts';
import { aCall } from '../support/records.ts';
import { freshTenant, nowSeconds } from '../support/tenant.ts';
import { liveClient, openStream, refusedStream, ticketPath } from './client.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const CALLS = { metrics: ['total_calls'], period: MARCH };
const QUERIES = { calls: CALLS };

describe('a ticket', () => {
  test('opens one stream; a second one is refused', async () => {
    const client = await liveClient();
    const path = await ticketPath({ queries: QUERIES }, client.key);
    const head = await call(path, { method: 'HEAD' });
    expect([head.status, head.headers.get('Cache-Control'), head.headers.get('X-Accel-Buffering')]).toEqual([
      200,
      'no-store, no-transform',
      'no',
    ]);
    const stream = await openStream(path);
    expect(await refusedStream(path)).toMatchObject({
      status: 403,
      detail: expect.stringContaining('has been used'),
    });
    await stream.close();
  });

  test('that has expired, was altered or made up is refused, each in words of its own', async () => {
    const client = await liveClient();
    const path = await ticketPath({ queries: QUERIES }, client.key);
    const ticket = { tenant: client.tenant.slug, id: crypto.randomUUID(), expiresAt: nowSeconds() };
    const expired = sealTicket({ config: readConfig(env) }, ticket);
    const altered = path.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const made = sealTicket(
      { config: { dataSecret: 'x'.repeat(32) } },
      { ...ticket, expiresAt: nowSeconds() + 60 },
    );
    const paths = [`/api/v1/live?ticket=${expired}`, altered, `/api/v1/live?ticket=${made}`];
    const refusals = await Promise.all(paths.map(refusedStream));
    expect(refusals.map(({ status, detail }) => [status, detail.split(/[:.]/)[0]])).toEqual([
      [401, 'The ticket has expired'],
      [401, 'The ticket is not valid'],
      [401, 'The ticket is not valid'],
    ]);
  });

  test('shows the figures of its own tenant only', async () => {
    const [client, other] = [await liveClient(), await liveClient()];
    await other.send(aCall('theirs'));
    const bearer = await client.tenant.token('agent');
    const stream = await openStream(await ticketPath({ queries: QUERIES }, bearer, client.tenant.slug));
    expect((await stream.next()).data.rows).toEqual([{ total_calls: 0 }]);
    await other.send(aCall('theirs-too'));
    expect(await stream.isSilent(1_500)).toBe(true);
    await stream.close();
  });

  test('is not given for a tenant that the caller may not see, nor to a key without the scope', async () => {
    const [tenant, foreign] = [await freshTenant(), await freshTenant()];
    const body = { queries: QUERIES };
    const bearer = await tenant.token('manager');
    const { key } = await tenant.key({ scopes: ['ingest:write'] });
    const asked = [{ bearer, tenant: foreign.slug }, { bearer: key }];
    const answers = await Promise.all(
      asked.map((options) => call('/api/v1/live', { method: 'POST', body, ...options })),
    );
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });
});

describe('queries of a ticket', () => {
  const refusedFor = async (body: unknown) => {
    const client = await liveClient();
    const response = await call('/api/v1/live', { method: 'POST', bearer: client.key, body });
    return problemIn(response);
  };

  test.each<[string, unknown, unknown]>([
    ['none', { queries: {} }, { errors: [{ path: 'queries', message: 'Must have 1 to 10 queries.' }] }],
    [
      'too many',
      { queries: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`q${index}`, CALLS])) },
      { errors: [{ path: 'queries', message: 'Must have 1 to 10 queries.' }] },
    ],
    [
      'an unknown metric',
      { queries: { a: { metrics: ['total_cals'] } } },
      {
        errors: [
          {
            path: 'queries.a.metrics.0',
            message: expect.stringContaining('Unknown metric; nearest: total_calls'),
          },
        ],
      },
    ],
    ['an every beyond its bounds', { queries: QUERIES, every: 61 }, { errors: [{ path: 'every' }] }],
    [
      'links to records',
      { queries: { a: { ...CALLS, include: ['records'] } } },
      {
        errors: [
          { path: 'queries.a.include', message: expect.stringContaining('records is not accepted here') },
        ],
      },
    ],
  ])('are refused as by POST /api/v1/query: %s', async (_what, body, expected) => {
    expect(await refusedFor(body)).toMatchObject({ status: 400, ...(expected as object) });
  });

  test('that would read too much are a 422', async () => {
    // Filters of as many members as are accepted, over the longest period.
    const longAgo = (set: number) => ({
      metrics: [{ metric: 'duration', stat: 'p90' }],
      filters: [
        { dimension: 'agent', in: Array.from({ length: 12 }, (_, index) => `agent-${index}-${set}`) },
      ],
      period: { from: '2021-01-01', to: '2023-12-31' },
    });
    const queries = Object.fromEntries([1, 2, 3, 4, 5].map((set) => [`q${set}`, longAgo(set)]));
    const client = await liveClient();
    const [asked, live] = await Promise.all(
      ['query', 'live'].map((route) =>
        call(`/api/v1/${route}`, { method: 'POST', bearer: client.key, body: { queries } }),
      ),
    );
    const [one, other] = [await problemIn(asked!), await problemIn(live!)];
    expect([other.status, other.detail]).toEqual([one.status, one.detail]);
    expect(one.status).toBe(422);
  });
});
