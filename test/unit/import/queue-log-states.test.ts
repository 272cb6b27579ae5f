import { describe, expect, test } from 'vitest';
import mapping from '../../../docs/mappings/asterisk-agent-states.json';
import { agentStates } from '../../../scripts/import/mapping/agent-states.ts';
import { importCells } from './import-row.ts';

/** A line of the log at so many seconds after 2027-01-15T08:00:00Z. */
function line(seconds: number, call: string, queue: string, event: string, ...data: string[]) {
  const fields = data.map((value, index) => [`data${index + 1}`, value]).filter(([, value]) => value !== '');
  return {
    ...{ at: String(1_800_000_000 + seconds), call, queue, agent: 'PJSIP/200', event },
    ...Object.fromEntries(fields),
  };
}

/** The states that the mapping makes of lines: seconds after the first instant, state, and the reason if there is one. */
async function statesOf(rows: object[], wrapup = '0') {
  const values = { ...mapping.values, wrapup };
  const records = await importCells({ ...mapping, values }, { rows });
  if (!Array.isArray(records)) return records;
  return records
    .filter(({ type }) => type === 'agent_state')
    .map(({ at, state, reason }) => {
      const seconds = Date.parse(String(at)) / 1000 - 1_800_000_000;
      return [seconds, state, ...(reason === undefined ? [] : [reason])];
    });
}

const login = line(0, 'MANAGER', 'sales', 'ADDMEMBER');

describe('the states of an agent in a queue_log', () => {
  test.each<[string, object[], unknown[]]>([
    [
      'a phone that nobody picked up, then a call',
      [
        login,
        line(70, '7.1', 'sales', 'RINGNOANSWER', '9500'),
        line(90, '7.2', 'sales', 'CONNECT', '12', '7.3', '5'),
        line(150, '7.2', 'sales', 'COMPLETECALLER', '12', '60', '1'),
        line(400, 'MANAGER', 'sales', 'REMOVEMEMBER'),
      ],
      [
        [0, 'available'],
        [61, 'ringing'],
        [70, 'available'],
        [85, 'ringing'],
        [90, 'busy'],
        [150, 'available'],
        [400, 'offline'],
      ],
    ],
    [
      'a pause during a call begins after it, with its reason',
      [
        login,
        line(10, '7.2', 'sales', 'CONNECT', '3', '7.3', '0'),
        line(20, 'NONE', 'NONE', 'PAUSEALL', 'Lunch'),
        line(20, 'NONE', 'sales', 'PAUSE', 'Lunch'),
        line(30, '7.2', 'sales', 'COMPLETEAGENT', '3', '20', '1'),
        line(90, 'NONE', 'sales', 'UNPAUSE'),
        line(90, 'NONE', 'NONE', 'UNPAUSEALL'),
        line(95, 'NONE', 'sales', 'PAUSE', 'Coffee time'),
        line(99, 'NONE', 'sales', 'UNPAUSE', 'Coffee time'),
        line(105, 'NONE', 'sales', 'PAUSE'),
      ],
      [
        [0, 'available'],
        [10, 'busy'],
        [20, 'busy'],
        [30, 'lunch', 'lunch'],
        [90, 'available'],
        [95, 'break', 'coffee_time'],
        [99, 'available'],
        [105, 'break'],
      ],
    ],
    [
      'two queues: a pause in one of them is none, and leaving one is no sign-off',
      [
        login,
        line(1, 'MANAGER', 'help', 'ADDMEMBER', 'PAUSED'),
        line(5, 'NONE', 'sales', 'PAUSE', 'training'),
        line(9, 'NONE', 'help', 'UNPAUSE'),
        line(12, 'MANAGER', 'sales', 'REMOVEMEMBER'),
        line(20, 'MANAGER', 'help', 'REMOVEMEMBER'),
      ],
      [
        [0, 'available'],
        [1, 'available'],
        [5, 'training', 'training'],
        [9, 'available'],
        [12, 'available'],
        [20, 'offline'],
      ],
    ],
    [
      'a log that begins in the middle and lacks the end of calls',
      [
        line(10, '7.2', 'sales', 'CONNECT', '3', '7.3', '2'),
        line(50, '7.4', 'sales', 'CONNECT', '3', '7.5', '0'),
        line(60, '7.4', 'sales', 'BLINDTRANSFER', '301', 'internal'),
        line(70, '7.6', 'sales', 'CONNECT', '3', '7.7', '0'),
        line(80, '7.8', 'NONE', 'AGENTLOGOFF', 'PJSIP/200-1', '80'),
        line(90, '7.9', 'NONE', 'AGENTLOGIN', 'PJSIP/200-2'),
      ],
      [
        [8, 'ringing'],
        [10, 'busy'],
        [50, 'busy'],
        [60, 'available'],
        [70, 'busy'],
        [80, 'offline'],
        [90, 'available'],
      ],
    ],
  ])('%s', async (_, rows, states) => {
    expect(await statesOf(rows)).toEqual(states);
  });

  test('wrap-up lasts as long as the mapping says, or until the next call', async () => {
    const rows = [
      login,
      line(10, '7.2', 'sales', 'CONNECT', '3', '7.3', '0'),
      line(40, '7.2', 'sales', 'COMPLETEAGENT', '3', '30', '1'),
      line(80, '7.4', 'sales', 'CONNECT', '3', '7.5', '0'),
      line(90, '7.4', 'sales', 'COMPLETEAGENT', '3', '10', '1'),
    ];
    expect(await statesOf(rows, '20')).toEqual([
      [0, 'available'],
      [10, 'busy'],
      [40, 'wrap'],
      [60, 'available'],
      [80, 'busy'],
      [90, 'wrap'],
      [110, 'available'],
    ]);
  });
});

describe('agentStates', () => {
  test('of no events are none', () => expect(agentStates(undefined)).toEqual([]));

  test('overlapping rings are one time, whatever the order of the events', () => {
    const events = [
      { at: 9, is: 'ring_end', call: 'b' },
      { at: 1, is: 'ring', call: 'a' },
      { at: 4, is: 'ring', call: 'b' },
      { at: 6, is: 'ring_end', call: 'a' },
    ];
    expect(agentStates(events).map(({ at, state }) => [at, state])).toEqual([
      [1, 'ringing'],
      [4, 'ringing'],
      [6, 'ringing'],
      [9, 'available'],
    ]);
  });

  test('says what an event may have', () => {
    expect(() => agentStates({ at: 1, is: 'logon' })).toThrow(
      '{"at":1,"is":"logon"} is no event of an agent; accepted are an instant "at", "is" (sign_in, sign_out, pause',
    );
  });
});
