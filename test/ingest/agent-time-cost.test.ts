import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { newMeter } from '../../src/db/meter.ts';
import { storeFor } from '../../src/db/tenant-store.ts';
import { storeRecords } from '../../src/ingest/store-records.ts';
import { parseRecord } from '../../src/records/parse.ts';
import { contextOf } from '../support/context.ts';
import type { Sent } from '../support/records.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;

beforeEach(async () => {
  tenant = await freshTenant();
  // The row of the day's usage is there from then on.
  await written([{ type: 'team', id: 't', name: 'T' }]);
});

/** Rows written for records of one request, without those of usage and of the data version, which every request has. */
async function written(records: readonly Sent[]): Promise<number> {
  const meter = newMeter();
  const context = contextOf(tenant, { store: storeFor(tenant.slug, env.DB, meter) });
  const accepted = records.map((record) => {
    const read = parseRecord(record, context);
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    return read.record;
  });
  await storeRecords(context, { records: accepted });
  return meter.rowsWritten - 2;
}

const aState = (time: string, state = 'available'): Sent => ({
  type: 'agent_state',
  agent_id: 'x',
  at: `2026-03-10T${time}:00Z`,
  state,
});
const aShift = (from: string, to: string, id = 's'): Sent => ({
  type: 'shift',
  id,
  agent_id: 'x',
  started_at: `2026-03-10T${from}:00Z`,
  ended_at: `2026-03-1${to}:00Z`,
  activity: 'work',
});

test('a state writes the agent’s day and one change; if it reaches into the next day, another one', async () => {
  expect(await written([aState('08:00')])).toBe(2);
  expect(await written([aState('09:00', 'busy')])).toBe(2);
  expect(await written([aState('15:00')])).toBe(3);
  expect(await written([aState('15:00', 'busy')])).toBe(3);
  expect(await written([aState('15:00', 'busy')])).toBeLessThanOrEqual(1);
});

test('a shift writes one row more', async () => {
  expect(await written([aShift('08:00', '0T16:00')])).toBe(3);
  expect(await written([aShift('22:00', '1T06:00', 'night')])).toBe(4);
});

test('all states of an agent and day in one request write as much as one', async () => {
  const states = Array.from({ length: 120 }, (_, minute) =>
    aState(`10:${String(minute % 60).padStart(2, '0')}`, minute < 60 ? 'busy' : 'wrap'),
  );
  expect(await written(states)).toBe(2);
});
