import { beforeAll, describe, expect, test } from 'vitest';
import type { TenantStore } from '../../../src/db/tenant-store.ts';
import type { ReportSpec } from '../../../src/exports/spec.ts';
import { conversationsClient } from '../../api/conversations/client.ts';
import type { ReadsClient } from '../../support/reads-client.ts';
import { aCall, aChat } from '../../support/records.ts';
import { opened, report, rowsOf } from './open.ts';

const DAY = { from: '2026-03-10', to: '2026-03-10' };

let client: ReadsClient;

beforeAll(async () => {
  client = await conversationsClient({ timeZone: 'Europe/Paris' });
  await client.send(
    { type: 'agent', id: 'ann', name: 'Ann' },
    aChat('a', {
      started_at: '2026-03-09T23:00:00Z',
      agent_id: 'ann',
      outcome: 'resolved',
      duration_seconds: 100,
      wait_seconds: 7,
      intent: 'refund',
      transferred: true,
      sentiment: { label: 'positive', score: 0.8123 },
      cost: { llm: 0.0123, telephony: 0.25 },
    }),
    aCall('b', { agent_id: 'bob', status: 'missed', outcome: 'unresolved', cost: { tts: 0.005 } }),
    aChat('c', { channel: 'email', duration_seconds: 51, cost: { stt: 1 } }),
    aChat('open', { status: 'open', agent_id: 'ann' }),
    aChat('next day', { started_at: '2026-03-10T23:00:00Z', agent_id: 'ann', cost: { llm: 9 } }),
  );
});

const A = [
  ...['a', 'webchat', 'completed', '2026-03-10T00:00:00+01:00', 100, 7, 'resolved', 0.2623, 0.8123],
  ...['refund', 'ann', 'Ann'],
];
const B = [
  ...['b', 'phone', 'missed', '2026-03-10T13:00:00+01:00', null, null, 'unresolved', 0.005, null],
  ...[null, 'bob', 'bob'],
];
const C = [
  ...['c', 'email', 'completed', '2026-03-10T13:00:00+01:00', 51, null, 'unknown', 1, null],
  ...[null, null, null],
];
const ANN = ['ann', 'Ann', 1, 100, 100, 1, 1, 0, 0.81, 0.2623];
const BOB = ['bob', 'bob', 1, 0, 0, 0, 0, 1, null, 0.005];
const ANN_COSTS = ['2026-03-10', 'ann', 'Ann', 1, 0.0123, 0, 0, 0.25, 0.2623];
const BOB_COSTS = ['2026-03-10', 'bob', 'bob', 1, 0, 0.005, 0, 0, 0.005];
const REST_COSTS = ['2026-03-10', null, null, 1, 0, 0, 1, 0, 1];
const ANN_NEXT = ['2026-03-11', 'ann', 'Ann', 1, 9, 0, 0, 0, 9];

const CASES: [string, ReportSpec, unknown[][]][] = [
  ['conversations', report('conversation_summary'), [A, B, C]],
  ['conversations of agents', report('conversation_summary', { agentIds: ['bob', 'x', 'ann'] }), [A, B]],
  ['conversations of a channel', report('conversation_summary', { channel: 'email' }), [C]],
  [
    'conversations of an agent without that channel',
    report('conversation_summary', { channel: 'email', agentIds: ['ann'] }),
    [],
  ],
  [
    'conversations, some fields in another order',
    report('conversation_summary', { includeFields: ['agentName', 'conversationId'] }),
    [
      ['Ann', 'a'],
      ['bob', 'b'],
      [null, 'c'],
    ],
  ],
  ['agents', report('agent_performance'), [ANN, BOB]],
  ['one agent', report('agent_performance', { agentIds: ['bob'] }), [BOB]],
  ['agents of a channel', report('agent_performance', { channel: 'webchat' }), [ANN]],
  ['an agent of a channel', report('agent_performance', { channel: 'phone', agentIds: ['ann'] }), []],
  ['costs', report('cost_summary'), [REST_COSTS, ANN_COSTS, BOB_COSTS]],
  ['costs of agents', report('cost_summary', { agentIds: ['ann', 'bob'] }), [ANN_COSTS, BOB_COSTS]],
  ['costs of a channel', report('cost_summary', { channel: 'email' }), [REST_COSTS]],
];

async function expectRows(spec: ReportSpec, expected: unknown[][]): Promise<void> {
  const { rows, count } = await rowsOf(opened(client.tenant, spec, DAY));
  expect(rows).toEqual(expected);
  expect(count).toBe(expected.length);
}

describe('while all is pending', () => {
  test.each(CASES)('%s', (_, spec, expected) => expectRows(spec, expected));
});

describe('once all is in the rollups', () => {
  beforeAll(() => client.refresh());
  test.each(CASES)('%s', (_, spec, expected) => expectRows(spec, expected));
});

test('costs go on from day to day', async () => {
  const { rows } = await rowsOf(opened(client.tenant, report('cost_summary'), { ...DAY, to: '2026-05-10' }));
  expect(rows).toEqual([REST_COSTS, ANN_COSTS, BOB_COSTS, ANN_NEXT]);
});

test.each([undefined, 'Asia/Kolkata'])(
  'costs in %s: a call that comes while a page is read is nobody without an agent',
  async (tz) => {
    const other = await conversationsClient({ timeZone: 'Europe/Paris' });
    let calls = 0;
    const comes = () => other.send(aCall(`call ${++calls}`, { agent_id: 'ann', cost: { llm: 1 } }));
    await comes();
    const { store } = other.tenant;
    const timedBatch: TenantStore['timedBatch'] = async (queries) => {
      const rows = await store.timedBatch(queries);
      await comes();
      return rows;
    };
    const busy: TenantStore = {
      tenant: store.tenant,
      timedBatch,
      batch: async (queries) => (await timedBatch(queries)).rows,
    };
    const source = opened(other.tenant, report('cost_summary'), { ...DAY, ...(tz && { tz }) }, busy);
    const rows = (await source.sections[0]?.page(null))?.rows ?? [];
    expect(rows.map(([date, agent]) => [date, agent])).toEqual([['2026-03-10', 'ann']]);
    expect(calls).toBeGreaterThan(2);
  },
);

test.each(['conversation_summary', 'agent_performance', 'cost_summary'] as const)(
  'an empty period: no rows of %s, its columns all the same',
  async (type) => {
    const source = opened(client.tenant, report(type), { from: '2020-01-01', to: '2020-01-31' });
    expect(await rowsOf(source)).toEqual({ rows: [], count: 0, pages: [0] });
    expect(source.sections[0]?.columns.map(({ name }) => name)).toEqual(COLUMNS[type]);
  },
);

const COLUMNS = {
  conversation_summary: report('conversation_summary').includeFields,
  agent_performance: [
    ...['agentId', 'agentName', 'conversations', 'totalDurationSeconds', 'avgDurationSeconds'],
    ...['resolutionRate', 'transferRate', 'abandonmentRate', 'avgSentimentScore', 'totalCostUsd'],
  ],
  cost_summary: [
    ...['date', 'agentId', 'agentName', 'conversations', 'llm', 'tts', 'stt', 'telephony', 'totalUsd'],
  ],
};

describe('what a printed report begins with', () => {
  const figure = (label: string, value: string) => ({ label, value });

  test('of conversations', async () => {
    const source = opened(client.tenant, report('conversation_summary'), { ...DAY, to: '2026-03-11' });
    expect(source.title).toBe('Conversation summary');
    expect(await source.overview()).toEqual({
      keyFigures: [
        figure('Conversations', '4'),
        figure('Average duration', '38 s'),
        figure('Resolution rate', '25.0 %'),
        figure('Transfer rate', '25.0 %'),
        figure('Abandonment rate', '25.0 %'),
        figure('Average sentiment', '0.81'),
        figure('Total cost', '$10.27'),
        figure('Cost per conversation', '$2.567'),
      ],
      chart: {
        title: 'Conversations per day',
        counts: true,
        points: [
          { label: '2026-03-10', value: 3 },
          { label: '2026-03-11', value: 1 },
        ],
      },
    });
  });

  test('of agents: those without one are told apart', async () => {
    const { keyFigures, chart } = await opened(client.tenant, report('agent_performance'), DAY).overview();
    expect([keyFigures[0], keyFigures.at(-1)]).toEqual([
      figure('Conversations', '3'),
      figure('Without an agent', '1'),
    ]);
    expect(chart?.points).toEqual([
      { label: { name: 'Ann', id: 'ann' }, value: 1 },
      { label: { name: 'bob', id: 'bob' }, value: 1 },
    ]);
  });

  test('of the costs of agents: sums of theirs', async () => {
    const spec = report('cost_summary', { agentIds: ['ann', 'bob', 'ann'] });
    const { keyFigures, chart } = await opened(client.tenant, spec, DAY).overview();
    expect(keyFigures).toEqual([
      figure('Total cost', '$0.27'),
      figure('LLM', '$0.01'),
      figure('TTS', '$0.01'),
      figure('STT', '$0.00'),
      figure('Telephony', '$0.25'),
      figure('Conversations', '2'),
      figure('Cost per conversation', '$0.134'),
    ]);
    expect(chart).toEqual({
      title: 'Cost per day, USD',
      counts: false,
      points: [{ label: '2026-03-10', value: 0.27 }],
    });
  });

  test('of nothing', async () => {
    const spec = report('conversation_summary', { channel: 'fax' });
    const { keyFigures } = await opened(client.tenant, spec, DAY).overview();
    expect(keyFigures.map(({ value }) => value)).toEqual(['0', '–', '–', '–', '–', '–', '$0.00', '–']);
  });
});
