import { beforeEach, describe, expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { call } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { aCall, removal, type Sender, senderOf } from './client.ts';

const PACK = statement<{ body: string }>('SELECT body FROM dimension_packs WHERE tenant = ?1 AND type = ?2');

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf();
  await sender.send(
    aCall('c1', { agent_id: 'ann' }),
    aCall('c2', { agent_id: 'bob' }),
    aCall('c3', { agent_id: 'eve' }),
  );
});

function dimension(type: string, id: string, fields: Sent = {}): Sent {
  return { type, id, name: `The ${type}`, updated_at: '2026-03-01T00:00:00Z', ...fields };
}

async function agentNames(): Promise<string[][]> {
  const path = '/api/v1/analytics/agents?date_from=2026-03-01&date_to=2026-03-31';
  const response = await call(path, { bearer: await sender.tenant.token('manager') });
  const { data } = (await response.json()) as { data: { user_id: string; user_name: string }[] };
  return data.map(({ user_id, user_name }) => [user_id, user_name]);
}

async function packOf(type: string): Promise<unknown> {
  const [[row]] = await sender.tenant.store.batch([PACK.with(type)]);
  return row && JSON.parse(row.body);
}

describe('names', () => {
  test('one that never came is shown by its id', async () => {
    expect(await agentNames()).toEqual([
      ['ann', 'ann'],
      ['bob', 'bob'],
      ['eve', 'eve'],
    ]);
  });

  test('the current name; a deactivated and a deleted one keep theirs', async () => {
    await sender.send(
      dimension('agent', 'ann', { name: 'Ann' }),
      dimension('agent', 'bob', { name: 'Bob' }),
      dimension('agent', 'eve', { name: 'Eve' }),
    );
    await sender.send(
      dimension('agent', 'ann', { name: 'Ann Lee', active: false, updated_at: '2026-03-02T00:00:00Z' }),
      removal('agent', 'bob'),
      removal('agent', 'nobody'),
    );
    expect(await agentNames()).toEqual([
      ['ann', 'Ann Lee'],
      ['bob', 'Bob'],
      ['eve', 'Eve'],
    ]);
    expect(await packOf('agent')).toEqual({
      ann: { name: 'Ann Lee', active: false, kind: 'human' },
      bob: { name: 'Bob', active: false, kind: 'human' },
      eve: { name: 'Eve', active: true, kind: 'human' },
    });
  });

  test('a name that comes before its first call and late records of it', async () => {
    await sender.send(dimension('agent', 'zoe', { name: 'Zoe' }), aCall('c4', { agent_id: 'zoe' }));
    expect(
      await sender.counts(dimension('agent', 'zoe', { name: 'Z', updated_at: '2026-02-01T00:00:00Z' })),
    ).toEqual({ stale: 1 });
    expect(await agentNames()).toContainEqual(['zoe', 'Zoe']);
  });

  test('one deleted comes back by a newer record only', async () => {
    await sender.send(dimension('agent', 'ann', { name: 'Ann' }), removal('agent', 'ann'));
    const older = dimension('agent', 'ann', { name: 'Old', updated_at: '2026-03-19T00:00:00Z' });
    const newer = dimension('agent', 'ann', { name: 'New', updated_at: '2026-03-21T00:00:00Z' });
    expect(await sender.counts(older, newer)).toEqual({ stale: 1, created: 1 });
    expect(await packOf('agent')).toEqual({ ann: { name: 'New', active: true, kind: 'human' } });
  });

  test('a tenant never sees another’s', async () => {
    const other = await senderOf();
    await other.send(dimension('agent', 'ann', { name: 'Another Ann' }));
    expect((await agentNames())[0]).toEqual(['ann', 'ann']);
  });
});

describe('deleted, by type', () => {
  test.each<[string, Sent, unknown]>([
    ['team', {}, { name: 'The team', active: false }],
    ['department', {}, { name: 'The department', active: false }],
    ['campaign', {}, { name: 'The campaign', active: false }],
    ['call_center', {}, { name: 'The call_center', active: false }],
    ['engagement', {}, { name: 'The engagement', active: false }],
    [
      'email_channel',
      { name: undefined, address: 'help@example.com', status: 'active' },
      { address: 'help@example.com', status: 'inactive' },
    ],
    [
      'article',
      { name: undefined, title: 'One', slug: 'one', status: 'published' },
      { title: 'One', slug: 'one', status: 'archived' },
    ],
  ])('%s', async (type, fields, kept) => {
    await sender.send(dimension(type, 'd1', fields));
    expect(await sender.counts(removal(type, 'd1'))).toEqual({ deleted: 1 });
    expect(await packOf(type)).toEqual({ d1: kept });
  });
});

describe('daily counters', () => {
  const views = (date: string, count: number, updated_at = '2026-03-11T00:00:00Z'): Sent => ({
    type: 'article_stats',
    article_id: 'a1',
    date,
    views: count,
    helpful: 1,
    not_helpful: 0,
    updated_at,
  });

  test('replace those of their date, and are removed by it', async () => {
    await sender.send(views('2026-03-10', 5), views('2026-03-11', 7));
    expect((await sender.figures()).counters).toEqual({ article_views: 12, article_helpful: 2 });
    expect(await sender.counts(views('2026-03-10', 6), views('2026-03-11', 7))).toEqual({
      updated: 1,
      unchanged: 1,
    });
    expect((await sender.figures()).counters).toEqual({ article_views: 13, article_helpful: 2 });
    const gone = {
      type: 'article_stats',
      article_id: 'a1',
      deleted: true,
      updated_at: '2026-03-12T00:00:00Z',
    };
    expect(await sender.counts({ ...gone, date: '2026-03-11' }, { ...gone, date: '2026-03-12' })).toEqual({
      deleted: 1,
      unchanged: 1,
    });
    expect((await sender.figures()).counters).toEqual({ article_views: 6, article_helpful: 1 });
    expect(await sender.counts(views('2026-03-12', 1))).toEqual({ stale: 1 });
  });

  test('stay with the date they name, whatever the tenant’s zone', async () => {
    const east = await senderOf({ timeZone: 'Pacific/Kiritimati' });
    await east.send(views('2026-03-01', 3), views('2026-02-28', 4));
    expect((await east.figures()).counters).toEqual({ article_views: 3, article_helpful: 1 });
  });
});
