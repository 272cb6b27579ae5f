import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { gatedStore } from '../../src/db/gated-store.ts';
import { newMeter } from '../../src/db/meter.ts';
import { type BoundStatement, statement } from '../../src/db/statement.ts';
import { storeFor } from '../../src/db/tenant-store.ts';
import { freshTenant } from '../support/tenant.ts';

const NAME = 'SELECT name FROM tenants WHERE tenant = ?1';
const READS = [
  NAME,
  `\n    select name FROM tenants WHERE tenant = ?1`,
  `WITH t AS (${NAME}) SELECT name FROM t`,
];
const WRITES = [
  `UPDATE tenants SET name = 'Written' WHERE tenant = ?1`,
  `  update tenants SET name = 'Written' WHERE tenant = ?1`,
  `WITH t AS (SELECT 'Written' AS name) UPDATE tenants SET name = (SELECT name FROM t) WHERE tenant = ?1`,
  'DELETE FROM tenants WHERE tenant = ?1',
  `INSERT INTO api_keys (tenant, id, name, secret_hash, scopes, created_at) VALUES (?1, 'k', 'n', 'h', '[]', 0)`,
];

function queryOf(text: string): BoundStatement {
  return statement(text).with();
}

async function costOf(text: string[], permission: Promise<unknown>) {
  const { slug } = await freshTenant();
  const meter = newMeter();
  const store = gatedStore(storeFor(slug, env.DB, meter), permission);
  const outcome = await Promise.race([
    store.batch(text.map(queryOf)).then(
      () => 'done',
      (error: Error) => error.message,
    ),
    scheduler.wait(300).then(() => 'waits'),
  ]);
  return [outcome, meter.trips, meter.rowsWritten > 0];
}

const never = new Promise(() => {});
const refused = Promise.reject(new Error('refused'));
refused.catch(() => {});

test.each(READS)('reads at once: %s', async (text) => {
  expect(await costOf([text], never)).toEqual(['done', 1, false]);
});

test.each(READS)('reads nothing once permission is refused: %s', async (text) => {
  expect(await costOf([text], refused)).toEqual(['refused', 0, false]);
});

test.each(WRITES)('writes with permission only: %s', async (text) => {
  expect(await costOf([text], never)).toEqual(['waits', 0, false]);
  expect(await costOf([text], refused)).toEqual(['refused', 0, false]);
  expect(await costOf([text], scheduler.wait(20))).toEqual(['done', 1, true]);
});

test('one write among reads holds the whole batch', async () => {
  expect(await costOf([NAME, WRITES[0] ?? '', NAME], refused)).toEqual(['refused', 0, false]);
});

test('timed batches are held as well', async () => {
  const { store } = await freshTenant();
  const write = gatedStore(store, refused).timedBatch([queryOf(WRITES[0] ?? '')]);
  await expect(write).rejects.toThrow('refused');
  const read = gatedStore(store, never).timedBatch([queryOf(NAME)]);
  expect((await read).rows).toEqual([[{ name: 'Test tenant' }]]);
});

test('only the first trip goes at once', async () => {
  const { store } = await freshTenant();
  const { promise, reject } = Promise.withResolvers<never>();
  const gated = gatedStore(store, promise);
  expect(await gated.batch([queryOf(NAME)])).toEqual([[{ name: 'Test tenant' }]]);
  reject(new Error('refused'));
  await expect(gated.batch([queryOf(NAME)])).rejects.toThrow('refused');
  const allowed = gatedStore(store, scheduler.wait(20));
  for (const _ of [1, 2]) expect(await allowed.batch([queryOf(NAME)])).toEqual([[{ name: 'Test tenant' }]]);
});
