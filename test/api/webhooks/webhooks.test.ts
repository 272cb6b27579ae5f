import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { ROUTES } from '../../../src/api/registry.ts';
import { statement } from '../../../src/db/statement.ts';
import { appOf } from '../../support/app.ts';
import { freshTenant } from '../../support/tenant.ts';

const BODY = { url: 'https://hooks.example.com/in', events: ['export.completed'], description: 'Ours' };

/** A caller of the webhooks of a new tenant, and what was queued. */
async function webhooksClient() {
  const tenant = await freshTenant();
  const queued: unknown[] = [];
  const sendBatch = async (messages: Iterable<{ body: unknown }>) => {
    queued.push(...[...messages].map(({ body }) => body));
  };
  const app = appOf(ROUTES, { DELIVERY_QUEUE: { ...env.DELIVERY_QUEUE, sendBatch } as never });
  const bearer = await tenant.token('tenant_admin');
  return {
    tenant,
    queued,
    async ask(method: string, path = '', body?: unknown) {
      const response = await app(`/api/v1/webhooks${path}`, { method, bearer, body });
      // biome-ignore lint/suspicious/noExplicitAny: answers of any operation; a wrong one fails the test.
      const answer = response.status === 204 ? null : await response.json<any>();
      return { status: response.status, body: answer };
    },
    async actions() {
      const [entries] = await tenant.store.batch([
        statement<{ action: string }>(
          "SELECT a.action FROM audit_log a WHERE a.tenant = ?1 AND a.action LIKE 'webhook%' ORDER BY a.at, a.id",
        ).with(),
      ]);
      return entries.map(({ action }) => action);
    },
  };
}

test('a webhook is created, changed, rotated and deleted', async () => {
  const { ask, actions } = await webhooksClient();
  const made = await ask('POST', '', BODY);
  expect(made).toMatchObject({
    status: 201,
    body: { ...BODY, enabled: true, skipped: 0, failing_since: null },
  });
  const { secret, ...shown } = made.body;
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const path = `/${shown.id}`;
  expect((await ask('GET', path)).body).toEqual(shown);
  expect((await ask('GET')).body).toEqual({ webhooks: [shown] });

  const changed = await ask('PATCH', path, { events: ['tenant.usage'], enabled: false });
  expect(changed.body).toMatchObject({
    events: ['tenant.usage'],
    enabled: false,
    disabled_reason: 'request',
    url: BODY.url,
  });
  const again = await ask('PATCH', path, { enabled: true });
  expect(again.body).toMatchObject({ enabled: true, disabled_reason: null });

  const rotated = await ask('POST', `${path}/rotate`);
  expect(rotated.status).toBe(200);
  expect(rotated.body.secret).not.toBe(secret);
  expect(Date.parse(rotated.body.previous_secret_until) - Date.now()).toBeGreaterThan(86_000_000);
  expect(() => new Webhook(rotated.body.secret)).not.toThrow();

  expect((await ask('DELETE', path)).status).toBe(204);
  for (const [method, rest] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/rotate'],
    ['POST', '/test'],
    ['GET', '/deliveries'],
    ['POST', '/deliveries/x/retry'],
  ] as const) {
    expect([method, rest, (await ask(method, `${path}${rest}`)).status]).toEqual([method, rest, 404]);
  }
  expect(await actions()).toEqual([
    ...['webhook_created', 'webhook_changed', 'webhook_changed'],
    ...['webhook_rotated', 'webhook_deleted'],
  ]);
});

test('a test event waits for its webhook; deliveries are listed page by page', async () => {
  const { ask, queued, tenant } = await webhooksClient();
  const { id } = (await ask('POST', '', BODY)).body;
  const sent = await ask('POST', `/${id}/test`);
  expect(sent).toMatchObject({ status: 202, body: { type: 'webhook.test', status: 'waiting', attempts: 0 } });
  expect(queued).toEqual([{ tenant: tenant.slug, kind: 'webhook', target: id }]);
  const second = (await ask('POST', `/${id}/test`)).body;
  const first = await ask('GET', `/${id}/deliveries?limit=1`);
  expect(first.body.deliveries).toEqual([second]);
  const rest = await ask('GET', `/${id}/deliveries?cursor=${first.body.next_cursor}`);
  expect(rest.body).toEqual({ deliveries: [sent.body], next_cursor: null });

  await ask('PATCH', `/${id}`, { enabled: false });
  const cancelled = (await ask('GET', `/${id}/deliveries`)).body.deliveries;
  expect(cancelled.map(({ status }: { status: string }) => status)).toEqual(['cancelled', 'cancelled']);
  expect((await ask('POST', `/${id}/test`)).status).toBe(409);
  expect((await ask('POST', `/${id}/deliveries/${second.id}/retry`)).status).toBe(409);

  await ask('PATCH', `/${id}`, { enabled: true });
  const retried = await ask('POST', `/${id}/deliveries/${second.id}/retry`);
  expect(retried).toMatchObject({ status: 202, body: { id: second.id, status: 'waiting' } });
  expect(queued).toHaveLength(3);
});

test('a tenant has at most 20 webhooks', async () => {
  const { ask, tenant } = await webhooksClient();
  const insert = statement(`
    INSERT INTO webhooks (tenant, id, url, events, description, status, secret, skipped, created_at, changed_at)
    VALUES (?1, ?2, 'https://hooks.example.com', '[]', '', 'enabled', '', 0, 0, 0)`);
  await tenant.store.batch(Array.from({ length: 19 }, (_, place) => insert.with(`w${place}`)));
  expect((await ask('POST', '', BODY)).status).toBe(201);
  const refused = await ask('POST', '', BODY);
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('maximum of 20')]);
});

test('what is no webhook is refused', async () => {
  const { ask } = await webhooksClient();
  for (const wrong of [
    { ...BODY, url: 'http://hooks.example.com' },
    { ...BODY, url: 'https://10.0.0.1/in' },
    { ...BODY, events: [] },
    { ...BODY, events: ['call.ended'] },
  ]) {
    expect([wrong, (await ask('POST', '', wrong)).status]).toEqual([wrong, 400]);
  }
});
