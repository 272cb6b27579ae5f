import { describe, expect, test } from 'vitest';
import type { Sent } from '../../support/records.ts';
import { type QueryClient, queryClient } from '../query/client.ts';

const DAY = { from: '2026-03-10', to: '2026-03-10' };

/** A state of agent x on 10 March 2026, from a time of day on. */
function aState(time: string, state: string, fields: Sent = {}) {
  return { type: 'agent_state', agent_id: 'x', at: `2026-03-10T${time}Z`, state, ...fields };
}

/** A shift of agent x on 10 March 2026. */
function aShift(id: string, from: string, to: string, fields: Sent = {}) {
  return {
    type: 'shift',
    id,
    agent_id: 'x',
    started_at: `2026-03-10T${from}Z`,
    ended_at: `2026-03-10T${to}Z`,
    activity: 'work',
    ...fields,
  };
}

const HOUR = 3_600;

/** Available from 8, busy from 9 to 9:30, in wrap-up until 9:40, at lunch from 12 to 13, gone at 16. */
const MORNING = [
  aState('08:00:00', 'available'),
  aState('09:00:00', 'busy'),
  aState('09:30:00', 'wrap'),
  aState('09:40:00', 'available'),
  aState('12:00:00', 'lunch'),
  aState('13:00:00', 'available'),
  aState('16:00:00', 'offline'),
];

async function figures(client: QueryClient, metrics: string[], period: object = DAY) {
  const { rows } = await client.askTwice({ metrics, period });
  return rows[0];
}

describe('states', () => {
  test('a day has the time of each state, occupancy and utilisation', async () => {
    const client = await queryClient();
    await client.send(...MORNING);
    const metrics = [
      ...['signed_in_seconds', 'available_seconds', 'busy_seconds', 'ringing_seconds', 'wrap_seconds'],
      ...['break_seconds', 'lunch_seconds', 'occupancy', 'utilisation', 'adherence'],
    ];
    expect(await figures(client, metrics)).toEqual({
      signed_in_seconds: 8 * HOUR,
      available_seconds: 7 * HOUR - 2_400,
      busy_seconds: 1_800,
      ringing_seconds: 0,
      wrap_seconds: 600,
      break_seconds: 0,
      lunch_seconds: HOUR,
      // 2,400 / 25,200 and 25,200 / 28,800
      occupancy: 9.5,
      utilisation: 87.5,
      adherence: null,
    });
  });

  const CASES: [string, Sent[], number][] = [
    ['a state that never ends lasts for 12 hours', [aState('01:00:00', 'available')], 12 * HOUR],
    [
      'a state is carried over midnight',
      [{ ...aState('00:00:00', 'available'), at: '2026-03-09T20:00:00Z' }],
      8 * HOUR,
    ],
    ['and is cut at midnight', [aState('22:00:00', 'available')], 2 * HOUR],
    [
      'a state sent twice counts once',
      [aState('10:00:00', 'available'), aState('10:00:00', 'available'), aState('11:00:00', 'offline')],
      HOUR,
    ],
    ['states come in any order', [aState('11:00:00', 'offline'), aState('10:00:00', 'available')], HOUR],
    [
      'another state of the same instant replaces it',
      [aState('10:00:00', 'available'), aState('10:00:00', 'offline')],
      0,
    ],
    [
      'unless it is older',
      [
        aState('10:00:00', 'available', { updated_at: '2026-03-10T12:00:00Z' }),
        aState('10:00:00', 'offline', { updated_at: '2026-03-10T11:00:00Z' }),
        aState('11:00:00', 'offline'),
      ],
      HOUR,
    ],
    [
      'a deleted state counts nowhere, so that the one before lasts on',
      [
        aState('10:00:00', 'available'),
        aState('11:00:00', 'offline'),
        aState('12:00:00', 'offline'),
        { type: 'agent_state', agent_id: 'x', at: '2026-03-10T11:00:00Z', deleted: true },
      ],
      2 * HOUR,
    ],
    [
      'what is deleted on the day before is not carried over',
      [
        { ...aState('00:00:00', 'available'), at: '2026-03-09T20:00:00Z' },
        { type: 'agent_state', agent_id: 'x', at: '2026-03-09T20:00:00Z', deleted: true },
      ],
      0,
    ],
    [
      'an event ends what was carried over',
      [{ ...aState('00:00:00', 'available'), at: '2026-03-09T20:00:00Z' }, aState('02:00:00', 'offline')],
      2 * HOUR,
    ],
  ];

  test.each(CASES)('%s', async (_, records, seconds) => {
    const client = await queryClient();
    for (const record of records) await client.send(record);
    expect(await figures(client, ['signed_in_seconds'])).toEqual({ signed_in_seconds: seconds });
  });

  test.each(CASES)('%s: in one request', async (_, records, seconds) => {
    const client = await queryClient();
    await client.send(...records);
    expect(await figures(client, ['signed_in_seconds'])).toEqual({ signed_in_seconds: seconds });
  });

  test.each(CASES)('%s: each record after a refresh', async (_, records, seconds) => {
    const client = await queryClient();
    for (const record of records) {
      await client.send(record);
      await client.refresh();
    }
    expect(await figures(client, ['signed_in_seconds'])).toEqual({ signed_in_seconds: seconds });
  });
});

describe('by time', () => {
  test('a quarter of an hour has what passed in it', async () => {
    const client = await queryClient();
    await client.send(...MORNING);
    const { rows } = await client.askTwice({
      metrics: ['busy_seconds', 'wrap_seconds', 'available_seconds'],
      dimensions: ['time:15m'],
      period: { from: '2026-03-10T09:00:00Z', to: '2026-03-10T09:59:59Z' },
    });
    expect(rows.map((row) => [row.busy_seconds, row.wrap_seconds, row.available_seconds])).toEqual([
      [900, 0, 0],
      [900, 0, 0],
      [0, 600, 300],
      [0, 0, 900],
    ]);
  });

  test('a period that begins and ends within quarters has exactly what passed in it', async () => {
    const client = await queryClient();
    await client.send(...MORNING);
    const period = { from: '2026-03-10T09:29:50Z', to: '2026-03-10T09:40:09Z' };
    expect(await figures(client, ['busy_seconds', 'wrap_seconds', 'available_seconds'], period)).toEqual({
      busy_seconds: 10,
      wrap_seconds: 600,
      available_seconds: 10,
    });
  });

  test('hours and days are those of the zone that is asked for', async () => {
    const client = await queryClient({ timeZone: 'America/Sao_Paulo' });
    await client.send({ ...aState('00:00:00', 'busy'), at: '2026-03-10T23:50:00Z' });
    await client.send({ ...aState('00:00:00', 'offline'), at: '2026-03-11T00:20:00Z' });
    const inZone = async (time_zone: string) => {
      const { rows } = await client.askTwice({
        metrics: ['busy_seconds'],
        dimensions: ['time:day'],
        period: { from: '2026-03-10', to: '2026-03-11' },
        time_zone,
        include: ['empty'],
      });
      return rows.map(({ busy_seconds }) => busy_seconds);
    };
    expect(await inZone('America/Sao_Paulo')).toEqual([1_800, 0]);
    expect(await inZone('UTC')).toEqual([600, 1_200]);
    expect(await inZone('Asia/Kathmandu')).toEqual([0, 1_800]);
  });

  test('a state that has not ended counts up to now', async () => {
    const client = await queryClient();
    const now = Date.now();
    const ago = (seconds: number) => new Date(now - seconds * 1_000).toISOString();
    await client.send({ type: 'agent_state', agent_id: 'x', at: ago(7_200), state: 'available' });
    const period = { last: 'P3D' };
    const answer = await client.ask({ metrics: ['available_seconds', 'occupancy'], period });
    const [{ available_seconds }] = answer.rows as [{ available_seconds: number }];
    const passed = Math.floor(Date.parse(answer.as_of) / 1_000) - Math.floor((now - 7_200_000) / 1_000);
    expect(available_seconds).toBe(passed);
    await client.refresh();
    const again = await client.ask({ metrics: ['available_seconds'], period });
    const later = Math.floor(Date.parse(again.as_of) / 1_000) - Math.floor((now - 7_200_000) / 1_000);
    expect(again.rows).toEqual([{ available_seconds: later }]);
  });
});

describe('schedules', () => {
  const LATE = [
    aState('08:30:00', 'available'),
    aState('12:05:00', 'lunch'),
    aState('13:00:00', 'busy'),
    aState('17:00:00', 'offline'),
  ];
  const CASES: [string, Sent[], object][] = [
    [
      'without a state nothing fits',
      [aShift('s', '08:00:00', '16:00:00')],
      { scheduled_seconds: 8 * HOUR, adherence: 0 },
    ],
    // 8:30–12:05 and 13:00–16:00 of 8 hours
    [
      'being late and at lunch does not fit work',
      [...LATE, aShift('s', '08:00:00', '16:00:00')],
      { scheduled_seconds: 8 * HOUR, adherence: 82.3 },
    ],
    [
      'a break within a shift counts instead of it',
      [
        ...LATE,
        aShift('s', '08:00:00', '16:00:00'),
        aShift('b', '12:00:00', '13:00:00', { activity: 'break' }),
      ],
      // 3.5 h + 55 min + 3 h
      { scheduled_seconds: 8 * HOUR, adherence: 92.7 },
    ],
    [
      'a shift over midnight is cut there',
      [
        aState('22:00:00', 'available'),
        aShift('s', '22:00:00', '23:00:00', { ended_at: '2026-03-11T06:00:00Z' }),
      ],
      { scheduled_seconds: 2 * HOUR, adherence: 100 },
    ],
    [
      'a shift that moves leaves nothing behind',
      [aShift('s', '08:00:00', '16:00:00'), aShift('s', '10:00:00', '11:00:00', { agent_id: 'y' })],
      { scheduled_seconds: HOUR, adherence: 0 },
    ],
    [
      'a deleted shift counts nowhere',
      [aShift('s', '08:00:00', '16:00:00'), { type: 'shift', id: 's', deleted: true }],
      { scheduled_seconds: 0, adherence: null },
    ],
  ];

  test.each(CASES)('%s', async (_, records, expected) => {
    const client = await queryClient();
    for (const record of records) await client.send(record);
    expect(await figures(client, ['scheduled_seconds', 'adherence'])).toEqual(expected);
  });

  test('the part after midnight counts on the next day', async () => {
    const client = await queryClient();
    await client.send(aShift('s', '22:00:00', '23:00:00', { ended_at: '2026-03-11T06:00:00Z' }));
    await client.refresh();
    await client.send(aState('23:00:00', 'available'));
    const period = { from: '2026-03-11', to: '2026-03-11' };
    const asked = ['scheduled_seconds', 'adherence', 'signed_in_seconds'];
    expect(await figures(client, asked, period)).toEqual({
      scheduled_seconds: 6 * HOUR,
      adherence: 100,
      signed_in_seconds: 11 * HOUR,
    });
  });

  test('shifts to come are scheduled, but not judged', async () => {
    const client = await queryClient();
    const from = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    await client.send(
      aShift('s', '', '', { started_at: `${from}T08:00:00Z`, ended_at: `${from}T10:00:00Z` }),
    );
    const period = { from, to: from };
    const { rows } = await client.ask({ metrics: ['scheduled_seconds', 'adherence'], period });
    expect(rows).toEqual([{ scheduled_seconds: 2 * HOUR, adherence: null }]);
  });
});

describe('by dimension', () => {
  const OF_TWO = [
    aState('08:00:00', 'available', { team_id: 't' }),
    aState('09:00:00', 'busy', { team_id: 'u', department_id: 'd' }),
    aState('10:00:00', 'offline'),
    aState('08:00:00', 'busy', { agent_id: 'y', team_id: 't' }),
    aState('08:30:00', 'offline', { agent_id: 'y' }),
  ];

  test('agents and teams have their own time', async () => {
    const client = await queryClient();
    await client.send(...OF_TWO, { type: 'agent', id: 'y', name: 'Ann' });
    const by = async (dimensions: string[], filters: object[] = []) =>
      (
        await client.askTwice({
          metrics: ['signed_in_seconds', 'occupancy'],
          dimensions,
          filters,
          period: DAY,
        })
      ).rows;
    expect(await by(['agent'])).toEqual([
      { agent: 'x', agent_name: 'x', signed_in_seconds: 7_200, occupancy: 50 },
      { agent: 'y', agent_name: 'Ann', signed_in_seconds: 1_800, occupancy: 100 },
    ]);
    expect(await by(['team'])).toEqual([
      { team: 't', team_name: 't', signed_in_seconds: 5_400, occupancy: 33.3 },
      { team: 'u', team_name: 'u', signed_in_seconds: 3_600, occupancy: 100 },
    ]);
    const inTeam = [{ dimension: 'team', in: ['t'] }];
    expect(await by(['agent'], inTeam)).toEqual([
      { agent: 'x', agent_name: 'x', signed_in_seconds: 3_600, occupancy: 0 },
      { agent: 'y', agent_name: 'Ann', signed_in_seconds: 1_800, occupancy: 100 },
    ]);
    expect(await by([], [{ dimension: 'department', is_set: false }])).toEqual([
      { signed_in_seconds: 5_400, occupancy: 33.3 },
    ]);
  });

  test('a month costs a row per day, of all agents as of each', async () => {
    const client = await queryClient();
    const agents = Array.from({ length: 12 }, (_, index) => `a${index}`);
    const states = Array.from({ length: 31 }, (_, index) => {
      const day = `2026-03-${String(index + 1).padStart(2, '0')}`;
      return agents.flatMap((agent_id) => [
        aState('', 'busy', { agent_id, at: `${day}T08:00:00Z` }),
        aState('', 'offline', { agent_id, at: `${day}T09:00:00Z` }),
      ]);
    });
    await client.send(...states.flat());
    const period = { from: '2026-03-01', to: '2026-03-31' };
    for (const dimensions of [[], ['agent'], ['time:day'], ['agent', 'time:hour']]) {
      const { cost } = await client.askTwice({ metrics: ['occupancy'], dimensions, period, limit: 1_000 });
      expect(cost.plan).toBe('rollups');
      expect(cost.rows_read, dimensions.join()).toBeLessThanOrEqual(2 * 31 + 20);
    }
  });

  test('other dimensions are refused with what combines', async () => {
    const client = await queryClient();
    const { detail, errors } = await client.refused({
      metrics: ['occupancy'],
      dimensions: ['channel'],
      period: DAY,
    });
    expect(JSON.stringify([detail, errors])).toContain('agent, team, department and time');
  });
});
