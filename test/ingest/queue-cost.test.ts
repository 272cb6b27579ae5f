import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { newMeter } from '../../src/db/meter.ts';
import { storeFor } from '../../src/db/tenant-store.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { costOf } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { aCall, senderOf } from './client.ts';

/** The rows written by ingest and the refresh after it. */
async function written(calls: readonly Sent[]): Promise<number> {
  const sender = await senderOf({});
  const response = await sender.post({ records: calls });
  expect(await response.json()).toMatchObject({ created: calls.length, rejected: 0 });
  const meter = newMeter();
  await refresh({ store: storeFor(sender.tenant.slug, env.DB, meter) }, { deadline: Date.now() + 60_000 });
  return costOf(response).written + meter.rowsWritten;
}

const HANDLING = { ring_seconds: 4, hold_seconds: 9, holds: 1, wrap_seconds: 20, wait_seconds: 8 };

test.each([1, 40])(
  '%i calls of a queue write the row of the queue and its entry in the index of days',
  async (count) => {
    const calls = Array.from({ length: count }, (_, index) =>
      aCall(`c${index}`, { started_at: '2026-03-02T10:00:00Z', agent_id: 'a', team_id: 't' }),
    );
    const plain = await written(calls);
    expect(await written(calls.map((call) => ({ ...call, ...HANDLING })))).toBe(plain);
    expect(await written(calls.map((call) => ({ ...call, ...HANDLING, queue_id: 'q' })))).toBe(plain + 2);
  },
);

/** Three legs at three agents of one team: it rang at two, and the third took it. */
const legs = (start: string): Sent[] =>
  ['no_answer', 'rejected', 'answered'].map((disposition, index) => ({
    agent_id: `a${index}`,
    team_id: 't',
    started_at: start,
    disposition,
  }));

test('legs write rows of their members alone: two each, and two for what they share', async () => {
  const start = '2026-03-02T10:00:00Z';
  const plain = aCall('c', { started_at: start, agent_id: 'a2', team_id: 't' });
  const without = await written([plain]);
  // Rows of two more agents and of what agents share, each with its entry in the index of days.
  expect(await written([{ ...plain, legs: legs(start) }])).toBe(without + 6);
});

test('legs of many calls write no more rows than their members need', async () => {
  const start = '2026-03-02T10:00:00Z';
  const calls = Array.from({ length: 40 }, (_, index) =>
    aCall(`c${index}`, { started_at: start, agent_id: `a${index % 3}`, team_id: 't' }),
  );
  const without = await written(calls);
  expect(await written(calls.map((call) => ({ ...call, legs: legs(start) })))).toBe(without + 2);
});
