import { describe, expect, test } from 'vitest';
import { aCall, aRating, removal, type Sent } from '../../support/records.ts';
import { callsClient } from './client.ts';

const MARCH = { date_from: '2026-03-01', date_to: '2026-03-31' };

interface Row {
  user_id: string;
  user_name: string;
}

const anAgent = (id: string, name: string, fields: Sent = {}): Sent => ({
  type: 'agent',
  id,
  name,
  ...fields,
});
const of = (agent: string, id: string, fields: Sent = {}): Sent => aCall(id, { agent_id: agent, ...fields });

test('each figure of a row, over the calls and ratings of that agent alone', async () => {
  const client = await callsClient();
  await client.send(
    anAgent('a1', 'João Silva'),
    of('a1', 'c1', { duration_seconds: 300, wait_seconds: 10 }),
    of('a1', 'c2', { duration_seconds: 301 }),
    of('a1', 'c3'),
    of('a1', 'c4', { status: 'missed', duration_seconds: 50, wait_seconds: 99 }),
    of('a1', 'c5', { status: 'abandoned' }),
    of('a1', 'c6', { status: 'failed' }),
    of('a1', 'c7', { status: 'open' }),
    of('a1', 'c8', { kind: 'conversation', channel: 'chat' }),
    aRating('e1', 'c1', 5),
    aRating('e2', 'c2', 2),
    aRating('e3', 'c4', 4),
    aRating('e4', 'c1', null),
    aRating('e5', 'c7', 1),
    aRating('e6', 'c8', 1),
    of('a2', 'd1', { duration_seconds: 7 }),
    aCall('without an agent', { duration_seconds: 9_000 }),
  );
  expect(await client.readTwice('agents', MARCH)).toEqual([
    {
      user_id: 'a1',
      user_name: 'João Silva',
      total_calls: 6,
      completed_calls: 3,
      missed_calls: 2,
      avg_duration: 301,
      avg_wait_time: 10,
      avg_rating: 3.7,
      total_duration: 601,
      satisfaction_rate: 66.7,
    },
    {
      user_id: 'a2',
      user_name: 'a2',
      total_calls: 1,
      completed_calls: 1,
      missed_calls: 0,
      avg_duration: 7,
      avg_wait_time: null,
      avg_rating: null,
      total_duration: 7,
      satisfaction_rate: null,
    },
  ]);
});

describe('who is listed, and under which name', () => {
  const NAMES: [title: string, batches: Sent[][], expected: [id: string, name: string][]][] = [
    ['an agent without calls is not', [[anAgent('a', 'Ann')]], []],
    [
      'one with a rating in the period but no call is not',
      [[of('a', 'c', { started_at: '2026-02-27T12:00:00Z' }), aRating('e', 'c', 5)]],
      [],
    ],
    ['one who never came as a record is, by id', [[of('a', 'c')]], [['a', 'a']]],
    ['one whose record comes later', [[of('a', 'c')], [anAgent('a', 'Ann')]], [['a', 'Ann']]],
    ['one renamed', [[anAgent('a', 'Ann'), of('a', 'c')], [anAgent('a', 'Anne')]], [['a', 'Anne']]],
    [
      'one deactivated keeps name and history',
      [[anAgent('a', 'Ann'), of('a', 'c')], [anAgent('a', 'Ann', { active: false })]],
      [['a', 'Ann']],
    ],
    ['so does one deleted', [[anAgent('a', 'Ann'), of('a', 'c')], [removal('agent', 'a')]], [['a', 'Ann']]],
    ['a call handed over', [[of('a', 'c'), of('b', 'd')], [of('b', 'c')]], [['b', 'b']]],
    ['a call deleted', [[of('a', 'c'), of('b', 'd')], [removal('interaction', 'c')]], [['b', 'b']]],
    [
      'an id that objects have by nature, with a name',
      [
        [
          anAgent('__proto__', 'Ann'),
          anAgent('constructor', 'Bob'),
          of('__proto__', 'c'),
          of('constructor', 'd'),
        ],
      ],
      [
        ['__proto__', 'Ann'],
        ['constructor', 'Bob'],
      ],
    ],
    [
      'the same without a name',
      [[of('constructor', 'c'), of('__proto__', 'd'), of('toString', 'e')]],
      [
        ['__proto__', '__proto__'],
        ['constructor', 'constructor'],
        ['toString', 'toString'],
      ],
    ],
  ];

  test.each(NAMES)('%s', async (_, batches, expected) => {
    const client = await callsClient();
    for (const batch of batches) {
      await client.send(...batch);
      const rows = (await client.readTwice('agents', MARCH)) as Row[];
      if (batch === batches.at(-1)) expect(rows.map((row) => [row.user_id, row.user_name])).toEqual(expected);
    }
  });
});

describe('order', () => {
  /** Three calls of b, two of a and c, one of d; ratings and durations that show alike but are not. */
  const RECORDS: Sent[] = [
    of('a', 'a1', { duration_seconds: 103 }),
    of('a', 'a2', { duration_seconds: 104 }),
    of('b', 'b1', { duration_seconds: 104 }),
    of('b', 'b2', { duration_seconds: 104 }),
    of('b', 'b3', { duration_seconds: 104 }),
    of('c', 'c1'),
    of('c', 'c2'),
    of('d', 'd1', { status: 'missed' }),
    ...[5, 4, 4].map((rating, index) => aRating(`ra${index}`, 'a1', rating)),
    ...[5, 5, 4, 4, 4, 4, 4].map((rating, index) => aRating(`rb${index}`, 'b1', rating)),
    ...[4, 5, 4, 4].map((rating, index) => aRating(`rd${index}`, 'd1', rating)),
    aRating('rc', 'c1', null),
  ];

  const ORDERS: [sortBy: string | undefined, order: string | undefined, ids: string][] = [
    [undefined, undefined, 'bacd'],
    ['total_calls', 'desc', 'bacd'],
    [undefined, 'asc', 'dacb'],
    // 103.5 shows as 104, and is less than it; c and d have none.
    ['avg_duration', 'desc', 'bacd'],
    ['avg_duration', 'asc', 'abcd'],
    // 4.333…, 4.2857…, 4.25 all show as 4.3.
    ['avg_rating', undefined, 'abdc'],
    ['avg_rating', 'desc', 'abdc'],
    ['avg_rating', 'asc', 'dbac'],
  ];

  test.each(ORDERS)('by %s %s: %s', async (sortBy, order, ids) => {
    const client = await callsClient();
    await client.send(...RECORDS);
    const params = {
      ...MARCH,
      ...(sortBy !== undefined && { sort_by: sortBy }),
      ...(order !== undefined && { sort_order: order }),
    };
    const rows = (await client.readTwice('agents', params)) as Row[];
    expect(rows.map((row) => row.user_id).join('')).toBe(ids);
  });

  test.each(['asc', 'desc'])('ties by name, by code point, then by id (%s)', async (order) => {
    const client = await callsClient();
    const names = ['abe', 'Zoe', 'Ärger', '｡', '😀', 'Sam', 'Sam'];
    await client.send(
      ...names.flatMap((name, index) => [anAgent(`a${9 - index}`, name), of(`a${9 - index}`, `c${index}`)]),
    );
    const rows = (await client.readTwice('agents', { ...MARCH, sort_order: order })) as Row[];
    expect(rows.map((row) => `${row.user_name} ${row.user_id}`)).toEqual([
      'Sam a3',
      'Sam a4',
      'Zoe a8',
      'abe a9',
      'Ärger a7',
      '｡ a6',
      '😀 a5',
    ]);
  });
});

test('the department is the call’s, whatever the agent’s record says', async () => {
  const client = await callsClient();
  await client.send(
    anAgent('a', 'Ann', { department_id: 'support' }),
    of('a', 'c1', { department_id: 'sales', duration_seconds: 10 }),
    of('a', 'c2', { department_id: 'support', duration_seconds: 20 }),
    of('a', 'c3', { duration_seconds: 30 }),
    of('b', 'c4', { department_id: 'sales' }),
    aRating('e1', 'c1', 5),
    aRating('e2', 'c2', 1),
  );
  const inDepartment = async (department: string) =>
    (
      (await client.readTwice('agents', { ...MARCH, department_id: department })) as (Row & {
        total_duration: number;
        avg_rating: number | null;
      })[]
    ).map((row) => [row.user_name, row.total_duration, row.avg_rating]);
  expect(await inDepartment('sales')).toEqual([
    ['Ann', 10, 5],
    ['b', 0, null],
  ]);
  expect(await inDepartment('support')).toEqual([['Ann', 20, 1]]);
  expect(await inDepartment('nobody')).toEqual([]);
});
