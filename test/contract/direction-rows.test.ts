import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { call, costOf } from '../support/client.ts';
import { type ReadsClient, readsClient } from '../support/reads-client.ts';
import { aCall, aRating, type Sent, times } from '../support/records.ts';
import { ALL, admitted, type Sample, samplePath } from './sample.ts';

type Params = Readonly<Record<string, string>>;

const DAYS = 7;
const ZONE = 'Europe/Lisbon';
const BOUND = 2 * DAYS + 20;

/** A member for each filter that some route takes; a route with another filter adds it here. */
const MEMBERS: Params = {
  department_id: 'd',
  team_id: 't',
  agent_id: 'a',
  agentId: 'a',
  user_id: 'a',
  channel: 'webchat',
  outcome: 'resolved',
  campaignId: 'p',
  callCenterId: 'l',
  engagementId: 'e',
};
const BOUNDS = [
  ['date_from', 'date_to'],
  ['dateFrom', 'dateTo'],
  ['start_date', 'end_date'],
] as const;
const PERIODS = {
  'whole days': { from: '2026-03-02', to: '2026-03-08' },
  'ends within a day': { from: '2026-03-02T09:07:00Z', to: '2026-03-08T17:22:00Z' },
  'days of another zone': { from: '2026-03-02', to: '2026-03-08', tz: 'Asia/Kathmandu' },
};

const DIRECTED = ALL.filter(({ operation }) => 'direction' in (operation.query?.shape ?? {}));

/** Per day 12 calls and 12 chats, in both directions, rated and reviewed, more than any of these reads may read. */
const RECORDS: Sent[] = times(DAYS * 24, (index) => {
  const day = `2026-03-0${2 + (index % DAYS)}`;
  const at = `${day}T12:${String(index % 60).padStart(2, '0')}:00Z`;
  const member = (id: string): string => (index % 3 === 0 ? `other-${id}` : id);
  const isCall = index % 2 === 0;
  return [
    aCall(`i${index}`, {
      ...(!isCall && { kind: 'conversation', channel: 'webchat', status: 'open', priority: 'high' }),
      ...(!isCall && { sla: { first_response_seconds: 60, resolution_seconds: 600 } }),
      started_at: at,
      direction: index % 4 < 2 ? 'inbound' : 'outbound',
      customer: { id: `k${index % 40}` },
      agent_id: member('a'),
      team_id: member('t'),
      department_id: member('d'),
      campaign_id: member('p'),
      call_center_id: member('l'),
      engagement_id: member('e'),
      outcome: index % 5 === 0 ? 'unknown' : 'resolved',
      topic: 'Bills',
      intent: 'pay',
      category: 'bills',
      duration_seconds: 60,
      llm_usage: [
        { provider: 'one', requests: 1, input_tokens: 1, output_tokens: 1, latency_ms: 5, errors: 0 },
      ],
    }),
    aRating(`e${index}`, `i${index}`, 1 + (index % 5), { responded_at: at }),
    {
      type: 'quality_review',
      id: `q${index}`,
      interaction_id: `i${index}`,
      status: 'completed',
      score: 7,
      sentiment: 'neutral',
      created_at: at,
    },
  ];
}).flat();

/** The values of a parameter that selects one of several forms of the answer. */
function optionsOf(schema: z.core.$ZodType): readonly string[] | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return optionsOf(schema.unwrap());
  return schema instanceof z.ZodEnum ? schema.options.map(String) : undefined;
}

/** Every filter alone, all together and none; every form of the answer. */
function requestsOf({ operation, selector }: Sample): Params[] {
  const shape = Object.entries(operation.query!.shape).filter(
    ([name]) => !['direction', 'tz', 'limit', selector, ...BOUNDS.flat()].includes(name),
  );
  const forms = shape.flatMap(([name, schema]) =>
    (optionsOf(schema) ?? []).map((option): Params => ({ [name]: option })),
  );
  const filters = shape
    .filter(([, schema]) => !optionsOf(schema))
    .map(([name]): Params => {
      if (MEMBERS[name] === undefined) throw new Error(`The filter ${name} has no member here.`);
      return { [name]: MEMBERS[name] };
    });
  const filtered = [{}, ...filters, ...(filters.length > 1 ? [Object.assign({}, ...filters)] : [])];
  return filtered.flatMap((filter) =>
    (forms.length > 0 ? forms : [{}]).map((form) => ({ ...filter, ...form })),
  );
}

function periodOf({ operation }: Sample, name: keyof typeof PERIODS): Params | undefined {
  const [from, to] = BOUNDS.find(([first]) => first in operation.query!.shape)!;
  const { from: start, to: end, ...zone } = PERIODS[name];
  if (from === 'start_date' && start.includes('T')) return undefined;
  return { [from]: start, [to]: end, ...zone };
}

let client: ReadsClient;

beforeAll(async () => {
  client = await readsClient({ pathOf: (path: string) => path, credential: 'manager' }, { timeZone: ZONE });
  await client.send(...RECORDS);
  await client.refresh();
});

async function rowsOf(sample: Sample, params: Params): Promise<number> {
  const url = `${samplePath(sample, client.tenant)}?${new URLSearchParams(params)}`;
  const response = await call(url, await admitted(sample, client.tenant));
  expect([response.status, response.status === 200 ? '' : await response.text()], url).toEqual([200, '']);
  if (!response.bodyUsed) await response.body?.cancel();
  return costOf(response).read;
}

test('reads that take a direction are found', () => {
  expect(DIRECTED.length).toBeGreaterThan(20);
});

describe.each(Object.keys(PERIODS) as (keyof typeof PERIODS)[])('%s', (name) => {
  // What reads more without a direction, such as insights with the state of the rollups, may read as much in one.
  test.each(DIRECTED)('$title reads at most 2 N + 20 rows in a direction', async (sample) => {
    const period = periodOf(sample, name);
    if (!period) return;
    const over: unknown[] = [];
    for (const request of requestsOf(sample)) {
      for (const direction of ['inbound', 'outbound']) {
        const params = { ...period, ...request, direction };
        const rows = await rowsOf(sample, params);
        const most = rows > BOUND ? await rowsOf(sample, { ...period, ...request }) : BOUND;
        if (rows > most) over.push({ rows, most, params });
      }
    }
    expect(over).toEqual([]);
  });
});
