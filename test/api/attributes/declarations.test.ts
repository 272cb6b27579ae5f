import { describe, expect, test } from 'vitest';
import { attributesClient, NOTE, SEATS, TIER, VIP } from './client.ts';

const shown = ({ label, dimension = false, ...rest }: typeof TIER) => ({
  ...rest,
  label: label ?? null,
  dimension,
});

describe('declaring attributes', () => {
  test('replaces the whole list, and each change is in the audit log', async () => {
    const { put, request } = await attributesClient();
    expect(await request('/attributes')).toMatchObject({ status: 200, body: { attributes: [] } });
    const all = { attributes: [TIER, SEATS, NOTE].map(shown) };
    expect(await put(TIER, SEATS, NOTE)).toMatchObject({ status: 200, body: all });
    expect((await request('/attributes')).body).toEqual(all);
    expect((await put(VIP)).body).toEqual({ attributes: [shown(VIP)] });
    expect((await request('/attributes')).body).toEqual({ attributes: [shown(VIP)] });
    const { entries } = (await request('/audit-log')).body;
    const puts = entries.filter(({ action }: { action: string }) => action === 'attributes_put');
    expect(puts.map(({ details }: { details: object }) => details)).toEqual([
      {
        attributes: {
          old: ['tier token dimension: Customer tier', 'seats integer dimension', 'order_kind token'],
          new: ['vip boolean dimension'],
        },
      },
      {
        attributes: {
          old: [],
          new: ['tier token dimension: Customer tier', 'seats integer dimension', 'order_kind token'],
        },
      },
    ]);
  });

  test.each<[string, unknown, string]>([
    ['a key that is no name', [{ key: 'Tier', type: 'token' }], 'attributes.0.key'],
    ['a key like a number', [{ key: 'a912345678', type: 'token' }], 'attributes.0.key'],
    ['an unknown type', [{ key: 'tier', type: 'text' }], 'attributes.0.type'],
    ['a key twice', [TIER, { ...TIER, type: 'integer' }], 'attributes'],
    ['an empty label', [{ ...TIER, label: ' ' }], 'attributes.0.label'],
    [
      'more than 20 keys',
      Array.from({ length: 21 }, (_, at) => ({ key: `k${at}`, type: 'token' })),
      'attributes',
    ],
  ])('refuses %s', async (_what, attributes, path) => {
    const { request } = await attributesClient();
    const { status, body } = await request('/attributes', 'PUT', { attributes });
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([400, [path]]);
  });

  test('a key keeps its type, also after it was removed', async () => {
    const { put, request } = await attributesClient();
    await put(TIER);
    const other = { ...TIER, type: 'integer' };
    expect((await put(other)).body.detail).toMatch(/tier was declared as token/);
    await put();
    expect((await put(other)).status).toBe(409);
    expect((await put({ ...TIER, label: 'Level' })).status).toBe(200);
    expect((await request('/attributes')).body.attributes).toEqual([shown({ ...TIER, label: 'Level' })]);
  });

  test('200 keys may have been declared, no more', async () => {
    const { put } = await attributesClient();
    const keys = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => ({ key: `k${from + at}`, type: 'token' }));
    for (let from = 0; from < 200; from += 20) expect((await put(...keys(from, 20))).status).toBe(200);
    expect((await put(...keys(200, 1))).status).toBe(409);
    expect((await put(...keys(0, 20))).status).toBe(200);
  });
});

describe('dimensions of attributes', () => {
  test('are listed with their labels, for the tenant that declares them', async () => {
    const [{ put, request }, other] = [await attributesClient(), await attributesClient()];
    await put(TIER, NOTE, { ...SEATS, label: 'Seats sold' }, { ...VIP, key: 'is_vip' });
    const named = async (from: typeof request) =>
      (await from('/dimensions')).body.dimensions.filter(({ name }: { name: string }) =>
        name.startsWith('attributes'),
      );
    expect(await named(request)).toEqual([
      { name: 'attributes.tier', label: 'Customer tier', has_members: true },
      { name: 'attributes.seats', label: 'Seats sold', has_members: true },
      { name: 'attributes.is_vip', label: 'Is vip', has_members: true },
    ]);
    expect(await named(other.request)).toEqual([]);
    expect((await other.request('/dimensions/attributes.tier/members')).status).toBe(404);
    expect((await request('/dimensions/attributes.order_kind/members')).status).toBe(404);
  });

  test.each([
    ['not declared', 'attributes.teir', /nearest: attributes.tier/],
    ['declared, but no dimension', 'attributes.order_kind', /Unknown dimension/],
    ['without a key', 'attributes.', /Unknown dimension/],
  ])('a query by one that is %s says what is accepted', async (_what, name, message) => {
    const { put, query } = await attributesClient();
    await put(TIER, NOTE);
    const grouped = await query({ metrics: ['total_calls'], dimensions: [name] });
    const filtered = await query({
      metrics: ['total_calls'],
      filters: [{ dimension: name, in: ['x'] }],
    });
    for (const { status, body } of [grouped, filtered])
      expect([status, body.errors[0].message]).toEqual([400, expect.stringMatching(message)]);
  });

  test.each([['article_views'], ['occupancy']])('%s has no attributes', async (metric) => {
    const { put, query } = await attributesClient();
    await put(TIER);
    const { status, body } = await query({ metrics: [metric], dimensions: ['attributes.tier'] });
    expect([status, body.errors[0].message]).toEqual([400, expect.stringMatching(/do not combine/)]);
  });

  test('a combination takes none that is not declared', async () => {
    const { put, request } = await attributesClient();
    await put(TIER, NOTE);
    for (const name of ['attributes.order_kind', 'attributes.unknown']) {
      const body = { dimensions: ['agent', name], metrics: ['total_calls'] };
      const refused = await request('/combinations', 'POST', body);
      expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'dimensions.1']);
    }
  });
});
