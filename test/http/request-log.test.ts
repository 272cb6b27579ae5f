import { afterEach, expect, test, vi } from 'vitest';
import { ROUTES } from '../../src/api/registry.ts';
import { appOf } from '../support/app.ts';
import type { CallOptions } from '../support/client.ts';
import { freshTenant } from '../support/tenant.ts';

const OVERVIEW = '/api/v1/analytics/overview?date_from=2026-03-01&date_to=2026-03-02';
const HASH = /^[0-9a-f]{32}$/;

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

type Line = Record<string, unknown>;

/** An app, and the lines that it has logged. */
function logged() {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const calling = appOf(ROUTES);
  const lines = (): Line[] => log.mock.calls.map(([line]) => JSON.parse(String(line)));
  return {
    calling: (options: CallOptions = {}, path = OVERVIEW) => calling(path, options),
    text: () => log.mock.calls.flat().join('\n'),
    requests: () => lines().filter(({ method }) => method !== undefined),
    refused: () => lines().filter(({ event }) => event === 'refused'),
  };
}

test('a line names key, user and address without a name, and both request ids', async () => {
  const tenant = await freshTenant();
  const { calling, requests, text } = logged();
  const { id, key } = await tenant.key();
  const sub = 'ana.silva@example.com';
  const address = { 'CF-Connecting-IP': '203.0.113.77', 'X-Request-Id': 'mine-1' };
  await calling({ bearer: key, headers: address });
  await calling({ bearer: await tenant.token('manager', { sub }), headers: address });
  await calling({ bearer: await tenant.token('manager', { sub }) });
  const [ofKey, ofUser, elsewhere] = requests();
  expect(ofKey).toMatchObject({
    tenant: tenant.slug,
    caller: `key/${tenant.slug}/${id}`,
    address_hash: expect.stringMatching(HASH),
    request_id: 'mine-1',
    own_request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(ofUser?.caller).toMatch(/^user\/[0-9a-f]{16}$/);
  expect(elsewhere?.caller).toBe(ofUser?.caller);
  expect([ofUser?.address_hash, elsewhere?.address_hash === ofUser?.address_hash]).toEqual([
    ofKey?.address_hash,
    false,
  ]);
  expect(ofUser?.own_request_id).not.toBe(ofKey?.own_request_id);
  expect(text()).not.toMatch(/203\.0\.113|ana\.silva|date_from/);
});

test('refused requests have a line per kind and caller, with their count', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 30) });
  const tenant = await freshTenant();
  const { calling, refused } = logged();
  const agent = await tenant.token('agent');
  const bad = `cmk_${tenant.slug}_0123456789abcdef_${'0'.repeat(64)}`;
  const headers = { 'CF-Connecting-IP': '203.0.113.78' };
  for (let round = 0; round < 3; round += 1) {
    await calling({ bearer: agent, headers }, '/api/v1/api-keys');
    await calling({ bearer: bad, headers });
  }
  const caller = expect.stringMatching(/^user\/[0-9a-f]{16}$/);
  const address_hash = expect.stringMatching(HASH);
  const forbidden = { reason: 'forbidden', caller, address_hash, route: '/api/v1/api-keys' };
  const unknown = { reason: 'unauthenticated', claimed_key: `${tenant.slug}/0123456789abcdef`, address_hash };
  expect(refused()).toMatchObject([
    { ...forbidden, count: 1 },
    { ...unknown, count: 1 },
  ]);
  vi.setSystemTime(Date.UTC(2026, 10, 30, 0, 0, 10));
  await calling({}, '/healthz');
  expect(refused().slice(2)).toMatchObject([
    { ...forbidden, count: 2 },
    { ...unknown, count: 2 },
  ]);
});

test('a line of a limit names it', async () => {
  const { calling, refused } = logged();
  const headers = { 'CF-Connecting-IP': '203.0.113.79' };
  for (let round = 0; round < 31; round += 1) await calling({ bearer: 'nonsense', headers });
  expect(refused().filter(({ reason }) => reason === 'rate_limited')).toMatchObject([
    { limit: 'failedCredentials', address_hash: expect.stringMatching(HASH), count: 1 },
  ]);
});

test('a request that deletes much has a line of its own', async () => {
  const tenant = await freshTenant();
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const calling = appOf(ROUTES);
  const { id, key } = await tenant.key();
  const send = (records: unknown[], query = '') =>
    calling(`/api/v1/ingest${query}`, { method: 'POST', bearer: key, body: { records } });
  const agents = Array.from({ length: 201 }, (_, index) => ({ type: 'agent', id: `a${index}`, name: 'A' }));
  await send(agents);
  const removals = agents.map(({ type, id }) => ({ type, id, deleted: true }));
  const massive = () =>
    log.mock.calls.map(([line]) => JSON.parse(String(line))).filter(({ event }) => event === 'mass_deletion');
  await send(removals.slice(0, 100));
  await send(removals.slice(100), '?dry_run=true');
  expect(massive()).toEqual([]);
  await send(removals.slice(100));
  expect(massive()).toMatchObject([
    { tenant: tenant.slug, caller: `key/${tenant.slug}/${id}`, deleted: 101, request_id: expect.any(String) },
  ]);
});
