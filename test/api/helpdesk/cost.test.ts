import { beforeAll, expect, test } from 'vitest';
import { costOf } from '../../support/client.ts';
import type { Params } from '../../support/reads-client.ts';
import { aChat, aRating } from '../../support/records.ts';
import { type HelpdeskClient, helpdeskClient, type Route } from './client.ts';

const DAYS = 31;
const MARCH = { date_from: '2026-03-01', date_to: '2026-03-31' };

let client: HelpdeskClient;

beforeAll(async () => {
  client = await helpdeskClient();
  const at = (index: number, hour: number) =>
    `2026-03-${String(1 + (index % DAYS)).padStart(2, '0')}T${hour}:00:00Z`;
  const records = Array.from({ length: 310 }, (_, index) => [
    aChat(`c${index}`, {
      started_at: at(index, 10),
      agent_id: `a${index % 7}`,
      team_id: `t${index % 3}`,
      priority: 'high',
      topic: `Topic ${index % 20}`,
      sla: { first_response_seconds: 60 },
    }),
    aRating(`e${index}`, `c${index}`, 1 + (index % 5), { responded_at: at(index, 11) }),
  ]).flat();
  await client.send(...records);
  await client.refresh();
});

/** The health of aggregates is three queries more, each over the period. */
const CASES: [Route, Params, rowsADay: number][] = [
  ['overview', MARCH, 2],
  ['sla', MARCH, 2],
  ['csat', MARCH, 2],
  ['csat', { ...MARCH, agent_id: 'a1' }, 2],
  ['csat', { ...MARCH, team_id: 't1' }, 2],
  ['csat', { ...MARCH, agent_id: 'a1', team_id: 't1' }, 2],
  ['responses', { ...MARCH, limit: '1' }, 2],
  ['resolution', MARCH, 2],
  ['resolution', { ...MARCH, team_id: 't1' }, 2],
  ['teams', {}, 0],
  ['insights', MARCH, 4],
  ['health', MARCH, 3],
  ['unified', MARCH, 2],
];

test.each(CASES)('%s %o: one round trip, few rows a settled day', async (route, params, rowsADay) => {
  await client.read(route, params);
  const response = await client.get(route, params);
  expect(JSON.stringify(await response.json())).toMatch(route === 'teams' ? /teams/ : /":[1-9]/);
  const { trips, read, written } = costOf(response);
  expect([trips, written]).toEqual([1, 0]);
  expect(read).toBeLessThanOrEqual(rowsADay * DAYS + 20);
});
