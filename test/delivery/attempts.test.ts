import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { eventStatements } from '../../src/delivery/event-statements.ts';
import { outboxWorld } from './outbox.ts';

const EVENT = { type: 'export.completed', data: { id: 'x' } } as const;
const statusOf =
  (code: number, headers = {}) =>
  () =>
    new Response(`code ${code}`, { status: code, headers });

/** A world with one endpoint and one event that waits for it. */
async function oneDelivery() {
  const world = await outboxWorld();
  const secret = await world.endpoint('a', ['export.completed']);
  await world.store.batch(eventStatements({ ...EVENT, at: world.now, id: 'e1' }));
  return { world, secret };
}

const WEBHOOK = statement<{ status: string; disabled_reason: string | null; failing_since: number | null }>(
  'SELECT w.status, w.disabled_reason, w.failing_since FROM webhooks w WHERE w.tenant = ?1',
);
const ENTRIES = statement<{ action: string; details: string }>(
  "SELECT a.action, a.details FROM audit_log a WHERE a.tenant = ?1 AND a.action = 'webhook_disabled'",
);

test('a receiver that is down for four attempts gets the event at the fifth, with the same id', async () => {
  const { world } = await oneDelivery();
  world.answer = statusOf(503);
  const started = world.now;
  for (const [least, most] of [
    [5, 6],
    [300, 360],
    [1_800, 2_160],
    [7_200, 8_640],
  ] as const) {
    const { nextAt = 0 } = await world.work('a');
    expect(nextAt - world.now).toBeGreaterThanOrEqual(least);
    expect(nextAt - world.now).toBeLessThanOrEqual(most);
    world.now = nextAt - 1;
    expect(await world.work('a')).toEqual({});
    world.now = nextAt;
  }
  expect(world.received).toHaveLength(4);
  expect((await world.store.batch([WEBHOOK.with()]))[0]).toMatchObject([{ failing_since: started }]);
  world.answer = statusOf(204);
  world.answer = () => new Response(null, { status: 204 });
  expect(await world.work('a')).toEqual({});
  expect(world.received.map(({ headers }) => headers.get('webhook-id'))).toEqual(Array(5).fill('e1'));
  expect(new Set(world.received.map(({ body }) => body)).size).toBe(1);
  const times = world.received.map(({ headers }) => Number(headers.get('webhook-timestamp')));
  expect(times.at(-1)).toBe(world.now);
  expect(await world.deliveries()).toMatchObject([{ status: 'delivered', attempts: 5, code: 204 }]);
  expect((await world.store.batch([WEBHOOK.with()]))[0]).toMatchObject([{ failing_since: null }]);
});

test('a redirect is not followed, and the answer is kept to 500 characters', async () => {
  const { world } = await oneDelivery();
  world.answer = () =>
    new Response('é'.repeat(100_000), { status: 302, headers: { Location: 'http://10.0.0.1/' } });
  await world.work('a');
  expect(world.received).toHaveLength(1);
  expect(await world.deliveries()).toMatchObject([{ status: 'waiting', code: 302, answer: 'é'.repeat(500) }]);
});

test('Retry-After is heeded, as seconds and as a date', async () => {
  const { world } = await oneDelivery();
  world.answer = statusOf(429, { 'Retry-After': '120' });
  expect((await world.work('a')).nextAt).toBeGreaterThanOrEqual(world.now + 120);
});

test('410 disables the endpoint at once, cancels what waits and is in the audit log', async () => {
  const { world } = await oneDelivery();
  await world.store.batch(eventStatements({ ...EVENT, at: world.now, id: 'e2' }));
  world.answer = statusOf(410);
  await world.work('a');
  await world.work('a');
  expect(world.received).toHaveLength(1);
  expect(await world.deliveries()).toMatchObject([{ status: 'failed', code: 410 }, { status: 'cancelled' }]);
  const [webhooks, entries] = await world.store.batch([WEBHOOK.with(), ENTRIES.with()]);
  expect(webhooks).toMatchObject([{ status: 'disabled', disabled_reason: 'gone' }]);
  expect(entries).toEqual([{ action: 'webhook_disabled', details: '{"reason":"gone"}' }]);
  await world.store.batch(eventStatements({ ...EVENT, at: world.now, id: 'e3' }));
  expect(await world.events()).toHaveLength(2);
});

test('five days of failure disable the endpoint; a success between them does not', async () => {
  const { world } = await oneDelivery();
  world.answer = statusOf(500);
  await world.work('a');
  world.now += 5 * 86_400 - 1;
  await world.work('a');
  expect((await world.store.batch([WEBHOOK.with()]))[0]).toMatchObject([{ status: 'enabled' }]);
  world.now += 3_600;
  await world.work('a');
  const [webhooks, entries] = await world.store.batch([WEBHOOK.with(), ENTRIES.with()]);
  expect(webhooks).toMatchObject([{ status: 'disabled', disabled_reason: 'failing' }]);
  expect(entries).toHaveLength(1);
  expect(await world.deliveries()).toMatchObject([{ status: 'cancelled', attempts: 3, next_at: null }]);
});

test('a host that leads to a private address is sent nothing, whatever it was at creation', async () => {
  const { world } = await oneDelivery();
  world.addresses = ['93.184.215.14', '10.0.0.1'];
  const { nextAt = 0 } = await world.work('a');
  expect(world.received).toEqual([]);
  expect(await world.deliveries()).toMatchObject([{ status: 'waiting', code: null }]);
  world.addresses = ['93.184.215.14'];
  world.now = nextAt;
  await world.work('a');
  expect(world.received).toHaveLength(1);
});

test('two consumers at once make each delivery once', async () => {
  const { world } = await oneDelivery();
  const ids = Array.from({ length: 30 }, (_, place) => `m${String(place).padStart(2, '0')}`);
  for (const id of ids) await world.store.batch(eventStatements({ ...EVENT, at: world.now, id }));
  await Promise.all([world.work('a'), world.work('a'), world.work('a')]);
  expect(world.received.map(({ headers }) => headers.get('webhook-id')).sort()).toEqual(['e1', ...ids]);
  expect(
    (await world.deliveries()).every(({ status, attempts }) => status === 'delivered' && attempts === 1),
  ).toBe(true);
});

test('what a worker that died had taken is made again when its lease ends', async () => {
  const { world } = await oneDelivery();
  world.answer = () => {
    throw new Error('unreached');
  };
  const take = statement(
    `UPDATE outbox_deliveries SET status = 'sending', attempts = 1, next_at = ?2 WHERE tenant = ?1`,
  );
  await world.store.batch([take.with(world.now + 45)]);
  expect(await world.work('a')).toEqual({});
  world.answer = statusOf(200);
  world.now += 45;
  await world.work('a');
  expect(await world.deliveries()).toMatchObject([{ status: 'delivered', attempts: 2 }]);
});

test('an endpoint that hangs holds at most five attempts, and no other endpoint', async () => {
  const { world } = await oneDelivery();
  await world.endpoint('b', ['export.completed']);
  for (let place = 0; place < 8; place += 1) {
    await world.store.batch(eventStatements({ ...EVENT, at: world.now, id: `m${place}` }));
  }
  const gate = Promise.withResolvers<void>();
  world.answer = async ({ url }) => {
    if (url.startsWith('https://a.')) await gate.promise;
    return new Response('ok');
  };
  const hanging = Array.from({ length: 9 }, () => world.work('a'));
  await world.work('b');
  const to = (host: string) => world.received.filter(({ url }) => url.startsWith(`https://${host}.`)).length;
  await expect.poll(() => to('a')).toBe(5);
  expect(to('b')).toBe(8);
  gate.resolve();
  await Promise.all(hanging);
  expect(to('a')).toBe(9);
});

test('an endpoint for which 2,000 deliveries wait gets no more, and knows', async () => {
  const world = await outboxWorld();
  await world.endpoint('a', ['export.completed']);
  const fill = statement(`
    INSERT INTO outbox_deliveries (tenant, kind, target, event, status, attempts, next_at)
    SELECT ?1, 'webhook', 'a', 'f' || k.value, 'waiting', 0, 1 FROM json_each(?2) k`);
  await world.store.batch([fill.with(JSON.stringify(Array.from({ length: 1_999 }, (_, place) => place)))]);
  for (const id of ['e1', 'e2', 'e3']) {
    await world.store.batch(eventStatements({ ...EVENT, at: world.now, id }));
  }
  const skipped = statement<{ skipped: number }>('SELECT w.skipped FROM webhooks w WHERE w.tenant = ?1');
  expect((await world.store.batch([skipped.with()]))[0]).toEqual([{ skipped: 2 }]);
  expect(await world.deliveries()).toHaveLength(2_000);
});

test('while a secret is replaced, both sign', async () => {
  const { world, secret } = await oneDelivery();
  const renewed = await world.endpoint('b', []);
  const rotate = statement(`
    UPDATE webhooks SET previous_secret = secret, previous_until = ?2, secret = ?3 WHERE tenant = ?1 AND id = 'a'`);
  const sealed = await world.sealed('a', renewed);
  await world.store.batch([rotate.with(world.now + 60, sealed)]);
  await world.work('a');
  const { headers, body } = world.received[0]!;
  const at = new Date(world.now * 1_000);
  const both = [renewed, secret].map((each) => new Webhook(each).sign('e1', at, body)).join(' ');
  expect(headers.get('webhook-signature')).toBe(both);

  world.now += 60;
  await world.store.batch(eventStatements({ ...EVENT, at: world.now, id: 'e2' }));
  await world.work('a');
  const later = new Webhook(renewed).sign('e2', new Date(world.now * 1_000), world.received[1]!.body);
  expect(world.received[1]!.headers.get('webhook-signature')).toBe(later);
});
