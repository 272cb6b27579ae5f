import { describe, expect, test } from 'vitest';
import { CALL, field, mapperOf, problemsOf, rowOf, VERSION } from './map-row.ts';

const mapper = () =>
  mapperOf({
    skip: [{ rule: 'test call', if: "Id = 'T'" }],
    values: { agent: "Agent != '-' ? $slug(Agent)" },
    records: [
      { type: 'agent', id: '$agent', fields: { name: 'Agent' } },
      {
        type: 'interaction',
        id: 'Id',
        fields: {
          ...CALL,
          'customer.id': 'Customer',
          'customer.name': 'Name',
          agent_id: '$agent',
          'sla.resolution_seconds': { try: 'Target' },
        },
      },
      {
        type: 'evaluation',
        when: 'Stars',
        id: "$key(Id, 'stars')",
        fields: {
          interaction_id: 'Id',
          responded_at: '0',
          rating: 'Stars',
          updated_at: "'2025-01-01T00:00:00Z'",
        },
      },
    ],
  });
const row = { Id: '1', Agent: 'Ann Lee', Customer: 'c', Name: 'Zoë', Stars: '4' };
const agent = { type: 'agent', id: 'ann-lee', name: 'Ann Lee', updated_at: VERSION };
const call = {
  type: 'interaction',
  id: '1',
  kind: 'call',
  status: 'completed',
  started_at: '1970-01-01T00:00:00Z',
  customer: { id: 'c', name: 'Zoë' },
  agent_id: 'ann-lee',
  updated_at: VERSION,
};

describe('each', () => {
  const states = (each: string) =>
    mapperOf({
      records: [
        {
          ...{ type: 'agent_state', each, when: "$item.state != 'same'" },
          fields: { agent_id: 'Agent', at: '$item.at', state: '$item.state' },
        },
      ],
    });
  const state = (at: string, name: string) => ({
    ...{ type: 'agent_state', agent_id: 'a', at, state: name, updated_at: VERSION },
  });

  test.each<[string, object[]]>([
    [
      "[{'at': 0, 'state': 'busy'}, {'at': 1, 'state': 'same'}, {'at': 2, 'state': 'offline'}]",
      [state('1970-01-01T00:00:00Z', 'busy'), state('1970-01-01T00:00:02Z', 'offline')],
    ],
    ["{'at': 3, 'state': 'wrap'}", [state('1970-01-01T00:00:03Z', 'wrap')]],
    ['Missing', []],
  ])('makes a record of each item of %s', async (each, records) => {
    const result = await (await states(each)).map(rowOf({ Agent: 'a' }));
    expect(result).toMatchObject({ kind: 'records', records: records.map((record) => ({ record })) });
  });
});

describe('createRowMapper', () => {
  test('makes several records of a row, nested fields and versions included', async () => {
    expect(await (await mapper()).map(rowOf(row))).toEqual({
      kind: 'records',
      leftOut: [],
      records: [
        { record: agent, once: true, optional: [] },
        { record: call, once: false, optional: [] },
        {
          record: {
            type: 'evaluation',
            id: '1-stars',
            interaction_id: '1',
            responded_at: '1970-01-01T00:00:00Z',
            rating: 4,
            updated_at: '2025-01-01T00:00:00Z',
          },
          once: false,
          optional: [],
        },
      ],
    });
  });

  test('leaves out a dimension without an id and a record whose condition fails', async () => {
    const { customer: _, agent_id: __, ...rest } = call;
    expect(await (await mapper()).map(rowOf({ Id: '2', Agent: '-' }))).toEqual({
      kind: 'records',
      leftOut: [],
      records: [{ record: { ...rest, id: '2' }, once: false, optional: [] }],
    });
  });

  test('leaves out an optional field that is bad, and says which are optional', async () => {
    const mapRow = await mapper();
    expect(await mapRow.map(rowOf({ Id: '3', Target: 'soon' }))).toMatchObject({
      leftOut: ['sla.resolution_seconds'],
      records: [{ optional: [] }],
    });
    expect(await mapRow.map(rowOf({ Id: '3', Target: '60' }))).toMatchObject({
      leftOut: [],
      records: [{ record: { sla: { resolution_seconds: 60 } }, optional: ['sla.resolution_seconds'] }],
    });
  });

  test('says which rule skips a row, before what is wrong with it', async () => {
    const mapRow = await mapper();
    const problem = 'The row has 3 cells, the header 8.';
    expect(await mapRow.skips({ ...rowOf({ ...row, Id: 'T' }), problem })).toEqual({
      kind: 'skipped',
      rule: 'test call',
    });
    expect(await mapRow.skips({ ...rowOf(row), problem })).toEqual({
      kind: 'rejected',
      path: '',
      reason: problem,
    });
    expect(await mapRow.skips(rowOf(row))).toBeUndefined();
  });

  test('rejects a fact without an id', async () => {
    expect(await (await mapper()).map(rowOf({ ...row, Id: undefined }))).toEqual({
      kind: 'rejected',
      path: 'records.1.id',
      reason: 'The interaction has no id: a column that makes it is empty.',
    });
  });

  test('refuses two agents of one id', async () => {
    const mapRow = await mapper();
    await mapRow.map(rowOf({ ...row, Agent: 'Ann-Lee' }));
    expect(await mapRow.map(rowOf(row))).toMatchObject({
      kind: 'rejected',
      path: 'values.agent',
      reason: expect.stringContaining('"Ann Lee" and "Ann-Lee" would both become the id "ann-lee"'),
    });
  });

  test('names the group of a row', async () => {
    const grouped = await mapperOf({
      group: '$key(queue, callid)',
      records: [{ type: 'interaction', id: 'rows[0].callid', fields: CALL }],
    });
    expect(await grouped.groupOf(rowOf({ queue: 'q', callid: '7' }))).toEqual({ key: 'q-7' });
    expect(await grouped.groupOf(rowOf({ queue: 'q' }))).toMatchObject({ kind: 'rejected', path: 'group' });
  });
});

describe('lists of objects', () => {
  const legs = async (expression: string) => {
    const fields = { ...CALL, legs: expression };
    const result = await (await mapperOf({ records: [{ type: 'interaction', id: 'Id', fields }] })).map(
      rowOf({ Id: '1', At: '2026-03-04 09:00:00' }),
    );
    return result.kind === 'records' ? result.records[0]?.record.legs : result;
  };

  test.each<[string, unknown]>([
    [
      "{'agent_id': 7, 'started_at': $instant(At), 'ended_at': Gone, 'hold_seconds': '12.4', 'disposition': 'answered'}",
      [{ agent_id: '7', started_at: '2026-03-04T09:00:00Z', hold_seconds: 12, disposition: 'answered' }],
    ],
    ['Gone', undefined],
    ['[]', undefined],
  ])('%s', async (expression, expected) => {
    expect(await legs(expression)).toEqual(expected);
  });

  test.each<[string, string]>([
    [
      "[{'disposition': 'answered'}, {'disposition': 'gone'}]",
      'Item 1, disposition: "gone" is not accepted here',
    ],
    ["{'agent': 'ann'}", 'Item 0: "agent" is no field of it; accepted are id, agent_id'],
    ['Id', 'Item 0 is no object with the fields id, agent_id'],
  ])('%s is rejected', async (expression, reason) => {
    expect(await legs(expression)).toMatchObject({
      kind: 'rejected',
      path: 'records.0.fields.legs',
      reason: expect.stringContaining(reason),
    });
  });
});

describe('attributes', () => {
  test.each<[string, unknown]>([
    ["$token('Gold Card')", 'gold_card'],
    ["$decimal('12')", 12],
    ["Vip = 'yes'", true],
    ['Gone', undefined],
  ])('%s', async (expression, expected) => {
    expect(await field('attributes.tier', expression, { Vip: 'yes' })).toBe(expected);
  });

  test.each([['attributes.'], ['attributes.Tier'], ['attributes.tier.name']])(
    '%s is no field',
    async (name) => {
      const fields = { ...CALL, [name]: "'x'" };
      const problems = await problemsOf(() =>
        mapperOf({ records: [{ type: 'interaction', id: "'x'", fields }] }),
      );
      expect(problems).toEqual([expect.stringContaining('is no field of an interaction')]);
    },
  );
});
