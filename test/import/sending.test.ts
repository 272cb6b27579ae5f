import { describe, expect, test } from 'vitest';
import { Batcher } from '../../scripts/import/batch.ts';
import { type IngestAnswer, TooLarge } from '../../scripts/import/ingest-client.ts';
import { pauseMs, retryAfterMs } from '../../scripts/import/retry.ts';
import { sendBatch } from '../../scripts/import/send-batch.ts';
import type { Entry } from '../../scripts/import/spool.ts';

const entriesOf = (line: number, count: number, filling = '', optional: string[] = []): Entry[] =>
  Array.from({ length: count }, (_, index) => {
    const id = `${line}-${index}`;
    const json = JSON.stringify({ type: 'interaction', id, subject: filling });
    return { seq: line * 1_000 + index, json, type: 'interaction', id, line, raw: `row ${line}`, optional };
  });

/** Lines and numbers of records of the batches that rows of so many records make. */
function split(counts: number[], filling = ''): [number | undefined, number][] {
  const batcher = new Batcher();
  const full = counts.flatMap((count, index) => batcher.add(entriesOf(index + 1, count, filling)));
  return [...full, batcher.take()].map((batch) => [batch.at(-1)?.line, batch.length]);
}

describe('Batcher', () => {
  test('fills batches to a thousand records without parting a row', () => {
    expect(split(Array<number>(667).fill(3))).toEqual([
      [333, 999],
      [666, 999],
      [667, 3],
    ]);
  });

  test('parts a row that alone has more than a thousand records', () => {
    expect(split([2, 2_500, 3])).toEqual([
      [1, 2],
      [2, 1_000],
      [2, 1_000],
      [3, 503],
    ]);
  });

  test('keeps batches below the limit of bytes, counted in UTF-8', () => {
    expect(split([1, 1, 1, 1], 'é'.repeat(500_000))).toEqual([
      [3, 3],
      [4, 1],
    ]);
  });
});

describe('sendBatch', () => {
  const answer = (received: number, rest: Partial<IngestAnswer> = {}): IngestAnswer => ({
    received,
    created: received,
    updated: 0,
    unchanged: 0,
    stale: 0,
    deleted: 0,
    rejected: 0,
    warned: 0,
    warnings: [],
    errors: [],
    ...rest,
  });
  const batchOf = (rows: number) =>
    Array.from({ length: rows }, (_, index) => entriesOf(index + 1, 1)).flat();

  test('sends nothing for a batch without records', async () => {
    const sent = await sendBatch(batchOf(0), () => Promise.reject(new Error('sent')));
    expect(sent.tally.created).toBe(0);
  });

  test('names the row of each record that the server rejects', async () => {
    const errors = [{ index: 1, errors: [{ path: 'status', message: 'unknown' }] }];
    const sent = await sendBatch(batchOf(3), async () => answer(3, { created: 2, rejected: 1, errors }));
    expect(sent.rejects).toEqual([
      { line: 2, type: 'interaction', id: '2-0', path: 'status', reason: 'unknown', raw: 'row 2' },
    ]);
    expect(sent.tally).toMatchObject({ created: 2, rejectedRecords: 1 });
  });

  test.each([
    [['subject'], ['subject'], { created: 2, rejectedRecords: 0, leftOut: { subject: 1 } }, [2, 1]],
    [['subject'], ['subject', 'status'], { created: 1, rejectedRecords: 1, leftOut: {} }, [2]],
    [[], ['subject'], { created: 1, rejectedRecords: 1, leftOut: {} }, [2]],
  ])('with %j optional and %j refused: %j', async (optional, refused, tally, requests) => {
    const sizes: number[] = [];
    const sent = await sendBatch([...entriesOf(1, 1), ...entriesOf(2, 1, 'x', optional)], async (lines) => {
      sizes.push(lines.length);
      const bad = lines.findIndex((line) => line.includes('"subject":"x"'));
      const errors = [{ index: bad, errors: refused.map((path) => ({ path, message: 'bad' })) }];
      return bad === -1 ? answer(lines.length) : answer(2, { created: 1, rejected: 1, errors });
    });
    expect(sent.tally).toMatchObject(tally);
    expect(sent.rejects).toHaveLength(tally.rejectedRecords * refused.length);
    expect(sizes).toEqual(requests);
  });

  test('halves what is too large, down to the record that is', async () => {
    const sizes: number[] = [];
    const sent = await sendBatch(batchOf(5), async (lines) => {
      sizes.push(lines.length);
      if (lines.some((line) => line.includes('"4-0"'))) throw new TooLarge('too large');
      return answer(lines.length);
    });
    expect(sizes).toEqual([5, 3, 2, 1, 1]);
    expect(sent.rejects).toMatchObject([{ line: 4, id: '4-0', reason: 'too large' }]);
    expect(sent.tally).toMatchObject({ created: 4, rejectedRecords: 1 });
  });

  test('passes on any other failure', async () => {
    await expect(sendBatch(batchOf(1), () => Promise.reject(new Error('401')))).rejects.toThrow('401');
  });
});

describe('retries', () => {
  test.each([
    [null, undefined],
    ['3', 3_000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['soon', undefined],
  ])('Retry-After %j asks for %j ms', (header, expected) => {
    expect(retryAfterMs(header, Date.UTC(2026, 0, 1))).toBe(expected);
  });

  test.each([
    [1, undefined, 0, 250],
    [1, undefined, 0.999, 499],
    [3, undefined, 0, 1_000],
    [20, undefined, 0, 15_000],
    [1, 2_000, 0, 2_000],
    [7, 2_000, 0.5, 2_125],
    [1, 9_999_000, 0, 300_000],
  ])('attempt %i, asked for %j, chance %d: %i ms', (attempt, asked, chance, expected) => {
    expect(pauseMs(attempt, asked, chance)).toBe(expected);
  });
});
