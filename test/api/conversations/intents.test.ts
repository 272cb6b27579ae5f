import { expect, test } from 'vitest';
import type { Params } from '../../support/reads-client.ts';
import { aCall, aChat, type Sent } from '../../support/records.ts';
import { conversationsClient, THAT_DAY } from './client.ts';

type Row = [intent: string, count: number, percentage: number];

async function intentsOf(records: readonly Sent[], params: Params = {}): Promise<Row[]> {
  const client = await conversationsClient();
  if (records.length > 0) await client.send(...records);
  const { intents } = (await client.readTwice('intents', { ...THAT_DAY, ...params })) as {
    intents: { intent: string; count: number; percentage: number }[];
  };
  return intents.map(({ intent, count, percentage }) => [intent, count, percentage]);
}

/** So many conversations of each intent; of `none` without one. */
function about(counts: Readonly<Record<string, number>>, fields: Sent = {}): Sent[] {
  return Object.entries(counts).flatMap(([intent, count]) =>
    Array.from({ length: count }, (_, index) =>
      aChat(`${intent}${index}${JSON.stringify(fields)}`, {
        ...(intent !== 'none' && { intent }),
        ...fields,
      }),
    ),
  );
}

const CASES: [title: string, records: Sent[], params: Params, expected: Row[]][] = [
  ['nothing', [], {}, []],
  ['only open ones', about({ billing: 2 }, { status: 'open' }), {}, []],
  [
    'largest first, ties by name, no rest',
    about({ b: 1, a: 1, c: 2 }),
    {},
    [
      ['c', 2, 0.5],
      ['a', 1, 0.25],
      ['b', 1, 0.25],
    ],
  ],
  [
    'those without an intent are in the rest',
    about({ a: 1, none: 2 }),
    {},
    [
      ['a', 1, 0.333],
      ['other', 2, 0.667],
    ],
  ],
  ['nobody had an intent', about({ none: 2 }), {}, [['other', 2, 1]]],
  [
    'an intent called other is in the last row, however large, and not counted by limit',
    about({ other: 5, a: 2, b: 1 }),
    { limit: '2' },
    [
      ['a', 2, 0.25],
      ['b', 1, 0.125],
      ['other', 5, 0.625],
    ],
  ],
  [
    'other, the rest and those without are one row',
    about({ other: 1, a: 3, b: 2, c: 1, none: 1 }),
    { limit: '1' },
    [
      ['a', 3, 0.375],
      ['other', 5, 0.625],
    ],
  ],
  [
    'ten by default',
    about(Object.fromEntries('abcdefghijkl'.split('').map((name) => [name, 1]))),
    {},
    [...'abcdefghij'.split('').map((name): Row => [name, 1, 0.083]), ['other', 2, 0.167]],
  ],
  [
    'exactly as many as the limit: no rest',
    about({ a: 1, b: 1 }),
    { limit: '2' },
    [
      ['a', 1, 0.5],
      ['b', 1, 0.5],
    ],
  ],
  [
    'a name that objects have',
    about({ constructor: 2, ['__proto__']: 1 }),
    {},
    [
      ['constructor', 2, 0.667],
      ['__proto__', 1, 0.333],
    ],
  ],
];

test.each(CASES)('intents: %s', async (_, records, params, expected) => {
  expect(await intentsOf(records, params)).toEqual(expected);
});

test.each<[Params, Row[]]>([
  [
    { agentId: 'ann' },
    [
      ['a', 1, 0.5],
      ['b', 1, 0.5],
    ],
  ],
  [
    { channel: 'phone' },
    [
      ['b', 1, 0.5],
      ['other', 1, 0.5],
    ],
  ],
  [{ agentId: 'ann', channel: 'phone' }, [['b', 1, 1]]],
  [{ agentId: 'ann', channel: 'fax' }, []],
])('under the filter %j, percentages are of what it leaves', async (filter, expected) => {
  const records = [
    aChat('1', { agent_id: 'ann', intent: 'a' }),
    aCall('2', { agent_id: 'ann', intent: 'b' }),
    aCall('3', { agent_id: 'bob' }),
  ];
  expect(await intentsOf(records, filter)).toEqual(expected);
});

test.each(['0', '101', '1.5', '-1', 'ten'])('limit=%s is refused', async (limit) => {
  const client = await conversationsClient();
  const response = await client.get('intents', { limit });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({
      errors: [{ path: 'limit', message: 'Must be a whole number from 1 to 100.' }],
    }),
  ]);
});
