import { beforeAll, describe, expect, test } from 'vitest';
import type { ReportSpec } from '../../../src/exports/spec.ts';
import { PAGE_FACTS } from '../../../src/facts/pages.ts';
import { conversationsClient } from '../../api/conversations/client.ts';
import type { ReadsClient } from '../../support/reads-client.ts';
import { aChat } from '../../support/records.ts';
import { opened, recordsOf, report, rowsOf } from './open.ts';

/** Over the day on which the clocks of Paris go forward. */
const DATES = { from: '2026-03-28', to: '2026-03-30' };
const HOURS = 24 * 4;
const FIRST = Date.parse('2026-03-27T12:00:00Z');
const AGENTS = ['ann', 'bob', 'cyd', undefined];
const ZONES = ['Europe/Paris', 'Asia/Kathmandu'];

type Costs = { totalUsd: number; byAgent: { agentId: string; totalUsd: number; conversations: number }[] };
type Overview = { totals: { conversations: number }; series: { period: string; conversations: number }[] };

let client: ReadsClient;

beforeAll(async () => {
  client = await conversationsClient({ timeZone: 'Europe/Paris' });
  const chats = Array.from({ length: HOURS }, (_, hour) => {
    const agent = AGENTS[hour % AGENTS.length];
    return aChat(`c${hour}`, {
      started_at: new Date(FIRST + hour * 3_600_000 + (hour % 7) * 60_000).toISOString(),
      ...(agent !== undefined && { agent_id: agent }),
      channel: hour % 3 === 0 ? 'email' : 'webchat',
      duration_seconds: hour,
      cost: { llm: 0.25 * (hour % 5), stt: 0.5 },
    });
  });
  await client.send(...chats);
});

const FILTERS: { channel?: string; agentIds?: string[] }[] = [
  {},
  { channel: 'email' },
  { agentIds: ['bob'] },
  { channel: 'webchat', agentIds: ['bob'] },
];
const CASES = ZONES.flatMap((tz) => FILTERS.map((filter) => [tz, filter] as const));

async function expectRouteTotals(tz: string, filter: (typeof FILTERS)[number]): Promise<void> {
  const [agentId] = filter.agentIds ?? [];
  const params = {
    dateFrom: DATES.from,
    dateTo: DATES.to,
    tz,
    ...(filter.channel !== undefined && { channel: filter.channel }),
    ...(agentId !== undefined && { agentId }),
  };
  const overview = (await client.read('overview', params)) as Overview;
  const costs = (await client.read('costs', params)) as Costs;
  const records = (type: ReportSpec['type']) =>
    recordsOf(opened(client.tenant, report(type, filter), { ...DATES, tz }));
  const sum = (rows: Record<string, unknown>[], field: string) =>
    rows.reduce((total, row) => total + Number(row[field]), 0);

  const conversations = await records('conversation_summary');
  expect(conversations.length).toBe(overview.totals.conversations);
  expect(conversations.length).toBeGreaterThan(0);
  expect(sum(conversations, 'cost')).toBe(costs.totalUsd);

  const daily = await records('cost_summary');
  expect(sum(daily, 'totalUsd')).toBe(costs.totalUsd);
  for (const { period, conversations: expected } of overview.series) {
    const ofDay = daily.filter(({ date }) => date === period);
    expect([period, sum(ofDay, 'conversations')]).toEqual([period, expected]);
    const started = conversations.filter(({ startedAt }) => String(startedAt).startsWith(period));
    expect([period, started.length]).toEqual([period, expected]);
  }

  const agents = await records('agent_performance');
  const shown = agents.map((row) => [row.agentId, row.totalCostUsd, row.conversations]);
  const expected = costs.byAgent.map((row) => [row.agentId, row.totalUsd, row.conversations]);
  expect(shown).toEqual(expected.sort());
}

describe('rows add up to what the routes show, while all is pending', () => {
  test.each(CASES)('%s %j', expectRouteTotals);
});

describe('rows add up to what the routes show, once all is in the rollups', () => {
  beforeAll(() => client.refresh());
  test.each(CASES)('%s %j', expectRouteTotals);
});

test('more than a page, of one second too: each row once, also where a filter wants none of a page', async () => {
  const crowded = await conversationsClient();
  const count = PAGE_FACTS + 300;
  const ids = Array.from({ length: count }, (_, index) => `c${String(index).padStart(5, '0')}`);
  for (let first = 0; first < count; first += 500) {
    const some = ids.slice(first, first + 500);
    await crowded.send(
      ...some.map((id, index) => aChat(id, { channel: first + index < count - 5 ? 'webchat' : 'email' })),
    );
  }
  const dates = { from: '2026-03-10', to: '2026-03-10' };
  const fields = { includeFields: ['conversationId'] } as const;
  const all = await rowsOf(opened(crowded.tenant, report('conversation_summary', fields), dates));
  expect([all.rows.flat(), all.count, all.pages]).toEqual([ids, count, [PAGE_FACTS, 300]]);
  const spec = report('conversation_summary', { ...fields, channel: 'email' });
  const few = await rowsOf(opened(crowded.tenant, spec, dates));
  expect([few.rows.flat(), few.count, few.pages]).toEqual([ids.slice(-5), 5, [0, 5]]);
});

test('more agents than a page', async () => {
  const crowded = await conversationsClient();
  const ids = Array.from({ length: 95 }, (_, index) => `a${String(index).padStart(3, '0')}`);
  await crowded.send(...ids.map((id) => aChat(`chat of ${id}`, { agent_id: id })));
  const dates = { from: '2026-03-10', to: '2026-03-11' };
  const { rows, count, pages } = await rowsOf(opened(crowded.tenant, report('agent_performance'), dates));
  expect([rows.map(([id]) => id), count, pages]).toEqual([ids, 95, [40, 40, 15]]);
});
