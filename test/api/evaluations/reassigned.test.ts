import { beforeEach, expect, test } from 'vitest';
import { call } from '../../support/client.ts';
import { aChat, aRating, removal, type Sent } from '../../support/records.ts';
import { aCall, type EvaluationsClient, evaluationsClient } from './client.ts';

const DAY = 'date_from=2026-03-10&date_to=2026-03-10';

let client: EvaluationsClient;
let key: string;

beforeEach(async () => {
  client = await evaluationsClient();
  ({ key } = await client.tenant.key());
});

// biome-ignore lint/suspicious/noExplicitAny: answers are compared, not typed.
async function read(path: string): Promise<any> {
  const response = await call(path, { bearer: key });
  expect(response.status).toBe(200);
  return response.json();
}

/** The rating of each agent in every place that shows ratings by agent. */
async function ratingsBy(agent: string) {
  const { data: agents } = await read(`/api/v1/analytics/agents?${DAY}`);
  const stats = (await client.stats({ date_from: '2026-03-10', date_to: '2026-03-10', user_id: agent })) as {
    average_rating: number | null;
  };
  const csat = await read(`/api/v2/analytics/conversations/csat?${DAY}&agent_id=${agent}`);
  const responses = await read(`/api/v2/analytics/conversations/csat/responses?${DAY}&agent_id=${agent}`);
  return {
    calls: agents.find(({ user_id }: { user_id: string }) => user_id === agent)?.avg_rating,
    stats: stats.average_rating,
    csat: csat.avg_rating,
    responses: responses.items.map(({ id }: { id: string }) => id),
    total: responses.total,
  };
}

const ANN = { agent_id: 'ann', team_id: 'red' };
const BOB = { agent_id: 'bob', team_id: 'blue' };
const NOTHING = { calls: null, stats: null, csat: null, responses: [], total: 0 };

/** A call and a chat of Ann's, each rated, and a call of each agent without a rating. */
function rated(who: Sent): Sent[] {
  return [
    aCall('call', ANN),
    aChat('chat', ANN),
    aCall('ann’s', ANN),
    aCall('bob’s', BOB),
    aRating('of call', 'call', 5, who),
    aRating('of chat', 'chat', 4, who),
  ];
}

test.each(['pending', 'settled'])('a rating of a named agent outlives a reassignment, %s', async (state) => {
  await client.send(...rated(ANN));
  if (state === 'settled') await client.refresh();
  await client.send(aCall('call', BOB), aChat('chat', BOB));
  if (state === 'settled') await client.refresh();
  expect(await ratingsBy('ann')).toEqual({ calls: 5, stats: 4.5, csat: 4, responses: ['of chat'], total: 1 });
  expect(await ratingsBy('bob')).toEqual(NOTHING);
});

test('a rating of nobody in particular goes where the interaction goes', async () => {
  await client.send(...rated({}));
  await client.send(aCall('call', BOB), aChat('chat', BOB));
  expect(await ratingsBy('bob')).toEqual({ calls: 5, stats: 4.5, csat: 4, responses: ['of chat'], total: 1 });
  expect(await ratingsBy('ann')).toEqual(NOTHING);
});

test('agent and team are each named or not; the department is always that of the interaction', async () => {
  await client.send(
    { type: 'agent', id: 'ann', name: 'Ann' },
    { type: 'department', id: 'd2', name: 'Support' },
    aChat('chat', { ...BOB, department_id: 'd2' }),
    aRating('agent', 'chat', 1, { agent_id: 'ann' }),
    aRating('team', 'chat', 2, { team_id: 'red' }),
    aRating('neither', 'chat', 3),
  );
  const shown = async (filter: string) => {
    const { items } = await read(`/api/v2/analytics/conversations/csat/responses?${DAY}${filter}`);
    return items.map((item: Record<string, unknown>) => [
      item.id,
      item.assignee_user_id,
      item.assignee_team_id,
    ]);
  };
  for (const _ of ['pending', 'settled']) {
    expect(await shown('')).toEqual([
      ['agent', 'ann', 'blue'],
      ['neither', 'bob', 'blue'],
      ['team', 'bob', 'red'],
    ]);
    expect(await shown('&agent_id=ann')).toEqual([['agent', 'ann', 'blue']]);
    expect(await shown('&team_id=red')).toEqual([['team', 'bob', 'red']]);
    expect(await shown('&agent_id=bob&team_id=blue')).toEqual([['neither', 'bob', 'blue']]);
    expect(await shown('&agent_id=ann&team_id=red')).toEqual([]);
    await client.refresh();
  }
  const { data } = await client.list();
  expect(data.map(({ id, user_name, department_name }) => [id, user_name, department_name])).toEqual([
    ['agent', 'Ann', 'Support'],
    ['neither', 'bob', 'Support'],
    ['team', 'bob', 'Support'],
  ]);
  expect(await read('/api/v1/evaluations/agent')).toMatchObject({ data: { user_name: 'Ann' } });
  expect((await read('/api/v1/interactions/chat')).evaluations).toMatchObject([
    { id: 'agent', agent_id: 'ann', team_id: null },
    { id: 'neither', agent_id: null, team_id: null },
    { id: 'team', agent_id: null, team_id: 'red' },
  ]);
});

test('what was rated may come later, change and go; the rating follows each time', async () => {
  await client.send(aRating('of chat', 'chat', 4, ANN));
  expect(await ratingsBy('ann')).toMatchObject({ stats: null, responses: [] });
  await client.send(aChat('chat', BOB));
  expect(await ratingsBy('ann')).toMatchObject({ stats: 4, csat: 4, responses: ['of chat'] });
  // Another agent is named, then none.
  await client.send(aRating('of chat', 'chat', 4, { agent_id: 'zoe' }));
  expect(await ratingsBy('ann')).toMatchObject({ stats: null, responses: [] });
  expect(await ratingsBy('zoe')).toMatchObject({ stats: 4, csat: 4, responses: ['of chat'] });
  await client.refresh();
  await client.send(aRating('of chat', 'chat', 4));
  expect(await ratingsBy('zoe')).toMatchObject({ stats: null, responses: [] });
  expect(await ratingsBy('bob')).toMatchObject({ stats: 4, csat: 4, responses: ['of chat'] });
  await client.send(aRating('of chat', 'chat', 4, ANN), removal('interaction', 'chat'));
  expect(await ratingsBy('ann')).toMatchObject({ stats: null, responses: [], total: 0 });
});
