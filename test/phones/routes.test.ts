import { describe, expect, test } from 'vitest';
import type { NewTenant } from '../../src/tenants/settings.ts';
import { aCall, type Sender, senderOf } from '../ingest/client.ts';
import { erase, erasure, interactionsOf } from '../privacy/client.ts';
import { call } from '../support/client.ts';
import { SPELLED_NUMBERS, spellingsOf } from '../support/spelled-numbers.ts';

const MARCH = 'start_date=2026-03-01&end_date=2026-03-31&limit=100';

/** Ids of the calls that a search finds, in order. */
async function found(sender: Sender, phone: string): Promise<string[]> {
  const query = `${MARCH}&${new URLSearchParams({ phone })}`;
  const response = await call(`/api/v1/analytics/search?${query}`, {
    bearer: await sender.tenant.token('agent'),
  });
  expect([phone, response.status]).toEqual([phone, 200]);
  const { results } = (await response.json()) as { results: { call_id: string }[] };
  return results.map(({ call_id }) => call_id).toSorted();
}

async function overview(sender: Sender): Promise<Record<string, unknown>> {
  const bearer = await sender.tenant.token('manager');
  const query = 'date_from=2026-03-01&date_to=2026-03-31';
  const response = await call(`/api/v1/analytics/overview?${query}`, { bearer });
  expect(response.status).toBe(200);
  return ((await response.json()) as { data: Record<string, unknown> }).data;
}

/** A tenant with calls c0, c1 … from these numbers. */
async function callsFrom(settings: Partial<NewTenant>, phones: readonly string[]): Promise<Sender> {
  const sender = await senderOf(settings);
  const calls = phones.map((phone, index) =>
    aCall(`c${index}`, { customer: { phone, name: 'Pat Doe' }, subject: 'Bill' }),
  );
  expect(await sender.counts(...calls)).toEqual({ created: calls.length });
  return sender;
}

const idsOf = (phones: readonly unknown[]): string[] => phones.map((_, index) => `c${index}`).toSorted();

async function expectErased(sender: Sender, ids: readonly string[]): Promise<void> {
  const rows = await interactionsOf(sender);
  const erased = rows.filter(
    ({ personal, phone_hash, phone_last4 }) => !personal && !phone_hash && !phone_last4,
  );
  expect(erased.map(({ id }) => id).toSorted()).toEqual(ids);
}

describe('each spelling of a number is the same customer in ingest, search and erasure', () => {
  const sample = SPELLED_NUMBERS.filter((_, index) => index % 7 === 0);

  test.each(sample)('$e164', async (number) => {
    const spellings = spellingsOf(number);
    const sender = await callsFrom({ countryCode: number.countryCode }, spellings);
    expect(await overview(sender)).toMatchObject({ total_calls: spellings.length, total_customers: 1 });
    for (const phone of [number.e164, number.national[0]!, spellings.at(-3)!, spellings[21]!]) {
      expect(await found(sender, phone)).toEqual(idsOf(spellings));
    }
    expect((await erase(sender, number.national[0]!)).status).toBe(204);
    await expectErased(sender, idsOf(spellings));
    expect(await found(sender, number.e164)).toEqual([]);
  });

  test('there are 15 of them', () => expect(sample).toHaveLength(15));
});

describe('numbers of a country', () => {
  test('Italy keeps the 0 of its landlines', async () => {
    const phones = ['+39 06 6982 0123', '06 6982 0123'];
    const sender = await callsFrom({ timeZone: 'Europe/Rome', countryCode: '39' }, phones);
    expect(await overview(sender)).toMatchObject({ total_customers: 1 });
    expect(await found(sender, '+390669820123')).toEqual(['c0', 'c1']);
    expect((await erase(sender, '+390669820123')).status).toBe(204);
    await expectErased(sender, ['c0', 'c1']);
  });

  test('North America has a leading 1 and dials 011 or 00 for abroad', async () => {
    const own = ['+1 212 555 0123', '(212) 555-0123', '1-212-555-0123', '12125550123', '001 212 555 0123'];
    const sender = await callsFrom({ countryCode: '1' }, [...own, '011 44 20 7946 0123']);
    expect(await overview(sender)).toMatchObject({ total_customers: 2 });
    expect(await found(sender, '212 555 0123')).toEqual(idsOf(own));
    expect(await found(sender, '+442079460123')).toEqual(['c5']);
    expect(await sender.counts(erasure('1-212-555-0123'))).toEqual({ deleted: 1 });
    await expectErased(sender, idsOf(own));
  });

  test('a region reads as its own plan does', async () => {
    const phones = ['322-1234', '242 322 1234', '+1 242 322 1234'];
    const sender = await callsFrom({ countryCode: '1', country: 'BS' }, phones);
    expect(await overview(sender)).toMatchObject({ total_customers: 1 });
    expect(await found(sender, '3221234')).toEqual(['c0', 'c1', 'c2']);
    expect((await erase(sender, '3221234')).status).toBe(204);
    await expectErased(sender, ['c0', 'c1', 'c2']);
  });

  test('a withheld number, an extension and invisible characters lose no call', async () => {
    const sender = await senderOf({ timeZone: 'Europe/Lisbon', countryCode: '351' });
    const phones = [
      '+351212345678',
      'anonymous',
      '201',
      '\u202a+351212345678\u202c',
      '+351 212 345 678 ext. 4',
    ];
    const calls = phones.map((phone, index) => ({
      type: 'interaction',
      id: `c${index}`,
      kind: 'call',
      started_at: '2026-03-10T12:00:00Z',
      customer: { phone },
      ...(phone === 'anonymous' ? { status: 'abandoned', wait_seconds: 90 } : { status: 'completed' }),
    }));
    expect(await sender.send(...calls)).toMatchObject({ created: 5, rejected: 0, warned: 1 });
    expect(await overview(sender)).toMatchObject({ total_calls: 5, missed_calls: 1, total_customers: 1 });
    expect(await found(sender, '212345678')).toEqual(['c0', 'c3', 'c4']);
    const rows = await interactionsOf(sender);
    expect(rows.filter(({ customer_id }) => customer_id === null).map(({ id }) => id)).toEqual(['c1', 'c2']);
  });
});

test('without a calling code, national digits are a customer of the tenant', async () => {
  const phones = ['21 234 5678', '21 234 5678', '(21) 234-5678'];
  const sender = await callsFrom({}, phones);
  expect(await overview(sender)).toMatchObject({ total_calls: 3, total_customers: 1 });
  expect(await found(sender, '212345678')).toEqual(['c0', 'c1', 'c2']);
  expect(await found(sender, '5678')).toEqual(['c0', 'c1', 'c2']);
  expect((await erase(sender, '21 234 5678')).status).toBe(204);
  await expectErased(sender, ['c0', 'c1', 'c2']);
});

describe('what is no number', () => {
  test.each([
    ...['201', '112', 'anonymous', 'reception', '+55', '0'],
    ...['2345678', '12345678', '0995678', '12345678901', '+930995678'],
  ])('is not searched for: %s', async (phone) => {
    const { tenant } = await senderOf({ countryCode: '351' });
    const query = `${MARCH}&${new URLSearchParams({ phone })}`;
    const response = await call(`/api/v1/analytics/search?${query}`, {
      bearer: await tenant.token('agent'),
    });
    expect(response.status).toBe(400);
  });

  test('with a + cannot be erased, as no interaction can have it', async () => {
    const sender = await senderOf({ countryCode: '351' });
    const response = await erase(sender, '+123456789012345');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ path: 'id', message: 'Must be a phone number that can be dialled from outside.' }],
    });
  });
});
