import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newMeter } from '../../src/db/meter.ts';
import { storeFor } from '../../src/db/tenant-store.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { call, costOf } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { aCall, aRating, aReview, type Sender, senderOf } from './client.ts';

const far = () => Date.now() + 60_000;
let sender: Sender;

beforeEach(async () => {
  sender = await senderOf({ countryCode: '55' });
});

/** Calls as a centre has them: a number each, some of them again, spread over the days of March. */
function calls(count: number, days = 1): Sent[] {
  return Array.from({ length: count }, (_, index) => {
    const day = String(1 + (index % days)).padStart(2, '0');
    const hour = String(8 + (index % 10)).padStart(2, '0');
    return aCall(`c${index}`, {
      started_at: `2026-03-${day}T${hour}:${String(index % 60).padStart(2, '0')}:00Z`,
      wait_seconds: index % 90,
      customer: { phone: `(11) 9${String(index % 700).padStart(4, '0')}-0000`, name: `Customer ${index}` },
      agent_id: `agent ${index % 20}`,
      team_id: `team ${index % 4}`,
      department_id: `department ${index % 5}`,
      campaign_id: `campaign ${index % 8}`,
      call_center_id: `center ${index % 3}`,
      engagement_id: `engagement ${index % 4}`,
      outcome: ['resolved', 'escalated', 'unknown'][index % 3],
      cost: { telephony: 0.01 },
      transcript: 'Hello, how may I help?',
    });
  });
}

async function refreshCost(): Promise<{ written: number; trips: number }> {
  const meter = newMeter();
  await refresh({ store: storeFor(sender.tenant.slug, env.DB, meter) }, { deadline: far() });
  return { written: meter.rowsWritten, trips: meter.trips };
}

describe('ingest', () => {
  test('of 1,000 new calls writes at most 8 rows a call, change log and refresh included', async () => {
    await sender.send();
    const response = await sender.post({ records: calls(1_000) });
    expect(await response.json()).toMatchObject({ created: 1_000 });
    const ingest = costOf(response);
    const settle = await refreshCost();
    const perCall = (ingest.written + settle.written) / 1_000;
    expect(perCall).toBeGreaterThan(5);
    expect(perCall).toBeLessThanOrEqual(8);
    expect(ingest.trips).toBeLessThanOrEqual(2);
    expect((await sender.figures()).total).toMatchObject({ calls: 1_000, distinct_customers: 700 });
  });

  test('of calls with ratings and reviews reads no more by how many are stored already', async () => {
    const batch = (from: number): Sent[] =>
      Array.from({ length: 300 }, (_, index) => index + from).flatMap((index) => [
        aCall(`c${index}`, { started_at: '2026-03-02T10:00:00Z', agent_id: `agent ${index % 20}` }),
        aRating(`r${index}`, `c${index}`, 1 + (index % 5)),
        aReview(`q${index}`, `c${index}`),
      ]);
    const first = costOf(await sender.post({ records: batch(0) }));
    for (const from of [300, 600, 900]) {
      await sender.send(...batch(from));
      await refreshCost();
    }
    const last = costOf(await sender.post({ records: batch(1_200) }));
    expect(first.read).toBeLessThanOrEqual(21 * 900);
    expect(last.read).toBeLessThanOrEqual(first.read + 900);
  });

  test('of ten calls into a busy day costs no more by the size of that day', async () => {
    await sender.send(...calls(1_000));
    await refreshCost();
    const response = await sender.post({ records: calls(1_010).slice(1_000) });
    expect(await response.json()).toMatchObject({ created: 10 });
    const settle = await refreshCost();
    expect(costOf(response).written + settle.written).toBeLessThanOrEqual(10 * 25);
    expect(costOf(response).read).toBeLessThanOrEqual(10 * 60);
  });
});

describe('a read over 31 settled days', () => {
  const PERIOD = 'date_from=2026-03-01&date_to=2026-03-31';
  let settled: Sender;

  beforeAll(async () => {
    sender = await senderOf({ countryCode: '55' });
    settled = sender;
    const records = calls(900, 31);
    await sender.send(
      ...records,
      ...Array.from({ length: 60 }, (_, index) => aRating(`e${index}`, `c${index}`, 1 + (index % 5))),
      ...Array.from({ length: 40 }, (_, index) => aReview(`q${index}`, `c${index}`)),
    );
    await refreshCost();
  });

  beforeEach(() => {
    sender = settled;
  });

  test.each([
    ['overview', PERIOD],
    ['overview', `${PERIOD}&department_id=department%201`],
    ['hourly', PERIOD],
    ['hourly', `${PERIOD}&tz=Asia/Kolkata`],
    ['agents', PERIOD],
    ['agents', `${PERIOD}&department_id=department%201`],
    ['trends', PERIOD],
    ['trends', `${PERIOD}&granularity=week`],
    ['trends', `${PERIOD}&granularity=month&department_id=department%201`],
  ])('%s?%s: at most 2 rows a day and 20, in one trip', async (route, query) => {
    const bearer = await sender.tenant.token('manager');
    const read = () => call(`/api/v1/analytics/${route}?${query}`, { bearer });
    expect(costOf(await read()).trips).toBeLessThanOrEqual(3);
    const warm = await read();
    const { data } = (await warm.json()) as { data: unknown };
    expect(JSON.stringify(data)).toMatch(/"total(_calls)?":[1-9]/);
    const { trips, read: rows, written } = costOf(warm);
    expect([trips, written]).toEqual([1, 0]);
    // A foreign zone's period has two partial days, read from the facts.
    expect(rows).toBeLessThanOrEqual(2 * 31 + 20 + (query.includes('tz=') ? 3 * 2 * 35 : 0));
  });

  test('with changes pending: at most 4 rows more a changed record', async () => {
    const bearer = await sender.tenant.token('manager');
    const read = () => call(`/api/v1/analytics/overview?${PERIOD}`, { bearer });
    await read();
    const before = costOf(await read());
    const changed = calls(20, 31).map((record) => ({
      ...record,
      status: 'missed',
      updated_at: '2026-03-31T00:00:00Z',
    }));
    expect(await sender.counts(...changed)).toEqual({ updated: 20 });
    const pending = costOf(await read());
    expect(pending.trips).toBe(1);
    expect(pending.read - before.read).toBeLessThanOrEqual(4 * 20);
  });
});
