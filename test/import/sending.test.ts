import { describe, expect, test } from 'vitest';
import { Batcher } from '../../scripts/import/batch.ts';
import { type IngestAnswer, TooLarge } from '../../scripts/import/ingest-client.ts';
import { pauseMs, retryAfterMs } from '../../scripts/import/retry.ts';
import type { OutgoingRecord, RowResult } from '../../scripts/import/row-mapper.ts';
import { sendBatch } from '../../scripts/import/send-batch.ts';

const row = (line: number) => ({ line, bytes: line * 10, raw: `row ${line}`, cells: {} });
const recordsOf = (line: number, count: number, filling = ''): RowResult => ({
  kind: 'records',
  records: Array.from(
    { length: count },
    (_, index): OutgoingRecord => ({
      type: 'interaction',
      id: `${line}-${index}`,
      subject: filling,
    }),
  ),
});

/** Lines and numbers of records of the batches that rows of so many records make. */
function split(counts: number[], filling = ''): [number, number][] {
  const batcher = new Batcher();
  const full = counts.map((count, index) =>
    batcher.add(row(index + 1), recordsOf(index + 1, count, filling)),
  );
  return [...full, batcher.take()]
    .filter((batch) => batch !== undefined)
    .map(({ line, entries }) => [line, entries.length]);
}

describe('Batcher', () => {
  test('fills batches to a thousand records without parting a row', () => {
    expect(split(Array<number>(667).fill(3))).toEqual([
      [333, 999],
      [666, 999],
      [667, 3],
    ]);
  });

  test('keeps batches below the limit of bytes, counted in UTF-8', () => {
    expect(split([1, 1, 1, 1], 'é'.repeat(500_000))).toEqual([
      [3, 3],
      [4, 1],
    ]);
  });

  test('ends a batch after many rows without records', () => {
    expect(split(Array<number>(20_001).fill(0))).toEqual([
      [20_000, 0],
      [20_001, 0],
    ]);
  });

  test('counts what happened to each row', () => {
    const batcher = new Batcher();
    batcher.add(row(2), recordsOf(2, 2));
    batcher.add(row(3), { kind: 'skipped', rule: 'test call' });
    batcher.add(row(4), { kind: 'rejected', path: 'values.day', reason: 'no date' });
    const { line, tally, rejects } = batcher.take();
    expect({ line, tally, rejects }).toMatchObject({
      line: 4,
      tally: { rows: 3, skipped: { 'test call': 1 }, rejectedRows: 1, sent: { interaction: 2 } },
      rejects: [{ line: 4, type: '', id: '', path: 'values.day', reason: 'no date', raw: 'row 4' }],
    });
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
    errors: [],
    ...rest,
  });
  const batchOf = (rows: number) => {
    const batcher = new Batcher();
    for (let line = 1; line <= rows; line += 1) batcher.add(row(line), recordsOf(line, 1));
    return batcher.take();
  };

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
    expect(sent.tally).toMatchObject({ rows: 3, created: 2, rejectedRecords: 1 });
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
