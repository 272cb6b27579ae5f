import { expect, test } from 'vitest';
import { call, costOf, problemIn } from '../../support/client.ts';
import type { ReadsClient } from '../../support/reads-client.ts';
import { aCall, aRating, removal, type Sent, times } from '../../support/records.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { callsClient } from './client.ts';

const PATH = '/api/v1/analytics/refresh-views';
const MARCH = { date_from: '2026-03-01', date_to: '2026-03-31' };

const REFRESHED = {
  data: {
    message: expect.stringMatching(/./),
    refreshed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  },
};

/** Refreshes by the route, as a new manager: the limit per user is not what is tested. */
async function refreshViews({ tenant }: ReadsClient): Promise<void> {
  const response = await call(PATH, { method: 'POST', bearer: await tenant.token('manager') });
  expect([response.status, await response.json()]).toEqual([200, REFRESHED]);
}

/** Sends records in small requests, as a telephone system does: each new call is then pending by itself. */
async function sendSingly(client: ReadsClient, records: readonly Sent[]): Promise<void> {
  for (let from = 0; from < records.length; from += 10) await client.send(...records.slice(from, from + 10));
}

async function rowsRead(response: Response): Promise<number> {
  await response.body?.cancel();
  return costOf(response).read;
}

test('answers the documented shape, at the time of the refresh, with something and with nothing to do', async () => {
  const client = await callsClient();
  await client.send(aCall('a'));
  const { key } = await client.tenant.key({ scopes: ['analytics:refresh'] });
  for (const body of [undefined, {}, undefined]) {
    const before = nowSeconds();
    const response = await call(PATH, { method: 'POST', bearer: key, body });
    const answer = (await response.json()) as { data: { refreshed_at: string } };
    expect([response.status, answer]).toEqual([200, REFRESHED]);
    const at = Date.parse(answer.data.refreshed_at) / 1_000;
    expect([at >= before, at <= nowSeconds()]).toEqual([true, true]);
  }
});

test('no figure changes, and reading them costs less', async () => {
  const client = await callsClient();
  await sendSingly(client, [
    ...times(200, (index) => aCall(`c${index}`, { agent_id: `a${index % 3}`, duration_seconds: index })),
    ...times(50, (index) => aRating(`e${index}`, `c${index}`, (index % 5) + 1)),
    removal('interaction', 'c7'),
  ]);
  const all = () =>
    Promise.all(['overview', 'hourly', 'agents', 'trends'].map((route) => client.read(route, MARCH)));
  const [before, cost] = [await all(), await rowsRead(await client.get('overview', MARCH))];
  await refreshViews(client);
  expect(await all()).toEqual(before);
  expect(await rowsRead(await client.get('overview', MARCH))).toBeLessThan(cost / 10);
});

test('asked for five times at once, nothing counts twice', async () => {
  const client = await callsClient();
  await client.send(...times(100, (index) => aCall(`c${index}`)));
  await Promise.all(times(5, () => refreshViews(client)));
  expect(await client.read('overview', MARCH)).toMatchObject({ total_calls: 100 });
});

test('refreshes its own tenant only', async () => {
  const [mine, other] = [await callsClient(), await callsClient()];
  await mine.send(aCall('a'));
  await sendSingly(
    other,
    times(100, (index) => aCall(`c${index}`)),
  );
  await refreshViews(mine);
  expect(await rowsRead(await other.get('overview', MARCH))).toBeGreaterThan(100);
  await refreshViews(other);
  expect(await rowsRead(await other.get('overview', MARCH))).toBeLessThan(20);
});

test('takes neither parameters nor fields, and no other scope', async () => {
  const client = await callsClient();
  const bearer = await client.tenant.token('manager');
  const refused = async (path: string, body: unknown) => {
    const { status, errors } = await problemIn(await call(path, { method: 'POST', bearer, body }));
    return [status, errors?.map((error) => error.path)];
  };
  expect(await refused(`${PATH}?date_from=2026-03-01`, undefined)).toEqual([400, ['date_from']]);
  expect(await refused(PATH, { full: true })).toEqual([400, ['full']]);
  const { key } = await client.tenant.key({ scopes: ['analytics:read', 'analytics:export', 'ingest:write'] });
  const { status, detail } = await problemIn(await call(PATH, { method: 'POST', bearer: key }));
  expect([status, detail]).toEqual([403, 'This API key does not have the scope analytics:refresh.']);
});
