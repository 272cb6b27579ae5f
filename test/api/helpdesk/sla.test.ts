import { afterEach, expect, test, vi } from 'vitest';
import { aChat, type Sent } from '../../support/records.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { helpdeskClient, THAT_DAY } from './client.ts';

const first = { sla: { first_response_seconds: 60 } };
const resolution = { sla: { resolution_seconds: 60 } };
const both = { sla: { first_response_seconds: 60, resolution_seconds: 120 } };
const open = { status: 'open' };
const at = (second: number): string =>
  `2026-03-10T12:0${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}Z`;

afterEach(() => {
  vi.useRealTimers();
});

type Bucket = [tracked: number, breached: number];
/** A conversation's fields; what it is in the first response, the resolution and either. */
const CASES: [title: string, Sent, Bucket, Bucket, Bucket][] = [
  ['without a target', { first_response_at: at(99) }, [0, 0], [0, 0], [0, 0]],
  ['answered in the last second', { ...first, first_response_at: at(60) }, [1, 0], [0, 0], [1, 0]],
  ['answered a second late', { ...first, first_response_at: at(61) }, [1, 1], [0, 0], [1, 1]],
  ['ended unanswered in the last second', { ...first, ended_at: at(60) }, [1, 0], [0, 0], [1, 0]],
  ['ended unanswered a second late', { ...first, ended_at: at(61) }, [1, 1], [0, 0], [1, 1]],
  [
    'answered in time, ended late',
    { ...first, first_response_at: at(60), ended_at: at(90) },
    [1, 0],
    [0, 0],
    [1, 0],
  ],
  ['open and unanswered, long past', { ...first, ...open }, [1, 1], [0, 0], [1, 1]],
  ['open, answered in time', { ...first, ...open, first_response_at: at(1) }, [1, 0], [0, 0], [1, 0]],
  ['resolved in the last second', { ...resolution, resolved_at: at(60) }, [0, 0], [1, 0], [1, 0]],
  ['resolved a second late', { ...resolution, resolved_at: at(61) }, [0, 0], [1, 1], [1, 1]],
  [
    'resolved in time though it ended late',
    { ...resolution, resolved_at: at(60), ended_at: at(99) },
    [0, 0],
    [1, 0],
    [1, 0],
  ],
  ['ended unresolved in time', { ...resolution, ended_at: at(60) }, [0, 0], [1, 0], [1, 0]],
  [
    'open and unresolved, long past',
    { ...resolution, ...open, first_response_at: at(1) },
    [0, 0],
    [1, 1],
    [1, 1],
  ],
  [
    'one of both breached counts once',
    { ...both, first_response_at: at(61), resolved_at: at(120) },
    [1, 1],
    [1, 0],
    [1, 1],
  ],
  [
    'both breached count once',
    { ...both, first_response_at: at(61), resolved_at: at(121) },
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  ['both kept', { ...both, first_response_at: at(60), resolved_at: at(120) }, [1, 0], [1, 0], [1, 0]],
  [
    'one breached for good, the other by the clock',
    { ...both, ...open, first_response_at: at(61) },
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  [
    'one kept, the other breached by the clock',
    { ...both, ...open, first_response_at: at(1) },
    [1, 0],
    [1, 1],
    [1, 1],
  ],
  [
    'a pause moves both targets: in the last second',
    {
      sla: { first_response_seconds: 60, resolution_seconds: 90, paused_seconds: 30 },
      first_response_at: at(90),
      resolved_at: at(120),
    },
    [1, 0],
    [1, 0],
    [1, 0],
  ],
  [
    'a pause moves both targets: a second late',
    {
      sla: { first_response_seconds: 60, resolution_seconds: 90, paused_seconds: 30 },
      first_response_at: at(91),
      resolved_at: at(121),
    },
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  [
    'a pause is no target',
    { sla: { paused_seconds: 30 }, first_response_at: at(99) },
    [0, 0],
    [0, 0],
    [0, 0],
  ],
  ['a call', { ...both, kind: 'call' }, [0, 0], [0, 0], [0, 0]],
];

const bucket = ([tracked, breached]: Bucket) => ({
  tracked,
  met: tracked - breached,
  breached,
  compliance_rate: tracked === 0 ? null : 100 * (tracked - breached),
});

test.each(CASES)('service levels: %s', async (_, fields, ofFirst, ofResolution, ofAny) => {
  const client = await helpdeskClient();
  await client.send(aChat('c', { team_id: 't', priority: 'high', ...fields }));
  expect(await client.readTwice('sla', THAT_DAY)).toEqual({
    first_response: bucket(ofFirst),
    resolution: bucket(ofResolution),
    by_priority: ['urgent', 'high', 'medium', 'low'].map((priority) => ({
      priority,
      ...bucket(priority === 'high' ? ofAny : [0, 0]),
    })),
    by_team: ofAny[0] === 0 ? [] : [{ team_id: 't', team_name: 't', ...bucket(ofAny) }],
  });
  const { sla_breach_trend } = await client.read('insights', THAT_DAY);
  expect(sla_breach_trend).toEqual([{ day: '2026-03-10', ...bucket(ofAny) }]);
});

test.each(['pending', 'settled'])(
  'the clock alone breaches a deadline that passes while %s, though no record comes',
  async (state) => {
    const client = await helpdeskClient();
    const dueAt = nowSeconds() + 600;
    await client.send(
      aChat('c', {
        ...open,
        started_at: new Date((dueAt - 700) * 1_000).toISOString(),
        sla: { first_response_seconds: 700 },
      }),
    );
    if (state === 'settled') await client.refresh();
    const breachedAt = async (now: number): Promise<number> => {
      vi.useFakeTimers({ toFake: ['Date'], now: now * 1_000 });
      const today = { date_from: new Date((dueAt - 86_400) * 1_000).toISOString() };
      return (await client.read('sla', today)).first_response.breached;
    };
    const seen = [dueAt - 600, dueAt - 1, dueAt, dueAt + 1, dueAt + 60];
    const breached: number[] = [];
    for (const now of seen) breached.push(await breachedAt(now));
    expect(breached).toEqual([0, 0, 0, 1, 1]);
  },
);

test('teams with a tracked conversation, most first, ties by name, then id', async () => {
  const client = await helpdeskClient();
  await client.send(
    { type: 'team', id: 't1', name: 'Same' },
    { type: 'team', id: 't2', name: 'Same' },
    { type: 'team', id: 't3', name: 'Alpha' },
    { type: 'team', id: 't5', name: 'Idle' },
    ...['t2', 't1', 't3', 't4', 't4'].map((team_id, index) => aChat(`c${index}`, { ...first, team_id })),
    aChat('untracked', { team_id: 't5' }),
    aChat('teamless', first),
  );
  const { by_team, first_response } = await client.readTwice('sla', THAT_DAY);
  expect(by_team.map((row: { team_id: string; team_name: string }) => [row.team_id, row.team_name])).toEqual([
    ['t4', 't4'],
    ['t3', 'Alpha'],
    ['t1', 'Same'],
    ['t2', 'Same'],
  ]);
  expect(first_response.tracked).toBe(6);
});
