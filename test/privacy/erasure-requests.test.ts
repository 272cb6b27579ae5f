import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { newMeter } from '../../src/db/meter.ts';
import type { BoundStatement } from '../../src/db/statement.ts';
import { storeFor, type TenantStore } from '../../src/db/tenant-store.ts';
import { storeRecords } from '../../src/ingest/store-records.ts';
import { parseRecord } from '../../src/records/parse.ts';
import type { AcceptedRecord } from '../../src/records/types.ts';
import { aCall, aRating, aReview, type Sender, senderOf } from '../ingest/client.ts';
import { contextOf } from '../support/context.ts';
import type { Sent } from '../support/records.ts';
import { nowSeconds } from '../support/tenant.ts';
import { erasure, erasureEntriesOf, everythingOf, interactionsOf, sendAt } from './client.ts';

const ANA = { id: 'crm-7', name: 'Ana Silva', phone: '+5511912345678' };
const BO = { id: 'crm-8', name: 'Bo', phone: '+5511900000000' };
const NEWER = { updated_at: '2026-03-18T00:00:00Z' };
const ERASED = { customer_id: expect.stringMatching(/^erased-/), personal: null, phone_hash: null };
const KEPT_OF_BO = { customer_id: 'crm-8', personal: expect.any(String), phone_hash: expect.any(String) };

describe('in one request, as in one request after the other', () => {
  const moves = aCall('c1', { customer: BO, ...NEWER });
  const soon = new Date(Date.now() + 3_600_000).toISOString();

  test.each<[string, Sent[], object]>([
    ['a call that went to another customer before stays there', [moves, erasure('crm-7')], KEPT_OF_BO],
    ['a call that was erased goes nowhere', [erasure('crm-7'), moves], ERASED],
    [
      'what comes to the customer is erased',
      [aCall('c1', { customer: ANA, ...NEWER }), erasure('crm-7')],
      ERASED,
    ],
    ['a late record is erased', [erasure('crm-7'), aCall('c1', { customer: ANA, ...NEWER })], ERASED],
    [
      'a later call before the erasure is erased',
      [aCall('c1', { customer: ANA, started_at: soon, ...NEWER }), erasure('crm-7')],
      ERASED,
    ],
    [
      'a call whose customer is left out was erased before',
      [erasure('crm-7'), aCall('c1', { customer: null, ...NEWER })],
      ERASED,
    ],
    [
      'a call whose customer is left out was no longer theirs',
      [aCall('c1', { customer: null, subject: 'Bill', ...NEWER }), erasure('crm-7')],
      { customer_id: null, personal: expect.stringMatching(/^[^{]/) },
    ],
  ])('%s', async (_, records, becomes) => {
    for (const requests of [[records], records.map((record) => [record])]) {
      const sender = await senderOf();
      await sender.send(aCall('c1', { customer: ANA, transcript: 'xylophone' }));
      for (const request of requests) await sender.send(...request);
      expect(await interactionsOf(sender)).toMatchObject([becomes]);
      expect(await everythingOf(sender)).not.toContain('crm-7');
    }
  });

  test('a later call is a new customer’s after the erasure, and erased before it', async () => {
    const call = aCall('c1', { customer: ANA, started_at: soon });
    for (const [records, becomes] of [
      [[erasure('crm-7'), call], { customer_id: 'crm-7', personal: expect.any(String) }],
      [[call, erasure('crm-7')], ERASED],
    ] as const) {
      const sender = await senderOf();
      await sender.send(...records);
      expect(await interactionsOf(sender)).toMatchObject([becomes]);
    }
  });
});

describe('the audit log', () => {
  const subject = expect.stringMatching(/^erased-[\w-]{22}$/);

  test('has an entry an erasure, whether something was stored or not', async () => {
    const sender = await senderOf();
    await sender.send(aCall('c1', { customer: ANA }));
    expect(await sendAt(sender, [erasure('crm-7'), erasure('nobody'), erasure('crm-7')])).toEqual({
      deleted: 1,
      unchanged: 2,
    });
    expect(await erasureEntriesOf(sender)).toEqual([
      { subject, known: true },
      { subject, known: false },
    ]);
  });

  test('has none where nothing changes: a replay, the same second', async () => {
    const sender = await senderOf();
    const now = nowSeconds();
    const old = erasure('nobody', { updated_at: new Date((now - 60) * 1_000).toISOString() });
    expect(await sendAt(sender, [old], { now })).toEqual({ unchanged: 1 });
    expect(await sendAt(sender, [old], { now: now + 60 })).toEqual({ unchanged: 1 });
    expect(await sendAt(sender, [erasure('nobody')], { now })).toEqual({ unchanged: 1 });
    expect(await erasureEntriesOf(sender)).toHaveLength(1);
    expect(await sendAt(sender, [erasure('nobody')], { now: now + 60 })).toEqual({ unchanged: 1 });
    expect(await erasureEntriesOf(sender)).toHaveLength(2);
  });
});

/** The tenant's store, with what each statement read. */
function countingStore({ tenant }: Sender): {
  store: TenantStore;
  read: number[];
  queries: BoundStatement[];
} {
  const meter = newMeter();
  const inner = storeFor(tenant.slug, env.DB, meter);
  const counted = { read: [] as number[], queries: [] as BoundStatement[] };
  return {
    ...counted,
    store: {
      ...inner,
      async batch(queries) {
        const before = meter.rowsRead;
        const rows = await inner.batch(queries);
        counted.read.push(meter.rowsRead - before);
        counted.queries.push(...queries);
        return rows;
      },
    },
  };
}

function eraseAll(sender: Sender, store: TenantStore, ids: readonly string[]) {
  const context = contextOf(sender.tenant, { store });
  const records = ids.map((id): AcceptedRecord => {
    const parsed = parseRecord(erasure(id), context);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    return parsed.record;
  });
  return storeRecords(context, { records });
}

/** Twenty interactions of a customer: with a transcript each, five ratings, five reviews. */
function historyOf(id: string): Sent[] {
  return Array.from({ length: 20 }, (_, index) => `${id} ${index}`).flatMap((call, index) => [
    aCall(call, { customer: { ...ANA, id }, transcript: 'xylophone' }),
    ...(index % 4 === 1 ? [aRating(call, call, 5, { comment: 'Ana' })] : []),
    ...(index % 4 === 2 ? [aReview(call, call)] : []),
  ]);
}

describe('the cost', () => {
  test('of one erasure goes by what is stored of the customer, not by all', async () => {
    const read: number[] = [];
    for (const others of [0, 10]) {
      const sender = await senderOf();
      const records = historyOf('crm-7');
      for (let other = 0; other < others; other += 1) records.push(...historyOf(`other ${other}`));
      await sender.send(...records);
      await sender.tenant.store.batch([{ text: 'DELETE FROM changes WHERE tenant = ?1', params: [] }]);
      const counting = countingStore(sender);
      await eraseAll(sender, counting.store, ['crm-7']);
      expect(counting.queries.length).toBeLessThanOrEqual(15);
      read.push(counting.read.reduce((sum, rows) => sum + rows, 0));
    }
    // 20 interactions and transcripts, 5 evaluations; each is found, listed and written.
    expect(read[0]).toBeLessThanOrEqual(185);
    expect(read[1]).toBeLessThanOrEqual(read[0]! + 5);
  });

  test('of a thousand in one request stays far from the thousand queries that D1 allows', async () => {
    const sender = await senderOf();
    const ids = Array.from({ length: 1_000 }, (_, index) => `"customer" ${index}`);
    await sender.send(
      ...ids.slice(0, 500).map((id, index) => aCall(`c${index}`, { customer: { ...ANA, id } })),
    );
    const [named, figures] = [/customer\\*" \d+/, await sender.figures()];
    expect((await everythingOf(sender)).match(named)).not.toBeNull();
    const { store, queries } = countingStore(sender);
    const { outcomes } = await eraseAll(sender, store, ids);
    expect(outcomes).toEqual([...Array(500).fill('deleted'), ...Array(500).fill('unchanged')]);
    expect(queries.length).toBeLessThanOrEqual(30);
    const rows = await interactionsOf(sender);
    expect(rows.filter(({ personal }) => personal !== null)).toEqual([]);
    expect(new Set(rows.map(({ customer_id }) => customer_id)).size).toBe(500);
    expect((await everythingOf(sender)).match(named)).toBeNull();
    const entries = await erasureEntriesOf(sender);
    expect([entries.length, entries.filter(({ known }) => known).length]).toEqual([1_000, 500]);
    expect(await sender.figures()).toEqual(figures);
  });
});
