import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { keepFresh } from '../../../src/maintenance/cron.ts';
import { PROFILES } from '../../../src/tenants/settings.ts';
import { call } from '../../support/client.ts';
import { HelpdeskOracle } from '../../oracle/helpdesk.ts';
import { dateAt, plusDays } from '../../oracle/time.ts';
import { seeded } from '../../oracle/random-facts.ts';
import { seedsFrom } from '../../oracle/seeds.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { type Answer, type HelpdeskClient, helpdeskClient } from './client.ts';
import { RandomRecords } from '../../oracle/random-helpdesk.ts';

const ZONES = [
  'UTC',
  'Europe/Paris',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'America/St_Johns',
] as const;
const ROUTES = [
  'overview',
  'sla',
  'csat',
  'responses',
  'resolution',
  'teams',
  'insights',
  'unified',
] as const;

/** Changes of clocks in Paris, Lord Howe and Sao Paulo (at midnight); and now, with deadlines ahead. */
const SPANS: readonly [[first: string, days: number], ...[string, number][]] = [
  ['2026-03-27', 10],
  [plusDays(new Date().toISOString().slice(0, 10), -9), 10],
  ['2026-10-23', 10],
  ['2018-11-02', 4],
];

interface History {
  client: HelpdeskClient;
  oracle: HelpdeskOracle;
  random: RandomRecords;
}

async function history(seed: number): Promise<History> {
  const dice = seeded(seed);
  const [first, days] = SPANS[seed % SPANS.length] ?? SPANS[0];
  const random = new RandomRecords(dice, first, days);
  const timeZone = random.pick(ZONES);
  const profile = seed % 3 === 0 ? random.pick(PROFILES) : 'complete';
  return {
    random,
    oracle: new HelpdeskOracle(timeZone, profile),
    client: await helpdeskClient({ timeZone, profile }),
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

/** Takes the median, which may be off by 1 % and the rounding, out of an answer. */
function withoutMedian(answer: Answer): { median: number | null; rest: Answer } {
  const { resolution_minutes_median: median = null, ...rest } = answer.cs ?? answer;
  return { median, rest: answer.cs ? { ...answer, cs: rest } : rest };
}

/** Asks random requests; how many of the answers held anything. */
async function check({ client, oracle, random }: History, count: number, when: string): Promise<number> {
  let filled = 0;
  for (let index = 0; index < count; index += 1) {
    const route = random.pick(ROUTES);
    const asked = random.request(route, ZONES);
    let [now, answer]: [number, Answer] = [0, undefined];
    do {
      now = nowSeconds();
      answer = await client.read(route, asked);
    } while (now !== nowSeconds());
    if (route === 'insights') delete answer.aggregation_health;
    const expected = withoutMedian(oracle[route](asked, now));
    const shown = withoutMedian(answer);
    const what = `${when}: ${route} ${JSON.stringify(asked)}, tenant in ${oracle.zone}, at ${dateAt('UTC', now)}`;
    expect(shown.rest, what).toEqual(expected.rest);
    if (expected.median === null) expect(shown.median, what).toBeNull();
    else {
      expect(Math.abs((shown.median ?? 0) - expected.median), what).toBeLessThanOrEqual(
        expected.median / 100 + 0.1001,
      );
    }
    if (/"(total\w*|tracked)":[1-9]/.test(JSON.stringify(answer))) filled += 1;
  }
  return filled;
}

/** Whatever the upkeep does between two requests must not be seen in figures. */
async function upkeep({ client, oracle, random }: History): Promise<void> {
  const choice = random.int(5);
  if (choice <= 1) await client.refresh();
  if (choice === 2) await keepFresh(env.DB);
  if (choice === 3) {
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
    for (let step = 1; step <= 4; step += 1) {
      await sendSome(it, 1 + it.random.int(80));
      filled += await check(it, 6, `seed ${seed} step ${step}, pending`);
      await upkeep(it);
      await sendSome(it, 1 + it.random.int(10));
      filled += await check(it, 6, `seed ${seed} step ${step}, half-way`);
    }
    await it.client.refresh();
    filled += await check(it, 16, `seed ${seed}, refreshed`);
    expect(filled).toBeGreaterThan(20);
  },
);
