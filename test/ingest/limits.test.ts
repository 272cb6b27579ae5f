import { beforeEach, describe, expect, test } from 'vitest';
import { problemIn } from '../support/client.ts';
import { aCall, type Sender, senderOf } from './client.ts';

const MEBIBYTE = 1024 * 1024;
const NDJSON = { 'Content-Type': 'application/x-ndjson' };

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf();
});

/** One record in a body of exactly so many bytes. */
function bodyOf(bytes: number): Uint8Array<ArrayBuffer> {
  const record = new TextEncoder().encode(JSON.stringify({ records: [aCall('c1')] }));
  const body = new Uint8Array(bytes).fill(0x20);
  body.set(record);
  return body;
}

/** A body sent in pieces, without a length. */
function streamOf(body: Uint8Array<ArrayBuffer>): ReadableStream {
  let offset = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(body.slice(offset, offset + MEBIBYTE));
      offset += MEBIBYTE;
      if (offset >= body.length) controller.close();
    },
  });
}

async function refused(response: Response, detail: RegExp): Promise<void> {
  expect(response.status).toBe(413);
  expect(await problemIn(response)).toMatchObject({ status: 413, detail: expect.stringMatching(detail) });
  expect(await sender.figures()).toEqual({});
}

describe('at most 1,000 records', () => {
  const calls = (count: number) => Array.from({ length: count }, (_, index) => aCall(`c${index}`));

  test('a thousand are stored', async () => {
    expect(await sender.counts(...calls(1_000))).toEqual({ created: 1_000 });
    expect((await sender.figures()).total).toMatchObject({ calls: 1_000, distinct_customers: 1_000 });
  });

  test('one more: none is', async () => {
    await refused(await sender.post({ records: calls(1_001) }), /more than 1,000 records/);
    const lines = calls(1_001).map((record) => JSON.stringify(record));
    await refused(await sender.post(lines.join('\n'), NDJSON), /more than 1,000 records/);
  });
});

describe('at most 4 MiB', () => {
  test('exactly 4 MiB are read', async () => {
    expect((await sender.post(bodyOf(4 * MEBIBYTE))).status).toBe(200);
    expect((await sender.figures()).total).toMatchObject({ calls: 1 });
  });

  test.each<[string, (body: Uint8Array<ArrayBuffer>) => Promise<Response>]>([
    ['with its length', (body) => sender.post(body)],
    ['without a length', (body) => sender.post(streamOf(body))],
    ['with a length that is too small', (body) => sender.post(streamOf(body), { 'Content-Length': '100' })],
    ['with a length that is none', (body) => sender.post(streamOf(body), { 'Content-Length': 'few' })],
  ])('one byte more, %s', async (_, send) => {
    await refused(await send(bodyOf(4 * MEBIBYTE + 1)), /At most 4194304 bytes/);
  });
});
