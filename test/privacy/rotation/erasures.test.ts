import { expect, test } from 'vitest';
import { readInteraction } from '../../../src/facts/stored-interaction.ts';
import { tenantKeys } from '../../../src/privacy/sealing/keys.ts';
import { aCall, senderOf } from '../../ingest/client.ts';
import { erasure, interactionsOf, sendAt } from '../client.ts';

const OLD = 'the-secret-before-the-rotation-of-secrets';
const NEW = 'the-secret-after-the-rotation-of-secrets-';
const PHONE = '+5511912345678';
const ERASED_AT = '2026-03-15T00:00:00Z';
const seconds = (instant: string): number => Date.parse(instant) / 1_000;

const BY_ID = { id: 'crm-7', name: 'Ana' };
const BY_NUMBER = { phone: PHONE, name: 'Ana' };
const KEPT = { personal: expect.any(String) };
const ERASED = { personal: null, customer_id: expect.stringMatching(/^erased-/) };

test.each([
  ['crm-7', BY_ID],
  [PHONE, BY_NUMBER],
])('an erasure under the previous secret is not repeated on one who came back: %s', async (id, customer) => {
  const sender = await senderOf();
  const record = erasure(id, { updated_at: ERASED_AT });
  await sendAt(sender, [aCall('c1', { customer })], { secret: OLD });
  expect(await sendAt(sender, [record], { secret: OLD, now: seconds(ERASED_AT) })).toEqual({ deleted: 1 });

  const after = { secret: NEW, previous: OLD, now: seconds('2026-03-22T00:00:00Z') };
  await sendAt(sender, [aCall('c2', { customer, started_at: '2026-03-20T00:00:00Z' })], after);
  expect(await sendAt(sender, [record], after)).toEqual({ unchanged: 1 });
  expect(await interactionsOf(sender)).toMatchObject([ERASED, KEPT]);

  const again = erasure(id, { updated_at: '2026-03-21T00:00:00Z' });
  expect(await sendAt(sender, [again], after)).toEqual({ deleted: 1 });
  expect(await interactionsOf(sender)).toMatchObject([ERASED, ERASED]);
});

test('late records of a number that was erased under the previous secret stay without it', async () => {
  const sender = await senderOf();
  await sendAt(sender, [erasure(PHONE)], { secret: OLD, now: seconds(ERASED_AT) });
  const late = [aCall('c1', { customer: BY_NUMBER }), aCall('c2', { customer: { ...BY_ID, phone: PHONE } })];
  await sendAt(sender, late, { secret: NEW, previous: OLD });
  expect(await interactionsOf(sender)).toMatchObject([
    ERASED,
    { customer_id: 'crm-7', personal: null, phone_hash: null },
  ]);
});

const BEFORE = { secret: OLD, previous: NEW };
const AFTER = { secret: NEW, previous: OLD };

test.each([
  ['before', BEFORE],
  ['after', AFTER],
])(
  'while isolates differ in which secret is the present one, each reads and erases what both wrote: %s',
  async (_, by) => {
    const sender = await senderOf();
    const { store, slug } = sender.tenant;
    await sendAt(sender, [aCall('c1', { customer: BY_NUMBER })], BEFORE);
    await sendAt(sender, [aCall('c2', { customer: BY_NUMBER })], AFTER);
    const chat = { kind: 'conversation', channel: 'chat', customer: { ...BY_ID, phone: PHONE } };
    await sendAt(sender, [aCall('v1', chat)], BEFORE);
    await sendAt(sender, [aCall('v2', chat)], AFTER);
    for (const id of ['c1', 'c2']) {
      const keys = tenantKeys(by.secret, slug, by.previous);
      const { personal } = await readInteraction({ store, keys }, id);
      expect(personal).toEqual({
        name: 'A.',
        phone: '***-***-5678',
        email: null,
        subject: null,
      });
    }
    await sendAt(sender, [erasure(PHONE)], by);
    const forgotten = { customer_id: 'crm-7', personal: null, phone_hash: null };
    expect(await interactionsOf(sender)).toMatchObject([ERASED, ERASED, forgotten, forgotten]);
  },
);
