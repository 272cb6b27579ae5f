import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { eventStream } from '../../src/api/live/event-stream.ts';
import { BOUNDS } from '../../src/bounds.ts';
import { aCall } from '../support/records.ts';
import { liveClient, type Message, ticketPath } from './client.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const QUERIES = { calls: { metrics: ['total_calls'], period: MARCH } };

async function openSocket(path: string) {
  const request = new Request(`https://callmeter.test${path}`, { headers: { Upgrade: 'websocket' } });
  const response = await exports.default.fetch(request);
  expect(response.status).toBe(101);
  const socket = response.webSocket!;
  const messages: string[] = [];
  let closed: { code: number; reason: string } | undefined;
  socket.addEventListener('message', ({ data }) => messages.push(String(data)));
  socket.addEventListener('close', ({ code, reason }) => {
    closed = { code, reason };
  });
  socket.accept();
  const last = () => JSON.parse(messages.at(-1) ?? '{}') as Message;
  return { socket, messages, last, closed: () => closed };
}

test('a socket has the same messages, answers ping, and ends after anything else', async () => {
  const client = await liveClient();
  const { socket, messages, last, closed } = await openSocket(
    await ticketPath({ queries: QUERIES }, client.key),
  );
  await expect.poll(last).toMatchObject({
    event: 'figures',
    id: expect.stringMatching(/^\d+$/),
    data: { name: 'calls', rows: [{ total_calls: 0 }] },
  });
  socket.send('ping');
  await expect.poll(() => messages.at(-1)).toBe('pong');
  await client.send(aCall('a'));
  await expect.poll(last, { timeout: 3_000 }).toMatchObject({ data: { rows: [{ total_calls: 1 }] } });
  socket.send('hello');
  await expect.poll(last).toMatchObject({ event: 'end', data: { reason: 'unexpected' } });
  await expect.poll(closed).toEqual({ code: 1000, reason: 'unexpected' });
});

test('a socket that closes leaves nothing behind', async () => {
  const client = await liveClient();
  const { socket, last } = await openSocket(await ticketPath({ queries: QUERIES }, client.key));
  await expect.poll(last).toMatchObject({ event: 'figures' });
  socket.close(1000);
  const hub = env.LIVE_HUB.getByName(client.tenant.slug);
  const stored = () => runInDurableObject(hub, (_, { storage }) => [...storage.kv.list()].length);
  await expect.poll(stored, { timeout: 3_000 }).toBe(0);
});

test('a stream that nobody reads is cut off, and its socket closed', async () => {
  const { 0: socket, 1: hub } = new WebSocketPair();
  const closed = vi.fn();
  hub.accept();
  hub.addEventListener('close', closed);
  const response = eventStream(socket);
  const rows = 'x'.repeat(BOUNDS.liveBufferBytes.value / 4);
  for (let sent = 0; sent < 6; sent += 1) {
    hub.send(JSON.stringify({ event: 'figures', id: '1', data: { name: 'a', rows } }));
  }
  await expect.poll(() => closed.mock.calls.length).toBe(1);
  await expect(response.text()).rejects.toThrow('Read too slowly.');
});
