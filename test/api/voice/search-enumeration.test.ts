import { afterEach, expect, test, vi } from 'vitest';
import { RateLimited } from '../../../src/errors.ts';
import { searchCalls } from '../../../src/search/search-calls.ts';
import { readTerm } from '../../../src/search/terms-of-day.ts';
import { resolvePeriod } from '../../../src/time/period.ts';
import { contextOf } from '../../support/context.ts';
import { times } from '../../support/records.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { callFrom, MARCH, type SearchClient, searchClient } from './search-client.ts';

const NUMBER = '+351913004242';
const HASH = /^[0-9a-f]{32}$/;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Searches of one user that no limit per minute holds back. */
async function searchAs(client: SearchClient, user: string, phone: string, now = nowSeconds()) {
  return searchCalls(contextOf(client.tenant, { actor: { kind: 'session', id: user, role: 'agent' }, now }), {
    term: readTerm(phone, { countryCode: '351' }),
    period: resolvePeriod({
      from: MARCH.start_date,
      to: MARCH.end_date,
      tenantZone: 'UTC',
      now,
      defaultDays: 0,
      names: { from: 'start_date', to: 'end_date' },
    }),
    limit: 50,
    take: async () => ({ allowed: true, remaining: 1, retryAfterSeconds: 0 }),
  });
}

/** The warnings that were logged while the spy was there. */
function warnings(spy: { mock: { calls: unknown[][] } }): Record<string, unknown>[] {
  return spy.mock.calls
    .map(([line]) => JSON.parse(String(line)) as Record<string, unknown>)
    .filter(({ event }) => event === 'many_search_terms');
}

test('digit by digit, nothing between the last four digits and the whole number is answered', async () => {
  const client = await searchClient({ countryCode: '351' });
  await client.send(callFrom('secret', NUMBER));
  expect(await client.ids('4242')).toEqual(['secret']);
  for (const end of ['04242', '004242', '3004242', '13004242', '+4242', ' 3004242', '00004242']) {
    const response = await client.search(end);
    const body = await response.text();
    expect([end, response.status === 400 || body.includes('"results":[]')]).toEqual([end, true]);
    expect(body).not.toContain('secret');
  }
  for (const whole of [NUMBER, '913004242', '00351 913 004 242', ' 351913004242']) {
    expect([whole, await client.ids(whole)]).toEqual([whole, ['secret']]);
  }
});

test('numbers that are nearly right cost what any other number costs', async () => {
  const client = await searchClient({ countryCode: '351' });
  await client.send(...times(20, (index) => callFrom(`c${index}`, NUMBER)));
  const costs = [];
  for (const phone of [
    '+351913004243',
    '+351913004224',
    '+351923004242',
    '+351211300424',
    '+4915100000000',
  ]) {
    const response = await client.search(phone);
    expect(await response.json()).toMatchObject({ total_count: 0 });
    costs.push(/desc="(.*)"/.exec(response.headers.get('Server-Timing') ?? '')?.[1]);
  }
  expect(new Set(costs).size).toBe(1);
});

test('the cost of an ending does not tell how many customers it has', async () => {
  // A tenant behind all others: a row behind the end of an index range is a row read.
  const last = await searchClient({ slug: `z-${crypto.randomUUID()}` });
  await last.send(callFrom('last', NUMBER));
  const costs = [];
  for (const numbers of [1, 20]) {
    const client = await searchClient({ countryCode: '351' });
    const number = (index: number) => `+351913${String(index % numbers).padStart(2, '0')}4242`;
    await client.send(...times(20, (index) => callFrom(`c${index}`, number(index))));
    await client.search('4242');
    const response = await client.search('4242', { limit: '1' });
    expect(await response.json()).toMatchObject({ total_count: 20 });
    costs.push(/desc="(.*)"/.exec(response.headers.get('Server-Timing') ?? '')?.[1]);
  }
  expect(costs[0]).toBe(costs[1]);
});

test('a refused search costs the same whether the number is there or not', async () => {
  const client = await searchClient({ countryCode: '351' });
  await client.send(...times(20, (index) => callFrom(`c${index}`, NUMBER)));
  const bearer = await client.tenant.token('agent', { sub: `eve-${client.tenant.slug}` });
  for (const _ of times(10, String)) await client.search('4242', {}, bearer);
  await client.search(NUMBER, {}, bearer);
  const costs = [];
  for (const phone of [NUMBER, '+351913004243', '4242', '9999']) {
    const response = await client.search(phone, {}, bearer);
    expect(response.status).toBe(429);
    costs.push(/desc="(.*)"/.exec(response.headers.get('Server-Timing') ?? '')?.[1]);
  }
  expect(new Set(costs).size).toBe(1);
});

test('forty searches in a minute are at most eleven entries, whose rows do not grow with the refused ones', async () => {
  const client = await searchClient();
  const { key } = await client.tenant.key();
  const responses = [];
  for (const _ of times(40, String)) responses.push(await client.search('4242', {}, key));
  expect(responses.filter(({ status }) => status === 429)).toHaveLength(30);
  const audit = await client.audit();
  expect(audit.map(({ details, repeated }) => [details.reason, repeated])).toEqual(
    expect.arrayContaining([['rate_limited', 29]]),
  );
  expect(audit).toHaveLength(11);
  const last = responses.at(-1)?.headers.get('Server-Timing');
  expect(last).toContain('written=1"');
});

test('entries tell one search repeated from many, without telling the number', async () => {
  const client = await searchClient({ countryCode: '351' });
  for (const phone of [NUMBER, '913004242', '4242', '+351923004242']) {
    await searchAs(client, 'eve', phone);
  }
  const audit = await client.audit();
  expect(audit.map(({ details }) => [details.search_term_redacted, details.digits])).toEqual([
    ['***-***-4242', 12],
    ['***-***-4242', 12],
    ['***-***-4242', 4],
    ['***-***-4242', 12],
  ]);
  const [first, again, ending, other] = audit.map(({ details }) => details);
  for (const details of [first, again, ending, other]) expect(details?.term_hash).toMatch(HASH);
  expect(again?.term_hash).toBe(first?.term_hash);
  expect(new Set([first, ending, other].map((details) => details?.term_hash)).size).toBe(3);
  expect(new Set([first, ending, other].map((details) => details?.ending_hash)).size).toBe(1);
  expect([first, again, ending, other].map((details) => details?.new_term)).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(JSON.stringify(audit)).not.toMatch(/13004242|23004242/);
});

test('a user has 100 different terms within 24 hours and tenant; known ones may be repeated', async () => {
  const client = await searchClient({ countryCode: '351' });
  await client.send(callFrom('secret', NUMBER));
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const start = nowSeconds();
  for (const index of times(100, Number)) {
    await searchAs(client, 'eve', String(1_000 + index), start + index);
  }
  const refused = searchAs(client, 'eve', NUMBER, start + 200);
  await expect(refused).rejects.toThrow(RateLimited);
  await expect(refused).rejects.toMatchObject({ limit: 100, retryAfterSeconds: 86_400 - 200 + 1 });
  await expect(searchAs(client, 'eve', '4242', start + 201)).rejects.toThrow('100 different terms');
  expect((await searchAs(client, 'eve', '1001', start + 202)).total).toBe(0);
  expect((await searchAs(client, 'ann', NUMBER, start + 203)).total).toBe(1);
  expect((await searchAs(client, 'eve', NUMBER, start + 86_402)).total).toBe(1);
  const reasons = (await client.audit()).filter(({ details }) => details.refused);
  expect(reasons.map(({ details, repeated }) => [details.reason, repeated])).toEqual([['too_many_terms', 1]]);
  const other = await searchClient({ countryCode: '351' });
  expect((await searchAs(other, 'eve', NUMBER, start + 300)).total).toBe(0);
});

test('twenty different terms within an hour are a warning; spread over a day they are none', async () => {
  const client = await searchClient({ countryCode: '351' });
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const start = nowSeconds();
  for (const index of times(40, Number))
    await searchAs(client, 'slow', String(1_000 + index), start + index * 400);
  expect(warnings(warn)).toEqual([]);
  for (const index of times(19, Number)) await searchAs(client, 'eve', String(1_000 + index), start + index);
  for (const _ of times(5, String)) await searchAs(client, 'eve', '1001', start + 30);
  expect(warnings(warn)).toEqual([]);
  await searchAs(client, 'eve', NUMBER, start + 60);
  expect(warnings(warn)).toEqual([
    {
      level: 'warn',
      event: 'many_search_terms',
      tenant: client.tenant.slug,
      caller: 'session/eve',
      terms_of_hour: 20,
      terms_of_ending: 1,
    },
  ]);
});

test('the fifth number with the same last four digits is a warning', async () => {
  const client = await searchClient({ countryCode: '351' });
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  for (const phone of ['4242', '+351913004242', '+351923004242', '+351933004242']) {
    await searchAs(client, 'eve', phone);
  }
  expect(warnings(warn)).toEqual([]);
  await searchAs(client, 'eve', '+351943004242');
  expect(warnings(warn)).toMatchObject([{ caller: 'session/eve', terms_of_hour: 5, terms_of_ending: 5 }]);
});
