import { expect, test } from 'vitest';
import { type Statement, statement } from '../../../src/db/statement.ts';
import type { DataSecrets } from '../../../src/env.ts';
import { readInteraction } from '../../../src/facts/stored-interaction.ts';
import { ingest } from '../../../src/ingest/ingest.ts';
import { type RotationCursor, rotateSlice } from '../../../src/privacy/rotation/rotate.ts';
import { phoneHashes } from '../../../src/privacy/sealing/phone.ts';
import { openTranscript } from '../../../src/privacy/sealing/sealed-values.ts';
import { refresh } from '../../../src/rollups/refresh.ts';
import { allFigures } from '../../support/all-figures.ts';
import { call, problemIn } from '../../support/client.ts';
import { contextOf } from '../../support/context.ts';
import { freshTenant, sessionToken, type TestTenant } from '../../support/tenant.ts';

const OLD = 'the-secret-before-the-rotation-of-secrets';
const NEW = 'the-secret-after-the-rotation-of-secrets-';
const BOTH = { dataSecret: NEW, previousDataSecret: OLD };
const ACTOR = { kind: 'session', id: 'root', role: 'super_admin' } as const;
const ASKED = { from: '2026-03-01', to: '2026-03-31', members: { department: ['sales', 'care'] } };

const aCall = (id: string, day: string, customer: Record<string, unknown>, department = 'sales') => ({
  type: 'interaction',
  id,
  kind: 'call',
  status: 'completed',
  started_at: `2026-03-${day}T10:00:00Z`,
  duration_seconds: 60,
  department_id: department,
  customer,
});
const BEFORE = [
  aCall('a1', '02', { phone: '+33612345678', name: 'Ana' }),
  { ...aCall('a2', '05', { phone: '+33612345678' }, 'care'), transcript: 'Good morning' },
  aCall('b1', '03', { email: 'bo@example.org' }),
  aCall('c1', '04', { id: 'crm-7', phone: '+33698765432' }),
  { ...aCall('d1', '06', { phone: '+33611112222' }), kind: 'conversation', channel: 'chat' },
  {
    type: 'evaluation',
    id: 'e1',
    interaction_id: 'a1',
    rating: 5,
    comment: 'Call 0612345678',
    responded_at: '2026-03-02T11:00:00Z',
  },
];
const MEANWHILE = [
  aCall('a0', '01', { phone: '+33612345678' }, 'care'),
  aCall('a3', '09', { phone: '+33612345678' }),
];

async function send(tenant: TestTenant, config: DataSecrets, records: readonly unknown[]): Promise<void> {
  const { report } = await ingest(contextOf(tenant, { config, actor: ACTOR }), {
    body: new TextEncoder().encode(JSON.stringify({ records })),
    contentType: 'application/json',
    atomic: true,
    dryRun: false,
    rights: { deleteRecords: true, eraseCustomers: true },
  });
  expect(report.created).toBe(records.length);
}

async function rotateAll(tenant: TestTenant, config: DataSecrets): Promise<number> {
  let next: RotationCursor | undefined = { table: 'interactions', after: '' };
  let rows = 0;
  while (next) {
    const slice = await rotateSlice(contextOf(tenant, { config, actor: ACTOR }), next);
    rows += slice.rows;
    next = slice.next;
  }
  return rows;
}

async function read<Row>(tenant: TestTenant, wanted: Statement<Row>): Promise<Row[]> {
  const [rows] = await tenant.store.batch([wanted.with()]);
  return rows;
}

for (const settled of [false, true]) {
  test(`figures are as if there had never been another secret, ${settled ? 'settled' : 'pending'}`, async () => {
    const rotated = await freshTenant();
    const control = await freshTenant();
    await send(rotated, { dataSecret: OLD }, BEFORE);
    if (settled) await refresh(rotated, { deadline: Date.now() + 10_000 });
    await send(rotated, BOTH, MEANWHILE);
    if (settled) await refresh(rotated, { deadline: Date.now() + 10_000 });
    await send(control, { dataSecret: NEW }, [...BEFORE, ...MEANWHILE]);

    expect(await rotateAll(rotated, BOTH)).toBe(8);
    const expected = await allFigures(control.store, ASKED);
    expect(expected.total?.distinct_customers).toBe(3);
    expect(await allFigures(rotated.store, ASKED)).toEqual(expected);
    await refresh(rotated, { deadline: Date.now() + 10_000 });
    expect(await allFigures(rotated.store, ASKED)).toEqual(expected);
    expect(await rotateAll(rotated, BOTH)).toBe(8);
    expect(await allFigures(rotated.store, ASKED)).toEqual(expected);
  });
}

test('afterwards the new secret alone opens and finds everything', async () => {
  const tenant = await freshTenant();
  await send(tenant, { dataSecret: OLD }, BEFORE);
  await expect(readInteraction(contextOf(tenant, { config: { dataSecret: NEW } }), 'a1')).rejects.toThrow();
  await rotateAll(tenant, BOTH);

  const context = contextOf(tenant, { config: { dataSecret: NEW } });
  const { keys } = context;
  const stored = await readInteraction(context, 'a1');
  expect(stored.personal).toEqual({
    name: 'A.',
    phone: '***-***-5678',
    email: null,
    subject: null,
  });
  expect(stored.evaluations[0]?.words).toEqual({ comment: 'Call ***-***-5678', followupAnswer: null });
  const hashed = await read(
    tenant,
    statement<{ hash: string }>(
      `SELECT lower(hex(phone_hash) || hex(phone_last4)) AS hash FROM interactions WHERE tenant = ?1 AND id = 'c1'`,
    ),
  );
  const { whole, last4 } = phoneHashes(keys, '+33698765432');
  expect(hashed).toEqual([{ hash: whole + last4 }]);
  const transcripts = await read(
    tenant,
    statement<{ body: string }>('SELECT hex(body) AS body FROM transcripts WHERE tenant = ?1'),
  );
  expect(await openTranscript(keys, tenant.slug, 'a2', transcripts[0]!.body)).toBe('Good morning');
  const written = await read(
    tenant,
    statement<{ action: string }>(
      `SELECT action FROM audit_log WHERE tenant = ?1 AND action = 'secret_rotated'`,
    ),
  );
  expect(written).toEqual([{ action: 'secret_rotated' }]);
});

test('without a previous secret there is nothing to rotate from', async () => {
  const tenant = await freshTenant();
  const bearer = await sessionToken({ sub: `root-${tenant.slug}`, role: 'super_admin' });
  const response = await call(`/api/v1/tenants/${tenant.slug}/rotate-secret`, {
    method: 'POST',
    bearer,
    body: {},
  });
  expect([response.status, (await problemIn(response)).detail]).toEqual([
    409,
    expect.stringContaining('DATA_SECRET_PREVIOUS'),
  ]);
});
