import { expect, test } from 'vitest';
import { refresh } from '../../src/rollups/refresh.ts';
import { aCall, aRating, aReview, senderOf } from '../ingest/client.ts';
import { call } from '../support/client.ts';
import { erase, erasureEntriesOf, everythingOf, interactionsOf, PHONE } from './client.ts';

/** Each is long enough that no hash, id or sealed value holds it by chance. */
const CLEAR = /91234-?5678|anastasia|silvestre|xylophone|crm-7/i;

const customer = {
  id: 'crm-7',
  name: 'Anastasia Silvestre',
  phone: PHONE,
  email: 'anastasia@silvestre.example',
};
const words = { comment: 'Anastasia, xylophone', followup_answer: PHONE };
const SENT = [
  aCall('c1', { customer, subject: `Call ${PHONE}`, transcript: 'xylophone' }),
  aCall('c2', { customer, started_at: '2026-03-11T12:00:00Z' }),
  aCall('c3', { customer: { id: 'other' } }),
  aCall('v1', { customer, kind: 'conversation', channel: 'chat' }),
  aRating('e1', 'c1', 5, words),
  aReview('r1', 'c1'),
];

test.each(['pending', 'refreshed', 'changed since refreshed'])(
  'an erased customer is nowhere, every figure stays: %s',
  async (state) => {
    const sender = await senderOf();
    await sender.send(...SENT);
    if (state !== 'pending') await refresh(sender.tenant, { deadline: Date.now() + 60_000 });
    if (state === 'changed since refreshed') {
      await sender.send({ ...SENT[0], customer: { id: 'other' }, updated_at: '2026-03-12T00:00:00Z' });
      await sender.send({ ...SENT[1], status: 'missed', updated_at: '2026-03-12T00:00:00Z' });
    }
    const [before] = await interactionsOf(sender);
    const figures = await sender.figures();
    expect((await erase(sender, 'crm-7')).status).toBe(204);
    expect((await erase(sender, 'crm-7')).status).toBe(204);
    const stored = await everythingOf(sender);
    expect(stored).not.toContain('crm-7');
    if (state !== 'changed since refreshed') {
      expect(stored.match(CLEAR)).toBeNull();
      expect(stored).not.toContain(before?.phone_hash);
      expect(stored).not.toContain(before?.phone_last4);
      const bearer = await sender.tenant.token('manager');
      const { data } = await (await call('/api/v1/evaluations', { bearer })).json<{ data: object[] }>();
      expect(data).toMatchObject([{ comment: null, customer_name: null }]);
    }
    expect(await sender.figures()).toEqual(figures);
    await refresh(sender.tenant, { deadline: Date.now() + 60_000 });
    expect(await sender.figures()).toEqual(figures);
    const [first, ...others] = await erasureEntriesOf(sender);
    expect(first).toEqual({ subject: expect.stringMatching(/^erased-[\w-]{22}$/), known: true });
    // The second may come within the same second, and then changes nothing.
    expect(others.filter(({ known }) => known)).toEqual([]);
  },
);

test('replays, edits and late records bring nothing back; a later one is a new customer', async () => {
  const sender = await senderOf();
  await sender.send(...SENT);
  expect(await sender.counts({ type: 'customer', id: 'crm-7', deleted: true })).toEqual({ deleted: 1 });
  expect(await sender.counts(...SENT)).toEqual({ unchanged: SENT.length });
  const edited = { ...SENT[0], outcome: 'resolved', updated_at: '2026-03-13T00:00:00Z' };
  expect(await sender.counts(edited)).toEqual({ updated: 1 });
  const late = aCall('c4', { customer, transcript: 'xylophone' });
  expect(await sender.counts(aRating('e4', 'c4', 1, words), late, aRating('e5', 'c2', 2, words))).toEqual({
    created: 3,
  });
  expect((await everythingOf(sender)).match(CLEAR)).toBeNull();
  // The late call's pseudonym is one of its own: nothing that is kept leads from the customer to the first one.
  expect((await sender.figures()).total).toMatchObject({ calls: 4, distinct_customers: 3 });
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  await sender.send(aCall('c5', { customer, started_at: soon }));
  expect((await interactionsOf(sender)).find(({ id }) => id === 'c5')).toMatchObject({
    customer_id: 'crm-7',
  });
});

test.each([PHONE, '+5511912345678', 'anastasia@silvestre.example'])(
  'a number or address names its customer: %s',
  async (id) => {
    const sender = await senderOf();
    const { id: _, ...unnamed } = customer;
    const sent = id.includes('@') ? { email: customer.email } : unnamed;
    await sender.send(aCall('c1', { customer: sent }));
    expect((await erase(sender, id)).status).toBe(204);
    expect(await interactionsOf(sender)).toMatchObject([
      { customer_id: expect.stringMatching(/^erased-/), personal: null, phone_hash: null },
    ]);
  },
);

test('an unknown customer is unchanged, and remembered; in one batch the order does not matter', async () => {
  const sender = await senderOf();
  expect(await sender.counts({ type: 'customer', id: 'crm-7', deleted: true })).toEqual({ unchanged: 1 });
  await sender.send(...SENT.slice(0, 2));
  expect((await everythingOf(sender)).match(CLEAR)).toBeNull();
  const other = await senderOf();
  await other.send({ type: 'customer', id: 'crm-7', deleted: true }, ...SENT);
  expect((await everythingOf(other)).match(CLEAR)).toBeNull();
});
