import { beforeAll, describe, expect, test } from 'vitest';
import { call, costOf } from '../../support/client.ts';
import { type ReadsClient, readsClient } from '../../support/reads-client.ts';
import { aCall, aChat, removal, times } from '../../support/records.ts';

interface Members {
  members: { id: string; name: string; active: boolean }[];
  after: string | null;
}

function membersClient(): Promise<ReadsClient<string, Members>> {
  return readsClient({ pathOf: (name) => `/api/v1/dimensions/${name}/members`, credential: 'key' });
}

const agent = (id: string, name: string, fields = {}) => ({ type: 'agent', id, name, ...fields });
const recently = new Date(Date.now() - 3_600_000).toISOString();

describe('the members of a dimension', () => {
  let client: ReadsClient<string, Members>;

  beforeAll(async () => {
    client = await membersClient();
    await client.send(
      agent('a-1', 'João Ávila'),
      agent('a-2', 'Zed', { active: false }),
      agent('a-3', 'Beth'),
      removal('agent', 'a-3'),
      { type: 'email_channel', id: 'box', address: 'help@centre.example', status: 'inactive' },
      { type: 'article', id: 'art', title: 'How to', slug: 'how-to', status: 'published' },
      aCall('1', { agent_id: 'a-1', channel: 'phone', outcome: 'resolved', category: 'Old' }),
      aCall('2', { agent_id: 'unnamed', channel: 'webrtc' }),
      aChat('3', { priority: 'high', topic: 'Refunds', intent: 'refund', started_at: recently }),
      aCall('4', {
        started_at: recently,
        category: 'Billing',
        llm_usage: [
          { provider: 'model-x', requests: 1, input_tokens: 1, output_tokens: 1, latency_ms: 1, errors: 0 },
        ],
      }),
    );
  });

  test.each<[string, unknown]>([
    [
      'agent',
      [
        { id: 'a-3', name: 'Beth', active: false },
        { id: 'a-1', name: 'João Ávila', active: true },
        { id: 'a-2', name: 'Zed', active: false },
        { id: 'unnamed', name: 'unnamed', active: true },
      ],
    ],
    ['department', []],
    ['channel', expect.arrayContaining([{ id: 'phone', name: 'phone', active: true }])],
    ['outcome', expect.arrayContaining([{ id: 'resolved', name: 'resolved', active: true }])],
    ['priority', ['high', 'low', 'medium', 'urgent'].map((id) => ({ id, name: id, active: true }))],
    ['topic', [{ id: 'Refunds', name: 'Refunds', active: true }]],
    ['intent', [{ id: 'refund', name: 'refund', active: true }]],
    ['category', [{ id: 'Billing', name: 'Billing', active: true }]],
    ['provider', [{ id: 'model-x', name: 'model-x', active: true }]],
    ['email_channel', [{ id: 'box', name: 'help@centre.example', active: false }]],
    ['article', [{ id: 'art', name: 'How to', active: true }]],
  ])('%s: by name, the same before and after a refresh', async (name, members) => {
    const answer = await client.readTwice(name);
    expect(answer).toEqual({ members, after: null });
  });

  test.each<[string, string[]]>([
    ['joao', ['a-1']],
    ['AVILA', ['a-1']],
    ['a-', ['a-3', 'a-1', 'a-2']],
    ['UNNAMED', ['unnamed']],
    ['100%', []],
  ])('searched by %j', async (search, ids) => {
    const { members } = await client.read('agent', { search });
    expect(members.map(({ id }) => id)).toEqual(ids);
  });

  test('come page by page', async () => {
    const first = await client.read('agent', { limit: '3' });
    expect(first.members.map(({ id }) => id)).toEqual(['a-3', 'a-1', 'a-2']);
    const rest = await client.read('agent', { limit: '3', after: first.after! });
    expect(rest).toEqual({ members: [{ id: 'unnamed', name: 'unnamed', active: true }], after: null });
    const refused = await client.get('agent', { after: 'x' });
    expect((await refused.json<{ detail: string }>()).detail).toContain(
      'after: Must be the after of a page that this route returned.',
    );
  });

  test.each(['time', 'weather', 'all', 'constructor'])('%s has no members', async (name) => {
    const response = await client.get(name);
    expect(response.status).toBe(404);
    expect((await response.json<{ detail: string }>()).detail).toMatch(
      /^No dimension of this name has members\. Those that have: department, agent, /,
    );
  });
});

test('members of rollups cost a row or two each, however many days they have', async () => {
  const client = await membersClient();
  await client.send(
    ...times(40, (day) =>
      aCall(String(day), {
        team_id: `team ${day % 2}`,
        started_at: new Date(Date.UTC(2026, 0, day, 12)).toISOString(),
      }),
    ),
  );
  await client.refresh();
  const path = '/api/v1/dimensions/team/members';
  await call(path, { bearer: client.key });
  const response = await call(path, { bearer: client.key });
  expect((await response.json<Members>()).members.map(({ id }) => id)).toEqual(['team 0', 'team 1']);
  expect(costOf(response)).toEqual({ trips: 1, read: expect.any(Number), written: 0 });
  expect(costOf(response).read).toBeLessThanOrEqual(20);
});
