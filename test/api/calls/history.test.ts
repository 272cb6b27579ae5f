import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { keepFresh } from '../../../src/maintenance/cron.ts';
import { refresh } from '../../../src/rollups/refresh.ts';
import { call } from '../../support/client.ts';
import { Oracle } from '../../oracle/calls.ts';
import { dateAt, plusDays } from '../../oracle/time.ts';
import { seeded } from '../../oracle/random-facts.ts';
import { seedsFrom } from '../../oracle/seeds.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { type CallsClient, callsClient } from './client.ts';
import { RandomRecords } from '../../oracle/random-calls.ts';

const ZONES = [
  'UTC',
  'Europe/Paris',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'America/St_Johns',
] as const;
const ROUTES = ['overview', 'overview', 'hourly', 'agents', 'trends', 'stats'] as const;

/** Changes of clocks in Paris, Lord Howe, Sao Paulo (at midnight) and St John's (a minute after), and now. */
const SPANS: readonly [[first: string, days: number], ...[string, number][]] = [
  ['2026-03-27', 10],
  ['2026-10-23', 10],
  ['2018-11-02', 4],
  ['2018-02-15', 5],
  ['2006-10-27', 4],
  [plusDays(new Date().toISOString().slice(0, 10), -33), 34],
];

interface History {
  client: CallsClient;
  oracle: Oracle;
  random: RandomRecords;
}

async function history(seed: number): Promise<History> {
  const dice = seeded(seed);
  const [first, days] = SPANS[seed % SPANS.length] ?? SPANS[0];
  const random = new RandomRecords(dice, first, days);
  const timeZone = random.pick(ZONES);
  return {
    random,
    oracle: new Oracle(timeZone, '55'),
    client: await callsClient({ timeZone, countryCode: '55' }),
  };
}

async function sendSome({ client, oracle, random }: History, count: number): Promise<void> {
  const records = [];
  for (let index = 0; index < count; index += 1) {
    const record = random.record((type, id) => oracle.has(type, id));
    oracle.apply(record);
    records.push(record);
  }
  await client.send(...records);
}

/** Asks random requests; how many of the answers held anything. */
async function check({ client, oracle, random }: History, count: number, when: string): Promise<number> {
  let filled = 0;
  for (let index = 0; index < count; index += 1) {
    const { route, asked } = random.request(ROUTES, ZONES);
    const zone = asked.tz ?? oracle.zone;
    let [now, answer]: [number, unknown] = [0, undefined];
    do {
      now = nowSeconds();
      answer = await client.read(route === 'stats' ? '/api/v1/evaluations/stats' : route, asked);
    } while (dateAt(zone, now) !== dateAt(zone, nowSeconds()));
    const expected = oracle[route as (typeof ROUTES)[number]](asked, now);
    expect(answer, `${when}: ${route} ${JSON.stringify(asked)}, tenant in ${oracle.zone}`).toEqual(expected);
    if (/"total(_calls|_evaluations)?":[1-9]/.test(JSON.stringify(expected))) filled += 1;
  }
  return filled;
}

/** Whatever the upkeep does between two requests must not be seen in figures. */
async function upkeep({ client, oracle, random }: History): Promise<void> {
  const choice = random.int(6);
  if (choice <= 2) await client.refreshViews();
  if (choice === 3) await keepFresh(env.DB);
  if (choice === 4) {
    oracle.zone = random.pick(ZONES);
    const response = await call(`/api/v1/tenants/${client.tenant.slug}`, {
      method: 'PATCH',
      bearer: await client.tenant.token('tenant_admin'),
      body: { time_zone: oracle.zone },
    });
    expect(response.status).toBe(200);
    await response.body?.cancel();
  }
}

test.each(seedsFrom(1))(
  'history %i: every answer is what the definitions say of what was sent',
  async (seed) => {
    const it = await history(seed);
    let filled = 0;
    for (let step = 1; step <= 5; step += 1) {
      await sendSome(it, 1 + it.random.int(60));
      filled += await check(it, 5, `seed ${seed} step ${step}, pending`);
      await upkeep(it);
      await sendSome(it, 1 + it.random.int(8));
      filled += await check(it, 5, `seed ${seed} step ${step}, half-way`);
    }
    await it.client.refreshViews();
    filled += await check(it, 10, `seed ${seed}, refreshed`);
    expect(filled).toBeGreaterThan(20);
  },
);

test('a backlog larger than what one transaction takes in, before, half-way and after', async () => {
  const it = await history(101);
  for (let batch = 0; batch < 3; batch += 1) {
    const records = Array.from({ length: 800 }, () => it.random.interaction(2_000));
    for (const record of records) it.oracle.apply(record);
    await it.client.send(...records);
  }
  await check(it, 8, 'pending');
  await refresh(it.client.tenant.store, Date.now() + 1);
  await check(it, 8, 'half-way');
  await it.client.refreshViews();
  await check(it, 8, 'refreshed');
});
