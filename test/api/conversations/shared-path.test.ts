import { beforeAll, expect, test } from 'vitest';
import { call, problemIn } from '../../support/client.ts';
import type { ReadsClient } from '../../support/reads-client.ts';
import { aCall, aChat } from '../../support/records.ts';
import { conversationsClient } from './client.ts';

const PATH = '/api/v1/analytics/overview';
let client: ReadsClient;

beforeAll(async () => {
  client = await conversationsClient();
  const started_at = new Date().toISOString();
  await client.send(aCall('a', { started_at }), aChat('b', { started_at }));
});

/** Which of the two overviews a query is answered with. */
async function answered(bearer: string, query: string): Promise<'calls' | 'conversations'> {
  const response = await call(`${PATH}${query}`, { bearer });
  const body = (await response.json()) as {
    data?: { total_calls: number };
    totals?: { conversations: number };
  };
  expect([response.status, body.data?.total_calls ?? body.totals?.conversations]).toEqual([
    200,
    body.data ? 1 : 2,
  ]);
  return body.data ? 'calls' : 'conversations';
}

test.each([
  ['', 'calls', 'conversations'],
  ['?tz=UTC', 'calls', 'conversations'],
  ['?date_from=2026-03-01', 'calls', 'calls'],
  ['?date_from=2026-03-01&tz=UTC', 'calls', 'calls'],
  ['?dateFrom=2026-03-01', 'conversations', 'conversations'],
  ['?groupBy=month', 'conversations', 'conversations'],
])('%s: a session gets %s, a key %s', async (query, session, key) => {
  const recent = query.replace('2026-03-01', new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  expect(await answered(await client.tenant.token('manager'), recent)).toBe(session);
  expect(await answered(client.key, recent)).toBe(key);
});

test.each([
  '?dateFrom=2026-03-01&date_to=2026-03-02',
  '?department_id=x&groupBy=day',
  '?channel=&date_from=',
])('%s mixes the two', async (query) => {
  const response = await call(PATH + query, { bearer: client.key });
  const { status, detail } = await problemIn(response);
  expect([status, detail]).toEqual([400, expect.stringContaining('The query mixes two contracts')]);
});

test('a session that may not see calls is told how to see conversations', async () => {
  const bearer = await client.tenant.token('supervisor');
  expect(await answered(bearer, `?groupBy=week`)).toBe('conversations');
  for (const query of ['', '?tz=UTC', '?date_from=2026-03-01']) {
    const { status, detail } = await problemIn(await call(PATH + query, { bearer }));
    expect([status, detail]).toEqual([
      403,
      expect.stringContaining('With dateFrom or dateTo this path answers'),
    ]);
  }
  const stranger = await client.tenant.token('attendant');
  const { status, detail } = await problemIn(await call(`${PATH}?groupBy=day`, { bearer: stranger }));
  expect([status, detail]).toEqual([403, expect.not.stringContaining('dateFrom')]);
});
