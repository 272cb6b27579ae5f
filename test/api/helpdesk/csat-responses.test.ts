import { describe, expect, test } from 'vitest';
import { seeded } from '../../oracle/random-span.ts';
import { call, costOf } from '../../support/client.ts';
import type { Params } from '../../support/reads-client.ts';
import { aCall, aChat, aRating, removal, type Sent } from '../../support/records.ts';
import { type HelpdeskClient, helpdeskClient } from './client.ts';

const MARCH = { date_from: '2026-03-01', date_to: '2026-03-31' };

async function ids(client: HelpdeskClient, params: Params = {}): Promise<string[]> {
  const { items, total } = await client.read('responses', { ...MARCH, ...params });
  const shown = items.map((item: { id: string }) => item.id);
  expect(total, 'all of them fit the page').toBe(shown.length);
  return shown;
}

test('an item, with all that is known and with nothing', async () => {
  const client = await helpdeskClient();
  await client.send(
    { type: 'agent', id: 'a', name: 'Jane Doe' },
    { type: 'team', id: 't', name: 'Tier 1' },
    aChat('c1', {
      channel: 'email',
      subject: 'VPN cannot connect',
      customer: { id: 'x', name: 'Joe', phone: '+5511987650001' },
      agent_id: 'a',
      team_id: 't',
    }),
    aRating('e1', 'c1', 5, {
      comment: ' Thanks! ',
      followup_answer: 'Yes',
      sent_at: '2026-03-10T09:15:00.9+01:00',
      channel: 'sms',
    }),
    aChat('c2', { status: 'open' }),
    aRating('e2', 'c2', 1, { responded_at: '2026-03-10T12:59:59Z' }),
  );
  const answer = await client.readTwice('responses', MARCH);
  expect(answer).toEqual({
    items: [
      {
        id: 'e1',
        conversation_id: 'c1',
        contact_id: expect.any(String),
        rating: 5,
        comment: 'Thanks!',
        followup_answer: 'Yes',
        channel: 'sms',
        sent_at: '2026-03-10T08:15:00Z',
        responded_at: '2026-03-10T13:00:00Z',
        conversation_subject: 'VPN cannot connect',
        assignee_user_id: 'a',
        assignee_name: 'Jane Doe',
        assignee_team_id: 't',
        assignee_team_name: 'Tier 1',
      },
      {
        id: 'e2',
        conversation_id: 'c2',
        contact_id: null,
        rating: 1,
        comment: null,
        followup_answer: null,
        channel: 'webchat',
        sent_at: null,
        responded_at: '2026-03-10T12:59:59Z',
        conversation_subject: null,
        assignee_user_id: null,
        assignee_name: null,
        assignee_team_id: null,
        assignee_team_name: null,
      },
    ],
    total: 2,
    limit: 50,
    offset: 0,
  });
  expect(JSON.stringify(answer)).not.toContain('98765');
});

/** Batches, and who is listed after each: in all, of agent a, of team t, of both. */
type Listed = [all: string, ofAgent: string, ofTeam: string, ofBoth: string];
const assigned = { agent_id: 'a', team_id: 't' };
const MOVES: [title: string, [Sent[], Listed][]][] = [
  [
    'an evaluation before its conversation counts nowhere until that comes',
    [
      [[aRating('e', 'c', 5)], ['', '', '', '']],
      [[aChat('c', assigned)], ['e', 'e', 'e', 'e']],
    ],
  ],
  [
    'a conversation that changes hands',
    [
      [
        [aChat('c', assigned), aRating('e', 'c', 5)],
        ['e', 'e', 'e', 'e'],
      ],
      [[aChat('c', { ...assigned, agent_id: 'b' })], ['e', '', 'e', '']],
      [[aChat('c', { team_id: 'u', agent_id: 'a' })], ['e', 'e', '', '']],
      [[aChat('c')], ['e', '', '', '']],
      [[aChat('c', assigned)], ['e', 'e', 'e', 'e']],
    ],
  ],
  [
    'a conversation that turns out to be a call, and back',
    [
      [
        [aChat('c', assigned), aRating('e', 'c', 5)],
        ['e', 'e', 'e', 'e'],
      ],
      [[aCall('c', assigned)], ['', '', '', '']],
      [[aChat('c', assigned)], ['e', 'e', 'e', 'e']],
    ],
  ],
  [
    'a rating that is taken back, and given again',
    [
      [
        [aChat('c', assigned), aRating('e', 'c', 5)],
        ['e', 'e', 'e', 'e'],
      ],
      [[aRating('e', 'c', null)], ['', '', '', '']],
      [[aChat('c', { ...assigned, agent_id: 'b' })], ['', '', '', '']],
      [[aRating('e', 'c', 4)], ['e', '', 'e', '']],
    ],
  ],
  [
    'an evaluation that moves between conversations, calls and nowhere',
    [
      [
        [aChat('c', assigned), aChat('d', { agent_id: 'b' }), aCall('k', assigned), aRating('e', 'c', 5)],
        ['e', 'e', 'e', 'e'],
      ],
      [[aRating('e', 'd', 5)], ['e', '', '', '']],
      [[aRating('e', 'k', 5)], ['', '', '', '']],
      [[aRating('e', 'c', 5)], ['e', 'e', 'e', 'e']],
      [[aRating('e', 'unknown', 5)], ['', '', '', '']],
    ],
  ],
  [
    'an evaluation that is removed, and sent again',
    [
      [
        [aChat('c', assigned), aRating('e', 'c', 5), aRating('f', 'c', 3)],
        ['ef', 'ef', 'ef', 'ef'],
      ],
      [[removal('evaluation', 'e')], ['f', 'f', 'f', 'f']],
      [[aRating('e', 'c', 5)], ['ef', 'ef', 'ef', 'ef']],
    ],
  ],
  [
    'a conversation that is removed takes its evaluations with it for good',
    [
      [
        [aChat('c', assigned), aRating('e', 'c', 5)],
        ['e', 'e', 'e', 'e'],
      ],
      [[removal('interaction', 'c')], ['', '', '', '']],
      [[aChat('c', assigned)], ['', '', '', '']],
      [[aRating('e', 'c', 5)], ['e', 'e', 'e', 'e']],
    ],
  ],
  [
    'conversation and evaluation removed and sent again in one request',
    [
      [
        [aChat('c', assigned), aRating('e', 'c', 5)],
        ['e', 'e', 'e', 'e'],
      ],
      [
        [removal('interaction', 'c'), aChat('c', { team_id: 't' }), aRating('e', 'c', 2)],
        ['e', '', 'e', ''],
      ],
    ],
  ],
  [
    'conversation and evaluation changed in one request, the evaluation first',
    [
      [
        [aRating('e', 'c', 5), aChat('c', assigned)],
        ['e', 'e', 'e', 'e'],
      ],
      [
        [aRating('e', 'c', 1), aChat('c', { agent_id: 'b' })],
        ['e', '', '', ''],
      ],
    ],
  ],
];

describe.each(MOVES)('the list of responses: %s', (_, batches) => {
  test.each(['pending', 'refreshed after each'])('%s', async (way) => {
    const client = await helpdeskClient();
    for (const [records, [all, ofAgent, ofTeam, ofBoth]] of batches) {
      await client.send(...records);
      if (way !== 'pending') await client.refresh();
      expect([
        (await ids(client)).join(''),
        (await ids(client, { agent_id: 'a' })).join(''),
        (await ids(client, { team_id: 't' })).join(''),
        (await ids(client, { agent_id: 'a', team_id: 't' })).join(''),
      ]).toEqual([all, ofAgent, ofTeam, ofBoth]);
    }
  });
});

test('lists neither unrated ones nor those of calls, nor what lies outside the period', async () => {
  const client = await helpdeskClient();
  await client.send(
    aChat('c'),
    aCall('k'),
    aRating('unrated', 'c', null),
    aRating('of a call', 'k', 5),
    aRating('before', 'c', 5, { responded_at: '2026-02-28T23:59:59Z' }),
    aRating('first', 'c', 5, { responded_at: '2026-03-01T00:00:00Z' }),
    aRating('last', 'c', 5, { responded_at: '2026-03-31T23:59:59Z' }),
    aRating('after', 'c', 5, { responded_at: '2026-04-01T00:00:00Z' }),
  );
  expect(await ids(client)).toEqual(['last', 'first']);
  const inParis = { tz: 'Europe/Paris' };
  expect(await ids(client, inParis)).toEqual(['first', 'before']);
});

describe('pages', () => {
  const FILTERS: Params[] = [{}, { agent_id: 'a1' }, { team_id: 't1' }, { agent_id: 'a1', team_id: 't1' }];

  interface Given {
    id: string;
    at: string;
    agent: string;
    team: string;
  }

  /** At few instants, so that ties are many; `scale` days of March. */
  async function clientWith(count: number): Promise<{ client: HelpdeskClient; given: Given[] }> {
    const random = seeded(5);
    const below = (limit: number): number => Math.floor(random() * limit);
    const client = await helpdeskClient();
    const given = Array.from({ length: count }, (_, index) => ({
      id: `e${(index * 7_919) % 1_000}`,
      at: `2026-03-${String(10 + below(3))}T0${below(6)}:00:00Z`,
      agent: `a${below(2)}`,
      team: `t${below(2)}`,
    }));
    await client.send(
      ...given.map(({ agent, team }, index) => aChat(`c${index}`, { agent_id: agent, team_id: team })),
    );
    await client.send(
      ...given.map(({ id, at }, index) => aRating(id, `c${index}`, 1 + (index % 5), { responded_at: at })),
    );
    return { client, given };
  }

  const orderOf = (given: readonly Given[], { agent_id, team_id }: Params): string[] =>
    given
      .filter(({ agent, team }) => agent === (agent_id ?? agent) && team === (team_id ?? team))
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? -1 : 1))
      .map(({ id }) => id);

  test('list each response once, newest first, equal instants by id, whatever the filter', async () => {
    const { client, given } = await clientWith(150);
    await client.refresh();
    for (const filter of FILTERS) {
      const expected = orderOf(given, filter);
      const listed: string[] = [];
      for (let offset = 0; offset < expected.length + 13; offset += 13) {
        const params = { ...MARCH, ...filter, limit: '13', offset: String(offset) };
        const page = await client.read('responses', params);
        expect([page.total, page.limit, page.offset]).toEqual([expected.length, 13, offset]);
        listed.push(...page.items.map(({ id }: { id: string }) => id));
      }
      expect(listed).toEqual(expected);
    }
  });

  test('cost one round trip, and nothing by what lies behind them', async () => {
    const { client } = await clientWith(400);
    await client.refresh();
    await client.read('responses', MARCH);
    for (const filter of FILTERS) {
      for (const offset of [0, 10, 60]) {
        const period = { date_from: '2026-03-10', date_to: '2026-03-12' };
        const response = await client.get('responses', {
          ...period,
          ...filter,
          limit: '10',
          offset: String(offset),
        });
        const { items } = (await response.json()) as { items: unknown[] };
        expect(items.length).toBe(10);
        const { trips, read } = costOf(response);
        expect(trips).toBe(1);
        expect(read, JSON.stringify([filter, offset])).toBeLessThanOrEqual(2 * 3 + 20 + offset + 4 * 10);
      }
    }
  });
});

describe('keeping them in order costs', () => {
  const written = async (client: HelpdeskClient, ...records: Sent[]) => {
    const body = { records };
    const response = await call('/api/v1/ingest', { method: 'POST', bearer: client.key, body });
    expect((await response.json()) as unknown).toMatchObject({ errors: [] });
    return costOf(response);
  };

  test('nothing where a conversation keeps its assignee, and never by how many others there are', async () => {
    const client = await helpdeskClient();
    await client.send(
      ...Array.from({ length: 300 }, (_, index) => aChat(`c${index}`, assigned)),
      ...Array.from({ length: 300 }, (_, index) => aRating(`e${index}`, `c${index}`, 5)),
      aChat('unrated', assigned),
    );
    await client.refresh();
    const unrated = await written(client, aChat('unrated', { ...assigned, topic: 'New' }));
    const kept = await written(client, aChat('c1', { ...assigned, topic: 'New' }));
    const moved = await written(client, aChat('c2', { ...assigned, agent_id: 'b' }));
    expect(kept.written).toBe(unrated.written);
    expect(moved.written).toBeGreaterThan(kept.written);
    // The evaluation's row, and an entry out of and into each index that may hold it.
    expect(moved.written).toBeLessThanOrEqual(kept.written + 1 + 2 * 4);
    expect(moved.read).toBeLessThanOrEqual(60);
  });
});
