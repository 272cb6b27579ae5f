import { expect, test } from 'vitest';
import { aCallWith, attributesClient, NOTE, SEATS, TIER, VIP } from './client.ts';

const PERIOD = { from: '2026-03-01', to: '2026-03-31' };
const BY_TIER = { metrics: ['total_calls', 'avg_duration'], dimensions: ['attributes.tier'], period: PERIOD };

async function withCalls() {
  const client = await attributesClient();
  expect((await client.put(TIER, SEATS, VIP, NOTE)).status).toBe(200);
  await client.send(
    aCallWith('1', 1, { tier: 'gold', seats: 5, vip: true, order_kind: 'new' }, { duration_seconds: 100 }),
    aCallWith('2', 2, { tier: 'gold', seats: 5, vip: false }, { agent_id: 'ann' }),
    aCallWith('3', 3, { tier: 'silver', seats: -1 }),
    aCallWith('4', 3, undefined),
    aCallWith('5', 4, null, { agent_id: 'ann' }),
  );
  return client;
}

test('figures by an attribute are the same from facts, from rollups, and with what is pending', async () => {
  const client = await withCalls();
  const rows = [
    { 'attributes.tier': 'gold', total_calls: 2, avg_duration: 80 },
    { 'attributes.tier': null, total_calls: 2, avg_duration: 60 },
    { 'attributes.tier': 'silver', total_calls: 1, avg_duration: 60 },
  ];
  const sortedRows = async (plan: string) => {
    const { status, body } = await client.query(BY_TIER);
    expect([status, body.cost?.plan]).toEqual([200, plan]);
    return body.rows.toSorted((a: { total_calls: number }, b: { total_calls: number }) =>
      a.total_calls === b.total_calls ? 0 : b.total_calls - a.total_calls,
    );
  };
  const byName = (list: typeof rows) =>
    [...list].sort((a, b) => (String(a['attributes.tier']) < String(b['attributes.tier']) ? -1 : 1));
  expect(byName(await sortedRows('facts'))).toEqual(byName(rows));
  await client.build();
  expect(byName(await sortedRows('rollups'))).toEqual(byName(rows));
  await client.send(aCallWith('6', 5, { tier: 'silver' }));
  const [gold, none, silver] = rows;
  expect(byName(await sortedRows('rollups'))).toEqual(byName([gold!, none!, { ...silver!, total_calls: 2 }]));
});

test.each([
  ['a token', { dimension: 'attributes.tier', in: ['gold'] }, 2],
  ['tokens', { dimension: 'attributes.tier', in: ['gold', 'silver'] }, 3],
  ['no value', { dimension: 'attributes.tier', in: [null] }, 2],
  ['all but a token', { dimension: 'attributes.tier', not_in: ['gold'] }, 3],
  ['any value', { dimension: 'attributes.tier', is_set: true }, 3],
  ['an integer', { dimension: 'attributes.seats', in: ['5'] }, 2],
  ['a negative integer', { dimension: 'attributes.seats', in: ['-1'] }, 1],
  ['true', { dimension: 'attributes.vip', in: ['true'] }, 1],
  ['false', { dimension: 'attributes.vip', in: ['false'] }, 1],
])('a filter on %s counts the same from facts and from rollups', async (_what, filter, total_calls) => {
  const client = await withCalls();
  const query = { metrics: ['total_calls'], filters: [filter], period: PERIOD };
  expect((await client.query(query)).body).toMatchObject({
    rows: [{ total_calls }],
    cost: { plan: 'facts' },
  });
  await client.build();
  expect((await client.query(query)).body).toMatchObject({
    rows: [{ total_calls }],
    cost: { plan: 'rollups' },
  });
});

test('the name of an attribute may be an object', async () => {
  const client = await withCalls();
  const { body } = await client.query({
    metrics: ['total_calls'],
    dimensions: [{ attribute: 'tier' }],
    filters: [{ dimension: { attribute: 'vip' }, is_set: true }],
    period: PERIOD,
  });
  expect(body.rows).toEqual([{ 'attributes.tier': 'gold', total_calls: 2 }]);
  expect(body.query).toMatchObject({
    dimensions: ['attributes.tier'],
    filters: [{ dimension: 'attributes.vip', is_set: true }],
  });
  const refused = await client.query({ metrics: ['total_calls'], dimensions: [{ attribute: 'none' }] });
  expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'dimensions.0']);
});

test('a filter on one value reads at most 2 rows per day and 20, whatever the volume', async () => {
  const client = await withCalls();
  await client.send(
    ...Array.from({ length: 400 }, (_, at) => aCallWith(`m-${at}`, 1 + (at % 30), { tier: 'gold' })),
  );
  await client.build();
  const query = {
    metrics: ['total_calls'],
    filters: [{ dimension: 'attributes.tier', in: ['gold'] }],
    period: PERIOD,
  };
  await client.query(query);
  const { body } = await client.query(query);
  expect(body.rows).toEqual([{ total_calls: 402 }]);
  expect(body.cost.rows_read).toBeLessThanOrEqual(2 * 31 + 20);
  expect(body.cost.trips).toBe(1);
});

test('an attribute crossed with other dimensions reads facts, or a combination that names it', async () => {
  const client = await withCalls();
  await client.build();
  const query = {
    metrics: ['total_calls'],
    dimensions: ['attributes.tier', 'agent', 'time:month'],
    filters: [{ dimension: 'attributes.vip', is_set: true }],
    period: PERIOD,
  };
  const rows = [
    { 'attributes.tier': 'gold', agent: 'ann', time: '2026-03-01', total_calls: 1 },
    { 'attributes.tier': 'gold', agent: null, time: '2026-03-01', total_calls: 1 },
  ];
  const crossed = async () => {
    const { body } = await client.query(query);
    expect(body.rows).toMatchObject(rows);
    return body.cost.plan;
  };
  expect(await crossed()).toBe('facts');
  const dimensions = ['attributes.tier', 'agent', 'attributes.vip'];
  const declared = await client.request('/combinations', 'POST', { dimensions, metrics: ['total_calls'] });
  expect([declared.status, declared.body.name]).toEqual([201, 'agent+attributes.tier+attributes.vip']);
  await client.build();
  expect(await crossed()).toBe('rollups');
  const lost = await client.put(TIER, SEATS);
  expect([lost.status, lost.body.detail]).toEqual([409, expect.stringMatching(/agent\+attributes.tier/)]);
});
