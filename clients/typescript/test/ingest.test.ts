import { expect, test } from 'vitest';
import { batches, MAX_BYTES, MAX_RECORDS } from '../src/batches.ts';
import { Callmeter } from '../src/client.ts';
import type { IngestProgress } from '../src/ingest.ts';
import { json, problem, serverOf } from './server.ts';

const apiKey = 'cmk_acme_1_2';

async function sizesOf(records: Iterable<unknown>): Promise<number[]> {
  const sizes: number[] = [];
  for await (const { lines } of batches(records)) sizes.push(lines.length);
  return sizes;
}

test('a batch has at most as many records and bytes as fit into a request', async () => {
  expect(await sizesOf([])).toEqual([]);
  expect(await sizesOf(Array(MAX_RECORDS).fill({}))).toEqual([1_000]);
  expect(await sizesOf(Array(MAX_RECORDS + 1).fill({}))).toEqual([1_000, 1]);
  // Two bytes a character, with quotes and line end.
  const large = 'é'.repeat(MAX_BYTES / 4 - 8);
  expect(await sizesOf([large, large, large])).toEqual([2, 1]);
  expect(await sizesOf(['a', 'b'.repeat(MAX_BYTES), 'c'])).toEqual([1, 1, 1]);
});

/** Answers as ingest does, and rejects records whose id is "wrong". */
function answerOf(body: string) {
  const records = body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string });
  const errors = records.flatMap(({ id }, index) =>
    id === 'wrong' ? [{ index, type: 'agent', id, errors: [{ path: 'name', message: 'Required.' }] }] : [],
  );
  const [received, rejected] = [records.length, errors.length];
  const none = { updated: 0, unchanged: 0, stale: 0, deleted: 0, warned: 0, warnings: [] };
  return { received, created: received - rejected, rejected, errors, ...none };
}

async function* agents(count: number, wrong: number) {
  for (let index = 0; index < count; index++)
    yield { type: 'agent', id: index === wrong ? 'wrong' : `a${index}` };
}

test('counts add up over batches, and a rejected record has its place among all', async () => {
  const { baseUrl, received } = await serverOf(({ body }, response) => json(response, answerOf(body)));
  const seen: IngestProgress[] = [];
  const summary = await new Callmeter({ baseUrl, apiKey }).ingest(agents(2_500, 2_007), {
    onProgress: (progress) => seen.push(progress),
    strict: true,
  });
  expect(summary).toMatchObject({ received: 2_500, created: 2_499, rejected: 1 });
  expect(summary.errors).toEqual([expect.objectContaining({ index: 2_007, id: 'wrong' })]);
  expect(seen.map((progress) => progress.received)).toEqual([1_000, 2_000, 2_500]);
  expect(received.map(({ path }) => path)).toEqual(Array(3).fill('/api/v1/ingest?strict=true'));
  expect(received[0]?.headers['content-type']).toBe('application/x-ndjson');
});

test('a batch that is lost on the way is sent again', async () => {
  const { baseUrl, received } = await serverOf(({ body }, response, count) =>
    count === 1 ? response.destroy() : json(response, answerOf(body)),
  );
  expect(await new Callmeter({ baseUrl, apiKey }).ingest(agents(3, -1))).toMatchObject({ created: 3 });
  expect(received[1]?.body).toBe(received[0]?.body);
});

test('a batch that is too large for a proxy is sent in halves', async () => {
  const { baseUrl } = await serverOf(({ body }, response) =>
    body.split('\n').length > 300 ? problem(response, 413) : json(response, answerOf(body)),
  );
  const summary = await new Callmeter({ baseUrl, apiKey }).ingest(agents(1_000, 999));
  expect(summary).toMatchObject({ received: 1_000, rejected: 1 });
  expect(summary.errors[0]?.index).toBe(999);
});
