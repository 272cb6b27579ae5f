import { describe, expect, test } from 'vitest';
import { aCallWith, attributesClient, NOTE, SEATS, TIER, VIP } from './client.ts';

const DECLARES =
  'Not declared; this tenant declares tier (token), seats (integer), vip (boolean), order_kind (token).';
const TOKEN =
  'Must be a token: 1 to 64 of the characters a-z 0-9 _ - ., with no @ and fewer than 9 digits in a row other than a date.';
const INTEGER = 'Must be a whole number from -99,999,999 to 99,999,999.';

describe('records with attributes', () => {
  test.each<[string, unknown, string, string]>([
    ['an undeclared key', { colour: 'red' }, 'attributes.colour', DECLARES],
    ['a number for a token', { tier: 5 }, 'attributes.tier', TOKEN],
    ['a text that is no token', { tier: 'Gold card' }, 'attributes.tier', TOKEN],
    ['a phone number', { tier: '351913004242' }, 'attributes.tier', TOKEN],
    ['an address', { tier: 'z@q.example' }, 'attributes.tier', TOKEN],
    ['a text for a number', { seats: '5' }, 'attributes.seats', INTEGER],
    ['a fraction', { seats: 1.5 }, 'attributes.seats', INTEGER],
    ['a number like that of a phone', { seats: 913_004_242 }, 'attributes.seats', INTEGER],
    ['a text for a truth', { vip: 'yes' }, 'attributes.vip', 'Must be true or false.'],
    ['a list', { tier: ['gold'] }, 'attributes.tier', TOKEN],
    ['no object', ['gold'], 'attributes', 'Must be an object of values by key.'],
  ])('%s is an error that says what is declared', async (_what, attributes, path, message) => {
    const { put, ingest } = await attributesClient();
    await put(TIER, SEATS, VIP, NOTE);
    const { body } = await ingest(aCallWith('a', 1, attributes));
    expect(body.errors).toMatchObject([{ id: 'a', errors: [{ path, message }] }]);
  });

  test('a key that is a phone number is masked', async () => {
    const { put, ingest } = await attributesClient();
    await put(TIER);
    const { body } = await ingest(aCallWith('a', 1, { '+351913004242': 'x' }));
    expect(JSON.stringify(body)).not.toContain('913004242');
    expect(body.errors).toHaveLength(1);
  });

  test('a tenant without attributes accepts none; nulls and an empty object are none', async () => {
    const { ingest, send, request } = await attributesClient();
    const { body } = await ingest(aCallWith('a', 1, { tier: 'gold' }));
    const message = 'Must be left out: this tenant declares no attributes.';
    expect(body.errors[0].errors).toEqual([{ path: 'attributes.tier', message }]);
    await send(aCallWith('b', 1, {}), aCallWith('c', 1, null));
    expect((await request('/interactions/b')).body.attributes).toBeNull();
  });

  test('are stored and shown as sent; the order of keys makes no other record', async () => {
    const { put, send, ingest, request } = await attributesClient();
    await put(TIER, SEATS, VIP, NOTE);
    const record = aCallWith('a', 1, { vip: false, tier: 'gold', seats: 0, order_kind: null });
    await send({ ...record, updated_at: '2026-03-02T00:00:00Z' });
    expect((await request('/interactions/a')).body.attributes).toEqual({
      seats: 0,
      tier: 'gold',
      vip: false,
    });
    const again = await ingest({
      ...aCallWith('a', 1, { seats: 0, tier: 'gold', vip: false }),
      updated_at: '2026-03-02T00:00:00Z',
    });
    expect(again.body).toMatchObject({ received: 1, unchanged: 1 });
  });

  test('declared attributes cost ingest no further trip', async () => {
    const { put, ingest } = await attributesClient();
    await ingest(aCallWith('w', 1, undefined));
    const without = await ingest(aCallWith('x', 1, undefined));
    await put(TIER);
    await ingest(aCallWith('y', 1, { tier: 'gold' }));
    const declared = await ingest(aCallWith('z', 1, { tier: 'gold' }));
    expect([without.cost!.trips, declared.cost!.trips]).toEqual([2, 2]);
  });

  test('a key that is removed is not shown and not asked for, until it is declared again', async () => {
    const { put, send, ingest, request, query, build } = await attributesClient();
    await put(TIER, SEATS);
    await send(aCallWith('a', 1, { tier: 'gold', seats: 3 }));
    await build();
    const period = { from: '2026-03-01', to: '2026-03-31' };
    const byTier = { metrics: ['total_calls'], dimensions: ['attributes.tier'], period };
    const rows = [{ 'attributes.tier': 'gold', total_calls: 1 }];
    expect((await query(byTier)).body).toMatchObject({ rows, cost: { plan: 'rollups' } });
    await put(SEATS);
    expect((await query(byTier)).status).toBe(400);
    expect((await request('/interactions/a')).body.attributes).toEqual({ seats: 3 });
    expect((await ingest(aCallWith('b', 1, { tier: 'gold' }))).body.errors).toHaveLength(1);
    await build();
    await put(TIER, SEATS);
    expect((await request('/interactions/a')).body.attributes).toEqual({ seats: 3, tier: 'gold' });
    expect((await query(byTier)).body).toMatchObject({ rows, cost: { plan: 'facts' } });
    await build();
    expect((await query(byTier)).body).toMatchObject({ rows, cost: { plan: 'rollups' } });
  });
});

test('members of an attribute are listed once its figures are ready, and those that are pending at once', async () => {
  const { put, send, request, build } = await attributesClient();
  await put(TIER, SEATS, VIP);
  await send(aCallWith('a', 1, { tier: 'gold', seats: 12 }), aCallWith('b', 2, undefined));
  await build();
  await send(aCallWith('c', 3, { tier: 'silver' }));
  const members = async (name: string, search = '') => {
    const { body } = await request(`/dimensions/attributes.${name}/members${search}`);
    return body.members.map(({ id }: { id: string }) => id);
  };
  expect(await members('tier')).toEqual(['gold', 'silver']);
  expect(await members('tier', '?search=IL')).toEqual(['silver']);
  expect(await members('seats')).toEqual(['12']);
  expect(await members('vip')).toEqual(['false', 'true']);
});
