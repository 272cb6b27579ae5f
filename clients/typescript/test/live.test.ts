import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { Callmeter } from '../src/client.ts';
import { eventsOf } from '../src/event-stream.ts';
import type { LiveFailure } from '../src/live.ts';
import { json, problem, serverOf } from './server.ts';

const apiKey = 'cmk_acme_1_2';
const QUERIES = { waiting: { metrics: ['total_calls' as const] } };

async function parsed(...chunks: string[]) {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
  const state: { retry: number | undefined } = { retry: undefined };
  const events = [];
  for await (const event of eventsOf(body, state, () => {})) events.push(event);
  return { events, ...state };
}

test('events are parsed as the standard says, wherever chunks are cut', async () => {
  const text =
    ': hello\r\n\r\nevent: figures\r\nid: 7\r\ndata: {"a":\r\ndata: 1}\r\n\r\nretry: 250\ndata:é\n\ndata: cut off';
  const expected = {
    events: [
      { event: 'figures', id: '7', data: '{"a":\n1}' },
      { event: 'message', id: '7', data: 'é' },
    ],
    retry: 250,
  };
  expect(await parsed(text)).toEqual(expected);
  expect(await parsed(...text)).toEqual(expected);
});

const figures = (name: string, value: number) =>
  `id: ${value}\nevent: figures\ndata: ${JSON.stringify({ name, rows: [{ total_calls: value }], as_of: '2026-03-01T00:00:00Z' })}\n\n`;

function stream(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(`retry: 10\n\n${text}`);
}

test('figures come until the loop is left, over connections that end or break, each with a ticket of its own', async () => {
  let streams = 0;
  const { baseUrl, received } = await serverOf(({ method, path, headers, body }, response) => {
    if (method === 'POST') {
      expect(JSON.parse(body)).toEqual({ queries: QUERIES, every: 5 });
      return json(response, { url: `/api/v1/live?ticket=t${streams}`, expires_at: '2026-03-01T00:01:00Z' });
    }
    expect([path, headers.authorization]).toEqual([`/api/v1/live?ticket=t${streams}`, undefined]);
    streams += 1;
    const failed =
      'event: failed\ndata: {"name":"waiting","message":"Too much.","as_of":"2026-03-01T00:00:00Z"}\n\n';
    stream(response, failed + figures('waiting', streams));
    if (streams === 1) response.end();
    if (streams === 2) setTimeout(() => response.destroy(), 50);
    return undefined;
  });
  const seen: unknown[] = [];
  const failures: string[] = [];
  const onFailed = ({ message }: LiveFailure) => failures.push(message);
  for await (const { name, rows, version } of new Callmeter({ baseUrl, apiKey }).live({
    queries: QUERIES,
    every: 5,
    onFailed,
  })) {
    seen.push([name, rows[0]?.total_calls, version]);
    if (seen.length === 3) break;
  }
  expect(seen).toEqual([1, 2, 3].map((value) => ['waiting', value, String(value)]));
  expect(failures).toEqual(Array(3).fill('Too much.'));
  expect(received.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'GET', 'POST', 'GET']);
});

test('a signal ends it quietly, also while it waits', async () => {
  const { baseUrl } = await serverOf(({ method }, response) => {
    if (method === 'POST') json(response, { url: 'https://elsewhere.example.com/api/v1/live?ticket=t' });
    else stream(response, '');
  });
  const signal = AbortSignal.timeout(150);
  for await (const _ of new Callmeter({ baseUrl, apiKey }).live({ queries: QUERIES, signal }))
    expect.unreachable();
});

test('a ticket that was used up on the way is no refusal', async () => {
  const { baseUrl } = await serverOf(({ method }, response, count) => {
    if (method === 'POST') json(response, { url: '/api/v1/live?ticket=t' });
    else if (count === 2) problem(response, 403);
    else stream(response, figures('waiting', 1));
  });
  const { value } = await new Callmeter({ baseUrl, apiKey }).live({ queries: QUERIES }).next();
  expect(value).toMatchObject({ name: 'waiting' });
});

test('a refusal is an error', async () => {
  const { baseUrl } = await serverOf((_, response) => problem(response, 403));
  const next = new Callmeter({ baseUrl, apiKey }).live({ queries: QUERIES }).next();
  await expect(next).rejects.toMatchObject({ status: 403 });
});
