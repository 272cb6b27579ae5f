import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { aCall, removal } from '../support/records.ts';
import { liveClient } from './client.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const CALLS = { metrics: ['total_calls'], period: MARCH };
const BY_AGENT = { metrics: ['total_calls'], dimensions: ['agent'], period: MARCH };

test('a stream begins with all figures and shows what changes, within two seconds', async () => {
  const client = await liveClient();
  await client.send(aCall('c1', { agent_id: 'ann' }));
  const stream = await client.listen({
    calls: CALLS,
    rated: { metrics: ['csat_avg_rating'], period: MARCH },
  });
  const first = [await stream.next(), await stream.next()];
  expect(first.map(({ event, data }) => [event, data.name, data.rows])).toEqual([
    ['figures', 'calls', [{ total_calls: 1 }]],
    ['figures', 'rated', [{ csat_avg_rating: null }]],
  ]);
  expect(stream.text()).toMatch(/^retry: \d+\n: open\n\n/);

  const sent = Date.now();
  await client.send(aCall('c2'));
  const second = await stream.next();
  expect(second).toMatchObject({ event: 'figures', data: { name: 'calls', rows: [{ total_calls: 2 }] } });
  expect(Date.now() - sent).toBeLessThan(2_000);
  expect(Number(second.id)).toBeGreaterThan(Number(first[0]!.id));

  await client.send(removal('interaction', 'c1'));
  expect((await stream.next()).data.rows).toEqual([{ total_calls: 1 }]);
  await client.send(aCall('c2', { subject: 'Not a figure' }));
  expect(await stream.isSilent(1_500)).toBe(true);
  await stream.close();
});

test('streams with the same query have it computed once for all', async () => {
  const lines = vi.spyOn(console, 'log');
  const client = await liveClient();
  const streams = await Promise.all([1, 2, 3].map(() => client.listen({ any: BY_AGENT })));
  for (const stream of streams) expect((await stream.next()).data.rows).toEqual([]);
  await client.send(aCall('c1', { agent_id: 'ann' }));
  const rows = await Promise.all(streams.map(async (stream) => (await stream.next()).data.rows));
  expect(rows).toEqual(streams.map(() => [{ agent: 'ann', agent_name: 'ann', total_calls: 1 }]));
  for (const stream of streams) await stream.close();
  const counted = () =>
    lines.mock.calls
      .map(([line]) => JSON.parse(String(line)) as Record<string, unknown>)
      .find(({ message, tenant }) => message === 'live figures' && tenant === client.tenant.slug);
  // Once for each version of the data that a round found: before, and after the call.
  await expect.poll(counted, { timeout: 5_000 }).toMatchObject({ evaluations: 2 });
  vi.restoreAllMocks();
});

test('a hub without listeners has no alarm and stores nothing', async () => {
  const client = await liveClient();
  const stream = await client.listen({ calls: CALLS });
  await stream.next();
  const hub = env.LIVE_HUB.getByName(client.tenant.slug);
  const state = () =>
    runInDurableObject(hub, async (_, { storage }) => [
      (await storage.getAlarm()) !== null,
      [...storage.kv.list()].map(([key]) => key.split(':')[0]),
    ]);
  expect((await state())[0]).toBe(true);
  await stream.close();
  await expect.poll(state, { timeout: 5_000 }).toEqual([false, []]);
});
