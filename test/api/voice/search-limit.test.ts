import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { RateLimited, Unavailable } from '../../../src/errors.ts';
import type { Verdict } from '../../../src/rate-limits/rate-limiter.ts';
import { searchCalls } from '../../../src/search/search-calls.ts';
import { readTerm } from '../../../src/search/terms-of-day.ts';
import { resolvePeriod } from '../../../src/time/period.ts';
import { contextOf } from '../../support/context.ts';
import { times } from '../../support/records.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { callFrom, MARCH, type SearchClient, searchClient } from './search-client.ts';

const NUMBER = '+33612345678';

/** A user of the tenant whose limits no other test touches. */
async function aUser({ tenant }: SearchClient): Promise<{ sub: string; token: string }> {
  const sub = `ann-${tenant.slug}`;
  return { sub, token: await tenant.token('agent', { sub }) };
}

async function statuses(searches: Promise<Response>[]): Promise<number[]> {
  return (await Promise.all(searches)).map(({ status }) => status).sort();
}

test('the eleventh within a minute is refused; another user is not', async () => {
  const client = await searchClient();
  await client.send(callFrom('a', NUMBER));
  const { sub, token: ann } = await aUser(client);
  const started = Date.now();
  for (const _ of times(10, String)) expect((await client.search('5678', {}, ann)).status).toBe(200);
  const refused = await client.search(NUMBER, {}, ann);
  const elapsed = (Date.now() - started) / 1_000;
  expect([refused.status, await refused.json()]).toEqual([
    429,
    expect.objectContaining({ status: 429, limit: 10, detail: expect.stringContaining('10 searches') }),
  ]);
  const wait = Number(refused.headers.get('Retry-After'));
  expect(wait).toBeGreaterThanOrEqual(Math.ceil(60 - elapsed));
  expect(wait).toBeLessThanOrEqual(60);
  expect((await client.search('5678')).status).toBe(200);

  const audit = await client.audit();
  expect(audit.map(({ actor_id, details }) => [actor_id, details.refused])).toEqual(
    expect.arrayContaining([
      [sub, false],
      [sub, true],
    ]),
  );
  expect(audit).toHaveLength(12);
  const HASH = expect.stringMatching(/^[0-9a-f]{32}$/);
  expect(audit.find(({ details }) => details.refused)).toEqual({
    actor_kind: 'session',
    actor_id: sub,
    actor_role: 'agent',
    details: {
      search_term_redacted: '***-***-5678',
      digits: 11,
      term_hash: HASH,
      ending_hash: HASH,
      ...MARCH,
      time_zone: 'UTC',
      matches: null,
      refused: true,
      reason: 'rate_limited',
      new_term: false,
    },
    repeated: 0,
  });
  expect(audit.filter(({ details }) => details.matches === 1)).toHaveLength(11);
  expect(JSON.stringify(audit)).not.toMatch(/2345678|612345/);
});

test('of twenty at once exactly ten are answered; the others are one entry that counts them', async () => {
  const client = await searchClient();
  const { token: ann } = await aUser(client);
  expect(await statuses(times(20, () => client.search('5678', {}, ann)))).toEqual([
    ...Array<number>(10).fill(200),
    ...Array<number>(10).fill(429),
  ]);
  const audit = await client.audit();
  expect(audit.map(({ details, repeated }) => [details.refused, repeated]).sort()).toEqual([
    ...Array(10).fill([false, 0]),
    [true, 9],
  ]);
});

test('an evicted limiter still knows, of whichever tenant the user asks; a key has its own', async () => {
  const client = await searchClient();
  const { sub, token: ann } = await aUser(client);
  for (const _ of times(10, String)) {
    expect((await client.search('5678', {}, ann)).status).toBe(200);
    await evictDurableObject(env.RATE_LIMITER.getByName(`phoneSearches/user/${sub}`));
  }
  expect((await client.search('5678', {}, ann)).status).toBe(429);
  const { key } = await client.tenant.key();
  expect((await client.search('5678', {}, key)).status).toBe(200);
  const other = await searchClient();
  const elsewhere = await other.tenant.token('agent', { sub });
  expect((await other.search('5678', {}, elsewhere)).status).toBe(429);
});

const OLD = 'the-old-data-secret-of-more-than-32-characters';
const NEW = 'the-new-data-secret-of-more-than-32-characters';

async function searchBy(client: SearchClient, take: () => Promise<Verdict>) {
  const config = { dataSecret: NEW, previousDataSecret: OLD };
  return searchCalls(contextOf(client.tenant, { config, actor: { kind: 'key', id: 'k' } }), {
    term: readTerm(NUMBER, { countryCode: '33' }),
    period: resolvePeriod({
      from: MARCH.start_date,
      to: MARCH.end_date,
      tenantZone: 'UTC',
      now: nowSeconds(),
      defaultDays: 0,
      names: { from: 'start_date', to: 'end_date' },
    }),
    limit: 50,
    take,
  });
}

test('without a limiter no search runs, and that is written down', async () => {
  const client = await searchClient();
  await expect(searchBy(client, () => Promise.reject(new Error('gone')))).rejects.toThrow(Unavailable);
  const refusal = { allowed: false, remaining: 0, retryAfterSeconds: 7 };
  const refused = searchBy(client, async () => refusal);
  await expect(refused).rejects.toThrow(RateLimited);
  await expect(refused).rejects.toMatchObject({ limit: 10, retryAfterSeconds: 7 });
  const audit = await client.audit();
  expect(audit.map(({ details }) => [details.refused, details.reason]).sort()).toEqual([
    [true, 'limiter_unreachable'],
    [true, 'rate_limited'],
  ]);
});
