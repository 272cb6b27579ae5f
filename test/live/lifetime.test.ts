import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { BROWSER_SESSION, callByCookie, cookieOf } from '../support/browser.ts';
import { call } from '../support/client.ts';
import { aCall } from '../support/records.ts';
import { liveClient, openStream, ticketPath } from './client.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const QUERIES = { calls: { metrics: ['total_calls'], period: MARCH } };
const MINUTE = 60_000;

afterEach(() => {
  vi.restoreAllMocks();
});

type Client = Awaited<ReturnType<typeof liveClient>>;
const hubOf = ({ tenant }: Client) => env.LIVE_HUB.getByName(tenant.slug);

/** One round of the hub so much later, and one when the clock is right again, so that its alarm is. */
async function later(client: Client, milliseconds: number): Promise<void> {
  const now = Date.now() + milliseconds;
  vi.spyOn(Date, 'now').mockReturnValue(now);
  await runDurableObjectAlarm(hubOf(client));
  vi.restoreAllMocks();
  await runDurableObjectAlarm(hubOf(client));
}

describe('a stream ends', () => {
  test('when its key is revoked, within a minute', async () => {
    const client = await liveClient();
    const { id, key } = await client.tenant.key({ scopes: ['analytics:read'] });
    const stream = await openStream(await ticketPath({ queries: QUERIES }, key));
    const other = await client.listen(QUERIES);
    await Promise.all([stream.next(), other.next()]);
    const admin = await client.tenant.token('tenant_admin');
    const revoked = await call(`/api/v1/api-keys/${id}`, { method: 'DELETE', bearer: admin });
    expect(revoked.status).toBe(204);
    await later(client, 26_000);
    expect(await stream.next()).toEqual({
      event: 'end',
      data: {
        reason: 'revoked',
        message: 'The credential that the stream was opened with no longer holds.',
        retry: expect.any(Number),
      },
    });
    await client.send(aCall('a'));
    expect((await other.next()).data.rows).toEqual([{ total_calls: 1 }]);
    await other.close();
  });

  test('when its session is revoked, or has expired', async () => {
    const client = await liveClient();
    const expires = Math.floor(Date.now() / 1_000) + 40;
    const bearers = [
      await client.tenant.token('manager', { jti: 'one' }),
      await client.tenant.token('manager', { exp: expires }),
      await client.tenant.token('manager'),
    ];
    const streams = await Promise.all(
      bearers.map(async (bearer) => openStream(await ticketPath({ queries: QUERIES }, bearer))),
    );
    for (const stream of streams) await stream.next();
    const admin = await client.tenant.token('tenant_admin');
    const body = { jti: 'one' };
    const response = await call('/api/v1/sessions/revoke', { method: 'POST', bearer: admin, body });
    expect(response.ok).toBe(true);
    await later(client, 45_000);
    const ends = await Promise.all(streams.slice(0, 2).map((stream) => stream.next()));
    expect(ends.map(({ data }) => data.reason)).toEqual(['revoked', 'revoked']);
    expect(await streams[2]!.isSilent(300)).toBe(true);
    await streams[2]!.close();
  });

  test.each(['session', 'key'])('when the browser of its %s signs out, and no other', async (kind) => {
    const client = await liveClient();
    const { tenant } = client;
    const credential = kind === 'key' ? (await tenant.key()).key : await tenant.token('manager');
    const cookies = [await cookieOf(credential), await cookieOf(credential)] as const;
    const streams = await Promise.all(
      cookies.map(async (cookie) => {
        const asked = await callByCookie('/api/v1/live', cookie, {
          method: 'POST',
          body: { queries: QUERIES },
        });
        const { url } = await asked.json<{ url: string }>();
        return openStream(url.replace('https://callmeter.test', ''));
      }),
    );
    for (const stream of streams) await stream.next();
    await callByCookie(BROWSER_SESSION, cookies[0], { method: 'DELETE' });
    await later(client, 26_000);
    expect((await streams[0]!.next()).data.reason).toBe('revoked');
    expect(await streams[1]!.isSilent(300)).toBe(true);
    await streams[1]!.close();
  });

  test('when its tenant is suspended', async () => {
    const client = await liveClient();
    const stream = await client.listen(QUERIES);
    await stream.next();
    const bearer = await client.tenant.token('super_admin');
    const path = `/api/v1/tenants/${client.tenant.slug}`;
    const response = await call(path, { method: 'PATCH', bearer, body: { status: 'suspended' } });
    expect(response.status).toBe(200);
    expect((await stream.next()).data.reason).toBe('suspended');
  });

  test('after an hour, and one that does not ping after 90 seconds', async () => {
    const client = await liveClient();
    const stream = await client.listen(QUERIES);
    await stream.next();
    await later(client, 2 * MINUTE);
    expect((await stream.next()).data).toMatchObject({ reason: 'silent', retry: expect.any(Number) });
    const long = await client.listen(QUERIES);
    await long.next();
    await later(client, 60 * MINUTE);
    expect((await long.next()).data.reason).toBe('time_limit');
    expect(long.text()).toMatch(/\nretry: \d{4,5}\nevent: end\n/);
  });
});

describe('a hub that is stopped', () => {
  test('ends its streams, each at another time to come back', async () => {
    const client = await liveClient();
    const streams = await Promise.all([1, 2, 3, 4].map(() => client.listen(QUERIES)));
    for (const stream of streams) await stream.next();
    await runInDurableObject(hubOf(client), (_, state) => state.abort('deployed')).catch(() => undefined);
    const ends = await Promise.all(streams.map((stream) => stream.next()));
    expect(ends.map(({ data }) => data.reason)).toEqual(streams.map(() => 'restarted'));
    const retries = ends.map(({ data }) => data.retry!);
    expect(new Set(retries).size).toBeGreaterThan(1);
    expect([Math.min(...retries) >= 1_000, Math.max(...retries) <= 10_000]).toEqual([true, true]);

    await client.send(aCall('a'));
    const again = await client.listen(QUERIES);
    expect((await again.next()).data.rows).toEqual([{ total_calls: 1 }]);
    await again.close();
  });

  test('finds its streams again after sleeping, and sends nothing that they have', async () => {
    const client = await liveClient();
    const stream = await client.listen(QUERIES);
    await stream.next();
    await evictDurableObject(hubOf(client));
    await later(client, 20_000);
    expect(await stream.isSilent(500)).toBe(true);
    await client.send(aCall('a'));
    expect((await stream.next()).data.rows).toEqual([{ total_calls: 1 }]);
    await stream.close();
  });
});

test('a change that nobody told the hub of is found by its alarm', async () => {
  const client = await liveClient();
  const stream = await client.listen(QUERIES);
  await stream.next();
  const MOVED = statement('UPDATE rollup_state SET data_version = data_version + 1 WHERE tenant = ?1');
  await client.tenant.store.batch([MOVED.with()]);
  const alarm = await runInDurableObject(hubOf(client), (_, { storage }) => storage.getAlarm());
  expect(alarm! - Date.now()).toBeLessThanOrEqual(15_000);
  await stream.close();
});
