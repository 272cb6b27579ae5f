import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { keepFresh } from '../../../src/maintenance/cron.ts';
import { call } from '../../support/client.ts';
import { type Asked, ConversationsOracle } from '../../oracle/conversations.ts';
import { dateAt, plusDays } from '../../oracle/time.ts';
import { seeded } from '../../oracle/random-facts.ts';
import { seedsFrom } from '../../oracle/seeds.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { type ConversationsClient, conversationsClient } from './client.ts';
import { RandomConversations, type Route } from '../../oracle/random-conversations.ts';

const ZONES = ['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'America/Sao_Paulo', 'America/St_Johns'];

/** Changes of clocks in Paris, Sao Paulo (at midnight) and St John's (a minute after), and now. */
const SPANS: readonly [first: string, days: number][] = [
  ['2026-03-27', 10],
  ['2026-10-23', 10],
  ['2018-11-02', 4],
  ['2018-02-15', 5],
  ['2006-10-27', 4],
  [plusDays(new Date().toISOString().slice(0, 10), -33), 34],
];

interface History {
  client: ConversationsClient;
  oracle: ConversationsOracle;
  random: RandomConversations;
}

async function history(seed: number): Promise<History> {
  const [first, days] = SPANS[seed % SPANS.length] ?? ['2026-03-27', 10];
  const random = new RandomConversations(seeded(seed), first, days);
  const timeZone = random.pick(ZONES);
  return {
    random,
    oracle: new ConversationsOracle(timeZone),
    client: await conversationsClient({ timeZone }),
  };
}

async function sendSome({ client, oracle, random }: History, count: number): Promise<void> {
  const records = Array.from({ length: count }, () => {
    const record = random.record((type, id) => oracle.has(type, id));
    oracle.apply(record);
    return record;
  });
  await client.send(...records);
}

/** Asks random requests; how many of the answers held anything. */
async function check({ client, oracle, random }: History, count: number, when: string): Promise<number> {
  let filled = 0;
  for (let index = 0; index < count; index += 1) {
    const { route, asked } = random.request(ZONES);
    const params = route === 'overview' && Object.keys(asked).length === 0 ? { groupBy: 'day' } : asked;
    const zone = asked.tz ?? oracle.zone;
    let [now, answer]: [number, unknown] = [0, undefined];
    do {
      now = nowSeconds();
      answer = await client.read(route, params);
    } while (dateAt(zone, now) !== dateAt(zone, nowSeconds()));
    const expected = comparable(route, oracle, params, now);
    const title = `${when}: ${route} ${JSON.stringify(asked)}, tenant in ${oracle.zone}`;
    expect(withExactPercentiles(answer, expected), title).toEqual(expected);
    if (/"(total|conversations|count)":[1-9]|"avgScore":0/.test(JSON.stringify(expected))) filled += 1;
  }
  return filled;
}

/** The oracle's answer as JSON has it. */
function comparable(route: Route, oracle: ConversationsOracle, asked: Asked, now: number): Sometimes {
  const expected = oracle[route](asked, now);
  return JSON.parse(
    JSON.stringify(expected, (_, value: unknown) =>
      value instanceof Map ? Object.fromEntries(value as Map<string, number>) : value,
    ),
  ) as Sometimes;
}

interface Sometimes {
  durationPercentiles?: Record<string, number | null>;
}

/** The answer, its percentiles replaced by the expected ones where they are within 1 % of them. */
function withExactPercentiles(answer: unknown, expected: Sometimes): unknown {
  const { durationPercentiles: shown } = answer as Sometimes;
  if (!shown) return answer;
  const exact = Object.entries(expected.durationPercentiles ?? {}).map(([name, value]) => {
    const near = typeof value === 'number' && Math.abs((shown[name] ?? Number.NaN) - value) <= value / 100;
    return [name, near ? value : shown[name]];
  });
  return { ...(answer as object), durationPercentiles: Object.fromEntries(exact) as unknown };
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
      await sendSome(it, 1 + it.random.int(60));
      filled += await check(it, 5, `seed ${seed} step ${step}, pending`);
      await upkeep(it);
      await sendSome(it, 1 + it.random.int(8));
      filled += await check(it, 5, `seed ${seed} step ${step}, half-way`);
    }
    await it.client.refresh();
    filled += await check(it, 15, `seed ${seed}, refreshed`);
    expect(filled).toBeGreaterThan(20);
  },
);
