import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import type { LiveHubs } from '../../src/live/calls.ts';
import { QUIET_MILLISECONDS } from '../../src/live/hub.ts';
import { poke } from '../../src/live/poke.ts';
import { call, costOf } from '../support/client.ts';
import { aCall, times } from '../support/records.ts';
import { liveClient } from './client.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const QUERIES = { calls: { metrics: ['total_calls'], period: MARCH } };

afterEach(() => {
  vi.restoreAllMocks();
});

/** The hubs, with a count of how often each was poked. */
function countedHubs() {
  const counts = new Map<string, number>();
  const hubs = {
    getByName(name: string) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return env.LIVE_HUB.getByName(name);
    },
  } as unknown as LiveHubs;
  return { hubs, counts };
}

test('a tenant that nobody listens to is asked about once in half a minute', async () => {
  const { hubs, counts } = countedHubs();
  const name = crypto.randomUUID();
  for (const _ of times(5, Number)) await poke(hubs, name);
  expect(counts.get(name)).toBe(1);
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + QUIET_MILLISECONDS + 1);
  await poke(hubs, name);
  expect(counts.get(name)).toBe(2);
});

test('a tenant that somebody listens to is told of every change', async () => {
  const client = await liveClient();
  const stream = await client.listen(QUERIES);
  await stream.next();
  const hub = env.LIVE_HUB.getByName(client.tenant.slug);
  expect(await hub.poke()).toBe(0);
  await stream.close();
  await expect.poll(() => hub.poke(), { timeout: 3_000 }).toBe(QUIET_MILLISECONDS / 1_000);
});

test('who was told that nobody listens is not needed: the first listener finds changes by itself', async () => {
  const client = await liveClient();
  await client.send(aCall('before'));
  const stream = await client.listen(QUERIES);
  expect((await stream.next()).data.rows).toEqual([{ total_calls: 1 }]);
  const sent = Date.now();
  await client.send(aCall('after'));
  expect((await stream.next()).data.rows).toEqual([{ total_calls: 2 }]);
  expect(Date.now() - sent).toBeLessThan(2_000);
  await stream.close();
});

test('what listens to ingest costs it nothing', async () => {
  const client = await liveClient();
  const send = async (id: string) => {
    const body = { records: [aCall(id)] };
    const response = await call('/api/v1/ingest', { method: 'POST', bearer: client.key, body });
    await response.body?.cancel();
    return costOf(response);
  };
  await send('first');
  const alone = await send('alone');
  const stream = await client.listen(QUERIES);
  await stream.next();
  const heard = await send('heard');
  expect([heard.trips, heard.written]).toEqual([alone.trips, alone.written]);
  await stream.close();
});
