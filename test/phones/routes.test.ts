import { describe, expect, test } from 'vitest';
import type { NewTenant } from '../../src/tenants/settings.ts';
import { aCall, type Sender, senderOf } from '../ingest/client.ts';
import { erase, erasure, interactionsOf } from '../privacy/client.ts';
import { call } from '../support/client.ts';
import { SPELLED_NUMBERS, type SpelledNumber, spellingsOf } from '../support/spelled-numbers.ts';

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

/** Numbers by the calling code of their country. */
const COUNTRIES = Map.groupBy(SPELLED_NUMBERS, ({ countryCode }) => countryCode);

/** The spellings of a number: three that are not sent, others for each number, and the rest. */
function partsOf(number: SpelledNumber, turn: number): { asked: string[]; erased: string; sent: string[] } {
  const all = [...new Set(spellingsOf(number))];
  const held = [0, 1, 2].map((place) => all[(turn * 7 + place * 19) % all.length]!);
  return { asked: held.slice(0, 2), erased: held[2]!, sent: all.filter((text) => !held.includes(text)) };
}

describe('each spelling of a number is the same customer in ingest, search and erasure', () => {
  test('there are 100 numbers of 50 countries', () => {
    expect(SPELLED_NUMBERS.length).toBeGreaterThanOrEqual(100);
    expect(COUNTRIES.size).toBeGreaterThanOrEqual(50);
  });

  test.each([...COUNTRIES])('+%s', async (countryCode, numbers) => {
    const spelled = numbers.map((number) => partsOf(number, SPELLED_NUMBERS.indexOf(number)));
    const sent = spelled.flatMap((parts, place) => parts.sent.map((phone) => ({ place, phone })));
    const sender = await callsFrom(
      { countryCode },
      sent.map(({ phone }) => phone),
    );
    const idsFrom = (place: number) =>
      sent.flatMap((call, index) => (call.place === place ? [`c${index}`] : [])).toSorted();
    const rows = await interactionsOf(sender);
    for (const [place, { asked }] of spelled.entries()) {
      const ids = idsFrom(place);
      const ofNumber = rows.filter(({ id }) => ids.includes(id));
      expect(new Set(ofNumber.map(({ customer_id }) => customer_id)).size).toBe(1);
      for (const phone of asked) expect([phone, await found(sender, phone)]).toEqual([phone, ids]);
    }
    expect(await overview(sender)).toMatchObject({
      total_calls: sent.length,
      total_customers: numbers.length,
    });
    const [first, ...others] = spelled;
    expect((await erase(sender, first!.erased)).status).toBe(204);
    await expectErased(sender, idsFrom(0));
    if (others.length > 0) {
      expect(await sender.counts(...others.map(({ erased }) => erasure(erased)))).toEqual({
        deleted: others.length,
      });
    }
    await expectErased(sender, sent.map((_, index) => `c${index}`).toSorted());
    for (const { asked } of spelled)
      expect([asked[0], await found(sender, asked[0]!)]).toEqual([asked[0], []]);
  });
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
