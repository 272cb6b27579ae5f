import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { eventStatements, eventWhere } from '../../src/delivery/event-statements.ts';
import { outboxWorld } from './outbox.ts';

const COMPLETED = { type: 'export.completed', data: { id: 'x' } } as const;

test('an event goes to the endpoints that subscribe, and is signed', async () => {
  const world = await outboxWorld();
  const secret = await world.endpoint('a', ['export.completed', 'tenant.usage']);
  await world.endpoint('b', ['tenant.usage']);
  await world.store.batch(eventStatements({ ...COMPLETED, at: world.now, id: 'e1' }));
  expect(world.announced).toEqual([{ kind: 'webhook', target: 'a' }]);

  expect(await world.work('a')).toEqual({});
  const [{ url, headers, body } = { url: '', headers: new Headers(), body: '' }, ...more] = world.received;
  expect([url, more]).toEqual(['https://a.example.com/in', []]);
  expect(JSON.parse(body)).toEqual({
    id: 'e1',
    type: 'export.completed',
    timestamp: '2027-01-15T08:00:00Z',
    data: { id: 'x' },
  });
  expect(headers.get('webhook-id')).toBe('e1');
  const signature = new Webhook(secret).sign('e1', new Date(world.now * 1_000), body);
  expect(headers.get('webhook-signature')).toBe(signature);
  expect(await world.deliveries()).toEqual([
    { target: 'a', event: 'e1', status: 'delivered', attempts: 1, next_at: null, code: 200, answer: 'ok' },
  ]);
  expect(await world.work('a')).toEqual({});
  expect(world.received).toHaveLength(1);
});

test('without a subscriber, or where its condition fails, nothing is written', async () => {
  const world = await outboxWorld();
  const before = world.meter.rowsWritten;
  await world.store.batch(eventStatements({ ...COMPLETED, at: world.now }));
  await world.endpoint('a', ['export.completed']);
  await world.store.batch(eventWhere('?7 > 1')({ ...COMPLETED, at: world.now }, 1));
  expect([await world.events(), world.announced, world.meter.rowsWritten - before]).toEqual([[], [], 1]);
  await world.store.batch(eventWhere('?7 > 1')({ ...COMPLETED, at: world.now }, 2));
  expect([(await world.events()).length, world.announced.length]).toEqual([1, 1]);
});

test('an event of a transaction that fails does not go out', async () => {
  const world = await outboxWorld();
  await world.endpoint('a', ['export.completed']);
  const failing = statement("SELECT json('no: ' || ?1) AS failure").with();
  const batch = [...eventStatements({ ...COMPLETED, at: world.now }), failing];
  await expect(world.store.batch(batch)).rejects.toThrow(/malformed JSON/);
  expect([await world.events(), world.announced]).toEqual([[], []]);
});

test('an event that is delivered costs six rows written, one that nobody takes none', async () => {
  const world = await outboxWorld();
  await world.endpoint('a', ['export.completed']);
  const written = async (work: () => Promise<unknown>): Promise<number> => {
    const before = world.meter.rowsWritten;
    await work();
    return world.meter.rowsWritten - before;
  };
  const cause = (type: 'export.completed' | 'tenant.usage') => () =>
    world.store.batch(eventStatements({ type, at: world.now, data: {} }));
  expect(await written(cause('tenant.usage'))).toBe(0);
  expect([await written(cause('export.completed')), await written(() => world.work('a'))]).toEqual([3, 3]);
});
