import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { eventIdOf, eventStatements } from '../../src/delivery/event-statements.ts';
import { resealWebhooks } from '../../src/delivery/reseal-webhooks.ts';
import { tenantSource } from '../../src/exports/sections/tenant.ts';
import { sweepDeliveries } from '../../src/maintenance/cron.ts';
import { openSigningSecret, sealSigningSecret } from '../../src/privacy/sealing/sealed-values.ts';
import { contextOf } from '../support/context.ts';
import { nowSeconds } from '../support/tenant.ts';
import { outboxWorld } from './outbox.ts';

const SECRETS = statement<{ secret: string; previous_secret: string | null }>(
  'SELECT w.secret, w.previous_secret FROM webhooks w WHERE w.tenant = ?1',
);

test('a rotation of the data secret seals the secrets of webhooks again', async () => {
  const world = await outboxWorld();
  const secret = await world.endpoint('a', []);
  const config = {
    dataSecret: 'the-secret-after-the-rotation-of-secrets', // secret-scan: allow
    previousDataSecret: env.DATA_SECRET,
  };
  const { keys } = contextOf(world, { config });
  const older = await sealSigningSecret(contextOf(world).keys, world.slug, 'a', 'whsec_b2xkZXI=');
  await world.store.batch([
    statement('UPDATE webhooks SET previous_secret = ?2 WHERE tenant = ?1').with(older),
  ]);
  expect(await resealWebhooks({ store: world.store, keys })).toBe(1);
  const alone = contextOf(world, { config: { dataSecret: config.dataSecret } }).keys;
  const [[row]] = await world.store.batch([SECRETS.with()]);
  const opened = (sealed: string | null = null) => openSigningSecret(alone, world.slug, 'a', sealed ?? '');
  expect([await opened(row?.secret), await opened(row?.previous_secret)]).toEqual([secret, 'whsec_b2xkZXI=']);
});

test('the export of a tenant has its webhooks, without their secrets', async () => {
  const world = await outboxWorld();
  const secret = await world.endpoint('a', ['tenant.usage']);
  const source = tenantSource(contextOf(world) as never, {} as never);
  const section = source.sections.find(({ name }) => name === 'webhooks');
  const page = await section?.page(null);
  const lines = (page?.rows ?? []).map(([line]) => JSON.parse(String(line)));
  expect(lines).toEqual([
    {
      export: 'webhook',
      id: 'a',
      url: 'https://a.example.com/in',
      events: ['tenant.usage'],
      description: '',
      enabled: true,
      created_at: '1970-01-01T00:00:00Z',
      changed_at: '1970-01-01T00:00:00Z',
    },
  ]);
  expect(JSON.stringify(lines)).not.toContain(secret);
});

test('the cron queues what is due of tenants that are served', async () => {
  const [world, suspended] = [await outboxWorld(), await outboxWorld()];
  const event = { type: 'tenant.usage', data: {} } as const;
  for (const { store, endpoint } of [world, suspended]) {
    await endpoint('a', ['tenant.usage']);
    await endpoint('b', ['tenant.usage']);
    await store.batch(eventStatements({ ...event, at: nowSeconds() - 60 }));
    await store.batch(eventStatements({ ...event, at: nowSeconds() - 60 }));
  }
  await world.store.batch([
    statement(
      "UPDATE outbox_deliveries SET next_at = next_at + 120 WHERE tenant = ?1 AND target = 'b'",
    ).with(),
  ]);
  await suspended.store.batch([
    statement("UPDATE tenants SET status = 'suspended' WHERE tenant = ?1").with(),
  ]);
  const queued: unknown[] = [];
  const sendBatch = async (messages: Iterable<{ body: unknown }>) => {
    queued.push(...[...messages].map(({ body }) => body));
  };
  await sweepDeliveries({ DB: env.DB, DELIVERY_QUEUE: { sendBatch } as never });
  expect(queued).toEqual([{ tenant: world.slug, kind: 'webhook', target: 'a' }]);
  suspended.now = nowSeconds();
  await suspended.work('a');
  expect(suspended.received).toEqual([]);
});

test('an id that is made of a name and an instant sorts by the instant', () => {
  const id = eventIdOf(1_800_000_000, 'tenant.usage');
  expect(id).toMatch(/^01a3185c-5000-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(eventIdOf(1_800_000_000, 'tenant.usage')).toBe(id);
  expect(eventIdOf(1_800_000_000, 'other')).not.toBe(id);
  expect(eventIdOf(1_800_000_001, 'tenant.usage') > id).toBe(true);
});
