import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { BOUNDS } from '../../src/bounds.ts';
import { readConfig } from '../../src/env.ts';
import { erasedHashes } from '../../src/privacy/erasure/erasure.ts';
import { forgetOld } from '../../src/privacy/retention.ts';
import { rotateSlice } from '../../src/privacy/rotation/rotate.ts';
import { phoneHashes } from '../../src/privacy/sealing/phone.ts';
import { pseudonym } from '../../src/records/customer.ts';
import { parseRecord } from '../../src/records/parse.ts';
import { aCall, aRating, type Sender, senderOf } from '../ingest/client.ts';
import { contextOf } from '../support/context.ts';
import type { Sent } from '../support/records.ts';
import { nowSeconds } from '../support/tenant.ts';
import { erase, erasure, everythingOf, interactionsOf, sendAt } from './client.ts';

const NUMBERS = ['+5511912345678', '+5511912345679', '+5511987654321'];
const [REAL] = NUMBERS as [string];
const DAY = 86_400;
const ANOTHER_SECRET = 'another-data-secret-of-32-characters'; // secret-scan: allow

const recordsOf = (phone: string): Sent[] => [
  aCall('c1', { customer: { phone }, subject: `Call ${phone}`, transcript: `It is ${phone}` }),
  aCall('v1', { customer: { phone, name: 'Anastasia' }, kind: 'conversation', channel: 'chat' }),
  aCall('n1', { customer: { id: 'crm-7', phone } }),
  aRating('e1', 'c1', 5, { comment: `My number is ${phone}` }),
];

/** What anyone could look for who has the database, the data secret, and guesses the number. */
function tracesOf({ tenant }: Sender, phone: string, secret = readConfig(env).dataSecret): string[] {
  const context = contextOf(tenant, { config: { dataSecret: secret } });
  const { keys } = context;
  const id = pseudonym(keys, phone, undefined) ?? '';
  const digests = recordsOf(phone).flatMap((raw) => {
    const parsed = parseRecord(raw, context);
    return parsed.ok && 'digest' in parsed.record ? [parsed.record.digest] : [];
  });
  expect(digests).toHaveLength(4);
  const parts = digests.flatMap((digest) => [digest, digest.slice(11)]);
  return [id, ...erasedHashes(keys, id), ...Object.values(phoneHashes(keys, phone)), ...parts];
}

/** The numbers that something stored leads to. */
async function foundBy(sender: Sender, secret?: string): Promise<string[]> {
  const stored = await everythingOf(sender);
  return NUMBERS.filter((phone) => tracesOf(sender, phone, secret).some((trace) => stored.includes(trace)));
}

const forgetAll = (sender: Sender, now: number) =>
  forgetOld(contextOf(sender.tenant, { now }), { retentionDays: 36_500, until: Date.now() + 60_000 });

describe('with the database, the data secret and every number there is', () => {
  test.each(['pending', 'replayed', 'rotated'])('an erased number is not found: %s', async (state) => {
    const sender = await senderOf();
    await sender.send(...recordsOf(REAL));
    expect(await foundBy(sender)).toEqual([REAL]);
    expect((await erase(sender, REAL)).status).toBe(204);
    if (state === 'replayed') expect(await sender.counts(...recordsOf(REAL))).toEqual({ unchanged: 4 });
    if (state === 'rotated') await rotateTo(sender, ANOTHER_SECRET);
    // Records that come late are recognised by a hash for a time, which leads to no record.
    const pseudonyms = (await interactionsOf(sender)).map(({ customer_id }) => customer_id);
    const { results } = await env.DB.prepare('SELECT * FROM erasures WHERE tenant = ?1')
      .bind(sender.tenant.slug)
      .all();
    expect(results.map((row) => Object.keys(row))).toContainEqual(['tenant', 'customer_hash', 'erased_at']);
    for (const id of pseudonyms) expect(JSON.stringify(results)).not.toContain(id);
    const later = nowSeconds() + BOUNDS.erasureMemoryDays.value * DAY;
    await forgetAll(sender, later - 60);
    expect(await foundBy(sender)).toEqual([REAL]);
    await forgetAll(sender, later + 60);
    expect(await foundBy(sender)).toEqual([]);
  });

  test('the digests of what is older than the retention tell no number', async () => {
    const sender = await senderOf({ retentionDays: 30 });
    const [call, ...others] = recordsOf(REAL);
    const named = [{ ...call, customer: { id: 'crm-7', phone: REAL } }, ...others.slice(1)];
    await sendAt(sender, named, { now: Date.parse('2026-03-20T00:00:00Z') / 1_000 });
    const june = contextOf(sender.tenant, { now: Date.parse('2026-06-01T00:00:00Z') / 1_000 });
    await forgetOld(june, { retentionDays: 30, until: Date.now() + 60_000 });
    expect(await foundBy(sender)).toEqual([]);
  });
});

test('after a rotation the secret before it tells nothing of those who were not erased either', async () => {
  const sender = await senderOf();
  await sender.send(...recordsOf(REAL));
  const secret = ANOTHER_SECRET;
  await rotateTo(sender, secret);
  expect(await foundBy(sender)).toEqual([]);
  expect(await sendAt(sender, recordsOf(REAL), { secret })).toEqual({ unchanged: 4 });
});

describe('what is forgotten is compared by its facts', () => {
  const young = '2026-03-10T10:00:00Z';

  test.each([
    ['the same again', {}, { unchanged: 1 }],
    ['another subject', { subject: 'Other' }, { unchanged: 1 }],
    ['another number', { customer: { id: 'crm-7', phone: NUMBERS[1] } }, { unchanged: 1 }],
    ['another outcome', { outcome: 'resolved' }, { updated: 1 }],
    ['another customer', { customer: { id: 'crm-8' } }, { updated: 1 }],
  ])('of a record older than the retention: %s', async (_, change, counts) => {
    const sender = await senderOf({ retentionDays: 30 });
    const record = aCall('c1', {
      customer: { id: 'crm-7', phone: REAL },
      subject: 'Bill',
      started_at: young,
    });
    await sender.send(record);
    expect(await sender.counts({ ...record, ...change })).toEqual(counts);
    expect(await interactionsOf(sender)).toMatchObject([{ personal: null, phone_hash: null }]);
  });

  test.each([
    ['the same again', {}, { unchanged: 1 }],
    ['another customer', { customer: { id: 'crm-8', name: 'Bea' } }, { unchanged: 1 }],
    ['another outcome', { outcome: 'resolved' }, { updated: 1 }],
  ])('of an erased customer: %s', async (_, change, counts) => {
    const sender = await senderOf();
    const record = aCall('c1', { customer: { id: 'crm-7', name: 'Anastasia' } });
    await sender.send(record);
    await sender.send(erasure('crm-7'));
    expect(await sender.counts({ ...record, ...change })).toEqual(counts);
    expect(await interactionsOf(sender)).toMatchObject([
      { customer_id: expect.stringMatching(/^erased-/), personal: null },
    ]);
  });

  test('of an evaluation whose words are gone', async () => {
    const sender = await senderOf();
    const rating = aRating('e1', 'c1', 5, { comment: 'Good' });
    await sender.send(aCall('c1', { customer: { id: 'crm-7' } }), rating);
    await sender.send(erasure('crm-7'));
    expect(await sender.counts(rating)).toEqual({ unchanged: 1 });
    expect(await sender.counts({ ...rating, rating: 4 })).toEqual({ updated: 1 });
    expect(await sender.counts({ ...rating, rating: 4 })).toEqual({ unchanged: 1 });
  });
});

async function rotateTo({ tenant }: Sender, secret: string): Promise<void> {
  const config = { dataSecret: secret, previousDataSecret: readConfig(env).dataSecret };
  for (const table of ['interactions', 'evaluations'] as const) {
    await rotateSlice(contextOf(tenant, { config }), { table, after: '' });
  }
}
