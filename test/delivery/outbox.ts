import { env } from 'cloudflare:workers';
import { newMeter } from '../../src/db/meter.ts';
import { statement } from '../../src/db/statement.ts';
import { storeFor } from '../../src/db/tenant-store.ts';
import { announcing } from '../../src/delivery/announce.ts';
import type { EventType, Target } from '../../src/delivery/event-types.ts';
import { workOnLane } from '../../src/delivery/lane.ts';
import type { Network } from '../../src/delivery/network.ts';
import { webhookSender } from '../../src/delivery/send-to-webhook.ts';
import { newSigningSecret } from '../../src/delivery/sign.ts';
import { sealSigningSecret } from '../../src/privacy/sealing/sealed-values.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant } from '../support/tenant.ts';

const INSERT = statement(`
  INSERT INTO webhooks (tenant, id, url, events, description, status, secret, skipped, created_at, changed_at)
  VALUES (?1, ?2, ?3, ?4, '', 'enabled', ?5, 0, 0, 0)`);
const DELIVERIES = statement<{
  target: string;
  event: string;
  status: string;
  attempts: number;
  next_at: number | null;
  code: number | null;
  answer: string | null;
}>(`
  SELECT d.target, d.event, d.status, d.attempts, d.next_at, d.code, d.answer FROM outbox_deliveries d
  WHERE d.tenant = ?1 ORDER BY d.target, d.event`);
const EVENTS = statement<{ id: string; type: string; at: number; data: string }>(
  'SELECT e.id, e.type, e.at, e.data FROM outbox_events e WHERE e.tenant = ?1 ORDER BY e.id',
);

/** What an endpoint has been sent. */
interface Received {
  url: string;
  headers: Headers;
  body: string;
}

/** A tenant with an outbox whose queue only notes what it is told, and whose clock and network are the test's. */
export async function outboxWorld() {
  const tenant = await freshTenant();
  const announced: Target[] = [];
  const meter = newMeter();
  const store = announcing(storeFor(tenant.slug, env.DB, meter), (targets) => {
    announced.push(...targets);
  });
  const world = {
    ...tenant,
    store,
    meter,
    announced,
    now: 1_800_000_000,
    received: [] as Received[],
    addresses: ['93.184.215.14'],
    answer: (_: Received): Response | Promise<Response> => new Response('ok'),
    sealed: (id: string, secret: string): Promise<string> =>
      sealSigningSecret(contextOf(tenant).keys, tenant.slug, id, secret),
    async endpoint(id: string, events: readonly EventType[]): Promise<string> {
      const secret = newSigningSecret();
      const sealed = await world.sealed(id, secret);
      await store.batch([INSERT.with(id, `https://${id}.example.com/in`, JSON.stringify(events), sealed)]);
      return secret;
    },
    async work(target: string): Promise<{ nextAt?: number }> {
      const context = contextOf({ ...tenant, store });
      const clock = () => world.now;
      const network: Network = {
        allowLoopback: false,
        resolve: async () => world.addresses,
        async fetch(url, init) {
          const sent = { url, headers: new Headers(init.headers), body: String(init.body) };
          world.received.push(sent);
          return world.answer(sent);
        },
      };
      const { keys } = context;
      const send = webhookSender({ store, keys, clock }, network);
      return workOnLane({ store, clock, send }, { kind: 'webhook', target }, world.now + 60);
    },
    async deliveries() {
      return (await store.batch([DELIVERIES.with()]))[0];
    },
    async events() {
      return (await store.batch([EVENTS.with()]))[0];
    },
  };
  return world;
}
