import { beforeEach, expect, test } from 'vitest';
import { BOUNDS } from '../../src/bounds.ts';
import { statement } from '../../src/db/statement.ts';
import { call } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { aCall, type Sender, senderOf } from './client.ts';

const LARGEST_ROW = statement<{ bytes: number; rows: number }>(`
  SELECT max(octet_length(r.providers) + octet_length(r.call_categories) + octet_length(r.ended_outcomes)
      + octet_length(r.intents) + octet_length(r.agents) + octet_length(r.ended_agents)) AS bytes, count(*) AS rows
  FROM rollups r WHERE r.tenant = ?1`);
const PROVIDERS = 8;
const USAGE = { input_tokens: 1, output_tokens: 1, latency_ms: 1, errors: 0 };

let sender: Sender;
let bearer: string;

beforeEach(async () => {
  sender = await senderOf();
  bearer = await sender.tenant.token('tenant_admin');
});

/** Records that are accepted, none of whose names occurs twice: 8,000 providers in a request. */
function crowd(prefix: string, count: number): Sent[] {
  return Array.from({ length: count }, (_, index) => {
    const name = (length: number): string => `${prefix}-${index}-`.padEnd(length, 'é');
    const token = `n-${prefix.charCodeAt(0)}-${index}-`.padEnd(64, 'x');
    return aCall(`${prefix}-${index}`, {
      started_at: '2026-03-02T10:00:00Z',
      agent_id: name(128),
      team_id: name(128),
      department_id: name(128),
      campaign_id: name(128),
      call_center_id: name(128),
      engagement_id: name(128),
      outcome: token,
      category: name(200),
      intent: token,
      llm_usage: Array.from({ length: PROVIDERS }, (_, provider) => ({
        provider: `${provider}-${name(60)}`,
        requests: 1 + (index % 3),
        ...USAGE,
      })),
    });
  });
}

async function read<Body>(path: string): Promise<Body> {
  const response = await call(`/api/v1/analytics/${path}`, { bearer });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json();
}

/** The status of the last of the refreshes that it takes: each ends after 20 seconds. */
async function refreshViews(): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const { status } = await call('/api/v1/analytics/refresh-views', { method: 'POST', bearer });
    if (status !== 202 || attempt === 5) return status;
  }
}

const DAY = 'start_date=2026-03-02&end_date=2026-03-02';
interface Usage {
  llm_usage: { provider: string; total_requests: number }[];
}

test.each(['!poison', '~poison'])(
  'a day of 16,000 names, ids that begin with %s: all is taken in, sums are right, and all can be deleted',
  async (prefix) => {
    const first = crowd(prefix, 1_000);
    const second = crowd(`${prefix}2`, 1_000);
    expect(await sender.counts(...first)).toEqual({ created: 1_000 });
    await sender.send(aCall('ordinary', { started_at: '2026-03-02T11:00:00Z' }));
    expect(await refreshViews()).toBe(200);
    expect(await sender.counts(...second)).toEqual({ created: 1_000 });
    const pending = await read<Usage>(`usage-patterns?${DAY}`);
    expect(await refreshViews()).toBe(200);
    const settled = await read<Usage>(`usage-patterns?${DAY}`);
    const requests = ({ llm_usage }: Usage): number =>
      llm_usage.reduce((sum, { total_requests }) => sum + total_requests, 0);
    const expected = [first, second].flat().reduce((sum, { llm_usage }) => {
      const usage = llm_usage as { requests: number }[];
      return sum + usage.reduce((total, each) => total + each.requests, 0);
    }, 0);
    expect([requests(pending), requests(settled)]).toEqual([expected, expected]);
    expect(settled.llm_usage.at(-1)).toMatchObject({ provider: 'other' });
    expect(settled.llm_usage.length).toBeLessThanOrEqual(BOUNDS.tableMembers.value + 1);

    const { data } = await read<{ data: { user_id: string; user_name: string; total_calls: number }[] }>(
      'agents?date_from=2026-03-02&date_to=2026-03-02',
    );
    expect(data.reduce((sum, { total_calls }) => sum + total_calls, 0)).toBe(2_001);
    expect((await sender.figures()).total).toMatchObject({ calls: 2_001 });
    const [[largest]] = await sender.tenant.store.batch([LARGEST_ROW.with()]);
    expect(largest!.bytes).toBeLessThanOrEqual(BOUNDS.rollupRowBytes.value);

    const quarantine = await call('/api/v1/quarantine', { bearer });
    expect(await quarantine.json()).toMatchObject({ quarantine: [] });
    for (const records of [first, second]) {
      const deletions = records.map(({ id }) => ({ type: 'interaction', id, deleted: true }));
      expect(await sender.counts(...deletions)).toEqual({ deleted: 1_000 });
    }
    expect(await refreshViews()).toBe(200);
    expect((await sender.figures()).total).toMatchObject({ calls: 1 });
    const [[left]] = await sender.tenant.store.batch([LARGEST_ROW.with()]);
    expect(left!.rows).toBeLessThan(10);
  },
  240_000,
);

test('266 calls of 100 providers each, in the form that no row could hold', async () => {
  const records = Array.from({ length: 266 }, (_, index) =>
    aCall(`!poison-${index}`, {
      llm_usage: Array.from({ length: 100 }, (_, provider) => ({
        provider: `${index}-${provider}-`.padEnd(64, 'p'),
        requests: 1,
        ...USAGE,
      })),
    }),
  );
  const response = await sender.post({ records });
  const { created } = (await response.json()) as { created: number };
  expect(await refreshViews()).toBe(200);
  const { llm_usage } = await read<Usage>(`usage-patterns?start_date=2026-03-01&end_date=2026-03-31`);
  const total = llm_usage.reduce((sum, { total_requests }) => sum + total_requests, 0);
  expect([response.status, total]).toEqual([200, 100 * created]);
  expect((await sender.post({ records: [aCall('ordinary')] })).status).toBe(200);
}, 120_000);
