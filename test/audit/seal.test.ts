import { beforeEach, describe, expect, test, vi } from 'vitest';
import { remacSlice } from '../../src/audit/seal.ts';
import { BOUNDS } from '../../src/bounds.ts';
import { statement } from '../../src/db/statement.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';
import { ago, SECRET, SECRETS, seal, tamper, verify, write } from './log.ts';

const SEALS = statement<{ seq: number; entries: number; hash: string; mac: string }>(
  'SELECT seq, entries, hash, mac FROM audit_seals WHERE tenant = ?1 ORDER BY seq',
);
const HOUR = 3_600;

let tenant: TestTenant;

beforeEach(async () => {
  tenant = await freshTenant();
});

async function seals() {
  const [rows] = await tenant.store.batch([SEALS.with()]);
  return rows;
}

/** Three seals of three entries each; what the tenant's creation wrote is not settled yet. */
async function threeSeals(): Promise<void> {
  for (const hours of [9, 8, 7]) {
    const at = ago(hours * HOUR);
    await write(tenant, at, at, at + 60);
    await seal(tenant);
  }
  expect(await seals()).toMatchObject([1, 2, 3].map((seq) => ({ seq, entries: 3 })));
}

/** The second entry of the second seal, as a condition of SQL. */
const SECOND = `tenant = ?1 AND id = (
  SELECT l.id FROM audit_log l JOIN audit_seals s ON s.tenant = l.tenant AND s.seq = 2
  WHERE l.tenant = ?1 AND l.at BETWEEN s.from_at AND s.to_at ORDER BY l.at, l.id LIMIT 1 OFFSET 1)`;
const COLUMNS =
  'tenant, at, id, action, actor_kind, actor_id, actor_role, subject, details, request_id, address_hash';

test('an untouched log is intact, its newest entries are not sealed yet', async () => {
  await threeSeals();
  expect(await verify(tenant)).toMatchObject({ entries: 9, seals: 3, broken: null, next: null, unsealed: 1 });
  await seal(tenant, nowSeconds() + HOUR);
  expect(await verify(tenant)).toMatchObject({ entries: 10, seals: 4, broken: null, unsealed: 0 });
  await seal(tenant, nowSeconds() + HOUR);
  expect(await seals()).toHaveLength(4);
});

test('entries are left until they have settled, and the head of the chain is logged', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const old = ago(HOUR);
  await write(tenant, old, ago(14 * 60));
  await seal(tenant);
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)));
  log.mockRestore();
  const [only, ...others] = await seals();
  expect([only?.entries, others]).toEqual([1, []]);
  expect(lines).toContainEqual({
    level: 'info',
    event: 'audit_sealed',
    tenant: tenant.slug,
    seq: 1,
    hash: only?.hash,
  });
});

describe('whoever has the database alone', () => {
  beforeEach(threeSeals);

  test.each<[string, string]>([
    ['the details of an entry', `UPDATE audit_log SET details = '{"x":1}' WHERE ${SECOND}`],
    ['the actor of an entry', `UPDATE audit_log SET actor_id = 'someone-else' WHERE ${SECOND}`],
    ['the address of an entry', `UPDATE audit_log SET address_hash = 'x' WHERE ${SECOND}`],
    ['the id of an entry', `UPDATE audit_log SET id = id || 'x' WHERE ${SECOND}`],
    ['the order of two entries', `UPDATE audit_log SET at = at - 1 WHERE ${SECOND}`],
    [
      'the repeats of an entry',
      `INSERT INTO audit_repeats SELECT tenant, at, id, 7 FROM audit_log WHERE ${SECOND}`,
    ],
    ['nothing but removes an entry', `DELETE FROM audit_log WHERE ${SECOND}`],
    [
      'nothing but adds an entry',
      `INSERT INTO audit_log (${COLUMNS}) SELECT tenant, at, id || '0', action, actor_kind, 'x', NULL, NULL, '{}', NULL, NULL
       FROM audit_log WHERE ${SECOND}`,
    ],
  ])('changes %s: found at its seal', async (_, sql) => {
    expect(await tamper(tenant, sql)).toBe(1);
    expect(await verify(tenant)).toMatchObject({
      entries: 3,
      seals: 1,
      head: { seq: 1 },
      broken: { kind: 'entries_changed', seq: 2, sealed: 3, found: expect.any(Number) },
      next: null,
    });
  });

  test('adds an entry before all others, and one between two seals', async () => {
    const insert = (at: string) =>
      `INSERT INTO audit_log (tenant, at, id, action, actor_kind, actor_id, details)
       VALUES (?1, ${at}, 'x', 'export_created', 'key', 'x', '{}')`;
    await tamper(tenant, insert('(SELECT from_at + 100 FROM audit_seals WHERE tenant = ?1 AND seq = 2)'));
    expect((await verify(tenant)).broken).toMatchObject({
      kind: 'entries_changed',
      seq: 3,
      sealed: 3,
      found: 4,
    });
    await tamper(tenant, insert('0'));
    expect((await verify(tenant)).broken).toMatchObject({
      kind: 'entries_changed',
      seq: 1,
      sealed: 3,
      found: 4,
    });
  });

  test('empties the range of a seal', async () => {
    await tamper(
      tenant,
      `DELETE FROM audit_log WHERE tenant = ?1
         AND at >= (SELECT from_at FROM audit_seals WHERE tenant = ?1 AND seq = 2)
         AND at <= (SELECT to_at FROM audit_seals WHERE tenant = ?1 AND seq = 2)`,
    );
    expect((await verify(tenant)).broken).toMatchObject({ kind: 'entries_changed', seq: 2, found: 0 });
  });

  test.each<[string, string, { kind: string; seq: number }]>([
    [
      'the hash of a seal',
      `UPDATE audit_seals SET hash = '0' WHERE tenant = ?1 AND seq = 2`,
      { kind: 'seal_changed', seq: 2 },
    ],
    [
      'the range of a seal',
      `UPDATE audit_seals SET to_at = to_at + 1 WHERE tenant = ?1 AND seq = 3`,
      { kind: 'seal_changed', seq: 3 },
    ],
    [
      'the mac of a seal',
      `UPDATE audit_seals SET mac = '' WHERE tenant = ?1 AND seq = 1`,
      { kind: 'seal_changed', seq: 1 },
    ],
    [
      'nothing but removes a seal',
      `DELETE FROM audit_seals WHERE tenant = ?1 AND seq = 2`,
      { kind: 'seal_missing', seq: 2 },
    ],
    [
      'nothing but removes the first seal',
      `DELETE FROM audit_seals WHERE tenant = ?1 AND seq = 1`,
      { kind: 'seal_missing', seq: 1 },
    ],
  ])('changes %s', async (_, sql, broken) => {
    expect(await tamper(tenant, sql)).toBe(1);
    expect((await verify(tenant)).broken).toEqual(broken);
  });

  test('cuts the end off: a head that was kept elsewhere shows it', async () => {
    const { head } = await verify(tenant);
    await tamper(
      tenant,
      'DELETE FROM audit_log WHERE tenant = ?1 AND at >= (SELECT from_at FROM audit_seals WHERE tenant = ?1 AND seq = 3)',
      'DELETE FROM audit_seals WHERE tenant = ?1 AND seq = 3',
    );
    expect((await verify(tenant)).broken).toBeNull();
    expect(await verify(tenant, { head: head! })).toMatchObject({
      entries: 6,
      seals: 2,
      broken: { kind: 'anchor_missing', seq: 3 },
    });
  });

  test('writes the log anew and lets maintenance seal it: a head that was kept elsewhere shows it', async () => {
    const { head } = await verify(tenant);
    await tamper(
      tenant,
      `UPDATE audit_log SET actor_id = 'someone-else' WHERE ${SECOND}`,
      'DELETE FROM audit_seals WHERE tenant = ?1 AND seq >= 2',
    );
    await seal(tenant);
    expect((await verify(tenant)).broken).toBeNull();
    expect((await verify(tenant, { head: { ...head!, seq: 2 } })).broken).toEqual({
      kind: 'anchor_differs',
      seq: 2,
    });
  });
});

test('triggers refuse every change of seals, and entries within a sealed range', async () => {
  await threeSeals();
  const [{ hash } = { hash: '' }] = await seals();
  for (const sql of [
    "UPDATE audit_seals SET hash = 'x' WHERE tenant = ?1",
    'UPDATE audit_seals SET entries = entries + 1 WHERE tenant = ?1',
    'DELETE FROM audit_seals WHERE tenant = ?1',
    `INSERT OR REPLACE INTO audit_seals (tenant, seq, from_at, from_id, to_at, to_id, entries, hash, mac, sealed_at)
     SELECT ?1, s.seq, 0, '', 0, '', 0, '', '', 0 FROM audit_seals s WHERE s.tenant = ?1`,
  ]) {
    await expect(tenant.store.batch([statement(sql).with()])).rejects.toThrow('append-only');
  }
  await expect(write(tenant, ago(8 * HOUR))).rejects.toThrow('sealed');
  const REPEAT = statement(`
    INSERT INTO audit_repeats (tenant, at, id, times)
    SELECT ?1, e.at, e.id, 1 FROM audit_log e WHERE e.tenant = ?1 ORDER BY e.at LIMIT 1`);
  await expect(tenant.store.batch([REPEAT.with()])).rejects.toThrow('sealed');
  await write(tenant, nowSeconds());
  expect(await verify(tenant, { head: { seq: 1, hash } })).toMatchObject({ seals: 3, broken: null });
});

test('two runs at once, and entries that come meanwhile, leave an intact chain', async () => {
  const { store } = tenant;
  const start = ago(2 * HOUR);
  const runs = Array.from({ length: 6 }, (_, index) => [
    write(tenant, ...Array.from({ length: 20 }, (_, second) => start + index * 20 + second)).catch(
      () => undefined,
    ),
    seal(tenant),
    seal(tenant),
  ]);
  await Promise.all(runs.flat());
  await seal(tenant);
  const result = await verify(tenant);
  expect(result.broken).toBeNull();
  const COUNT = statement<{ count: number }>('SELECT count(*) AS count FROM audit_log WHERE tenant = ?1');
  const [[all]] = await store.batch([COUNT.with()]);
  expect(result.entries + (result.unsealed ?? 0)).toBe(all?.count);
});

test('a long log is sealed in portions and verified in slices', async () => {
  const { value } = BOUNDS.auditSealEntries;
  const start = ago(24 * HOUR);
  for (const part of [0, 1, 2, 3, 4]) {
    await write(tenant, ...Array.from({ length: value / 2 }, (_, index) => start + part * value + index));
  }
  await seal(tenant);
  expect((await seals()).map(({ entries }) => entries)).toEqual([value, value, value / 2]);
  for (const hours of Array.from({ length: 55 }, (_, index) => index)) {
    await write(tenant, ago(20 * HOUR) + hours * 60);
    await seal(tenant);
  }
  const whole = await verify(tenant);
  expect(whole).toMatchObject({ entries: 2.5 * value + 55, seals: 58, broken: null, head: { seq: 58 } });
  await tamper(tenant, `UPDATE audit_log SET subject = 'x' WHERE tenant = ?1 AND at = ${start + 4 * value}`);
  expect(await verify(tenant)).toMatchObject({ seals: 2, broken: { kind: 'entries_changed', seq: 3 } });
});

describe('a rotation of the data secret', () => {
  const NEW = 'the-data-secret-after-the-rotation-of-them';
  const both = { dataSecret: NEW, previousDataSecret: SECRET };

  test('seals of the previous secret hold, new ones are made with the new one, and all move to it', async () => {
    await threeSeals();
    expect((await verify(tenant, { secrets: both })).broken).toBeNull();
    await write(tenant, ago(5 * HOUR));
    await seal(tenant, nowSeconds(), both);
    expect(await verify(tenant, { secrets: both })).toMatchObject({ seals: 4, broken: null });
    expect((await verify(tenant, { secrets: { dataSecret: NEW } })).broken).toMatchObject({ seq: 1 });
    const before = await seals();
    expect(await remacSlice({ store: tenant.store, config: both }, { after: 0 })).toEqual({ seals: 4 });
    expect(await verify(tenant, { secrets: { dataSecret: NEW } })).toMatchObject({ seals: 4, broken: null });
    expect((await seals()).map(({ hash }) => hash)).toEqual(before.map(({ hash }) => hash));
    const after = await seals();
    await remacSlice({ store: tenant.store, config: both }, { after: 0 });
    expect(await seals()).toEqual(after);
  });

  test('does not vouch for a seal that was changed before it', async () => {
    await threeSeals();
    await tamper(tenant, `UPDATE audit_seals SET hash = '${'0'.repeat(64)}' WHERE tenant = ?1 AND seq = 2`);
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await remacSlice({ store: tenant.store, config: both }, { after: 0 });
    expect(error.mock.calls.flat().join()).toContain('audit_seal_not_genuine');
    error.mockRestore();
    expect((await verify(tenant, { secrets: both })).broken).toEqual({ kind: 'seal_changed', seq: 2 });
  });

  test('the seals of one tenant are none of another', async () => {
    await threeSeals();
    const other = await freshTenant();
    await tamper(
      other,
      `INSERT INTO audit_seals SELECT ?1, seq, from_at, from_id, to_at, to_id, entries, hash, mac, sealed_at
      FROM audit_seals WHERE tenant = '${tenant.slug}'`,
    );
    expect((await verify(other, { secrets: SECRETS })).broken).toEqual({ kind: 'seal_changed', seq: 1 });
  });
});
