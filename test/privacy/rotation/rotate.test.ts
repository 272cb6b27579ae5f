import { expect, test } from 'vitest';
import { type Statement, statement } from '../../../src/db/statement.ts';
import type { DataSecrets } from '../../../src/env.ts';
import { readInteraction } from '../../../src/facts/stored-interaction.ts';
import { ingest } from '../../../src/ingest/ingest.ts';
import { type RotationCursor, rotateSlice } from '../../../src/privacy/rotation/rotate.ts';
import { phoneHashes } from '../../../src/privacy/sealing/phone.ts';
import { openTranscript } from '../../../src/privacy/sealing/sealed-values.ts';
import { rebuildDay } from '../../../src/rollups/rebuild-day.ts';
import { refresh } from '../../../src/rollups/refresh.ts';
import { dayOfDate } from '../../../src/time/dates.ts';
import { disturbed } from '../../rollups/support.ts';
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

function sendAll(tenant: TestTenant, config: DataSecrets, records: readonly unknown[]) {
  return ingest(contextOf(tenant, { config, actor: ACTOR }), {
    body: new TextEncoder().encode(JSON.stringify({ records })),
    contentType: 'application/json',
    atomic: true,
    dryRun: false,
    rights: { deleteRecords: true, eraseCustomers: true },
  });
}

async function send(tenant: TestTenant, config: DataSecrets, records: readonly unknown[]): Promise<void> {
  const { report } = await sendAll(tenant, config, records);
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

const person = (index: number) => ({ phone: `+3361234${5_000 + index}` });
/** So many calls in one request that they share rows of the change log. */
const manyCalls = (of: string, day: string, from: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    aCall(`${of}${index}`, day, person(from + (index % 8)), index % 2 ? 'care' : 'sales'),
  );

test.each([
  ['pending', false, false],
  ['the first settled', true, false],
  ['both settled', true, true],
])('figures of many calls that came together do not change: %s', async (_what, first, second) => {
  const rotated = await freshTenant();
  const control = await freshTenant();
  const before = manyCalls('a', '10', 0, 24);
  // Half of these customers are known by their old pseudonym; one call is earlier, one between.
  const meanwhile = [
    ...manyCalls('b', '12', 4, 24),
    aCall('c1', '05', person(1)),
    { ...aCall('d1', '10', person(0)), started_at: '2026-03-10T09:00:00Z' },
  ];
  const edited = { ...aCall('a3', '11', person(3)), status: 'missed' };
  await send(rotated, { dataSecret: OLD }, before);
  if (first) await refresh(rotated, { deadline: Date.now() + 10_000 });
  await send(rotated, BOTH, meanwhile);
  if (second) await refresh(rotated, { deadline: Date.now() + 10_000 });
  await send(control, { dataSecret: NEW }, [...before, ...meanwhile]);

  await rotateAll(rotated, BOTH);
  const expected = await allFigures(control.store, ASKED);
  expect(expected.total).toMatchObject({ calls: 50, distinct_customers: 12, new_customers: 12 });
  expect(await allFigures(rotated.store, ASKED)).toEqual(expected);
  for (const tenant of [rotated, control]) {
    const config = { dataSecret: NEW };
    const { report } = await sendAll(tenant, config, [edited]);
    expect(report.updated).toBe(1);
  }
  const after = await allFigures(control.store, ASKED);
  expect(await allFigures(rotated.store, ASKED)).toEqual(after);
  await refresh(rotated, { deadline: Date.now() + 10_000 });
  expect(await allFigures(rotated.store, ASKED)).toEqual(after);
  for (const date of ['2026-03-05', '2026-03-10', '2026-03-11', '2026-03-12']) {
    const target = ({ generation, layout }: { generation: number; layout: string }) => ({
      generation,
      zone: 'UTC',
      layout,
    });
    expect(await rebuildDay(rotated, { day: dayOfDate(date)!, target })).toBe(0);
  }
});

test('a call that an isolate with the old secret takes in meanwhile counts with the same customer', async () => {
  const rotated = await freshTenant();
  const control = await freshTenant();
  const { store } = rotated;
  const [old, later] = [[aCall('a', '02', person(0))], ['06', '20'].map((day) => aCall(day, day, person(0)))];
  const meanwhile = [aCall('c', '10', person(0))];
  await send(rotated, { dataSecret: OLD }, old);
  await send(rotated, BOTH, later);
  await refresh(rotated, { deadline: Date.now() + 10_000 });
  await send(control, { dataSecret: NEW }, [...old, ...later, ...meanwhile]);

  let disturbances = 0;
  const racing = disturbed(store, async (queries, run) => {
    if (disturbances === 0 && queries.some(({ text }) => /UPDATE interactions SET customer_id/.test(text))) {
      disturbances += 1;
      await send(rotated, { dataSecret: OLD }, meanwhile);
    }
    return run();
  });
  await rotateAll({ ...rotated, store: racing }, BOTH);
  expect(disturbances).toBe(1);
  const asked = { from: '2026-03-08', to: '2026-03-25' };
  const expected = await allFigures(control.store, asked);
  expect(expected.total).toMatchObject({ calls: 2, distinct_customers: 1 });
  expect(await allFigures(store, asked)).toEqual(expected);
  await refresh(rotated, { deadline: Date.now() + 10_000 });
  expect(await allFigures(store, asked)).toEqual(expected);
});

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
