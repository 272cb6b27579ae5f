import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { keepFresh } from '../../src/maintenance/cron.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { type BareClient, bareClient } from '../support/bare-reads.ts';
import { call } from '../support/client.ts';
import type { Asked } from './calls.ts';
import type { OracleRecords } from './records.ts';
import { dateAt, plusDays } from './time.ts';
import { seeded } from './random-facts.ts';
import { RandomReviewed } from './random-reviewed.ts';
import { nowSeconds } from '../support/tenant.ts';

export const ZONES = [
  'UTC',
  'Europe/Paris',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'America/St_Johns',
] as const;

/** Changes of clocks in Paris, Lord Howe, Sao Paulo (at midnight) and St John's (a minute after), and now. */
const SPANS: readonly [first: string, days: number][] = [
  ['2026-03-27', 10],
  ['2026-10-23', 10],
  ['2018-11-02', 4],
  ['2018-02-15', 5],
  ['2006-10-27', 4],
  [plusDays(new Date().toISOString().slice(0, 10), -33), 34],
];

/** What judges the answers. */
interface BareOracle {
  zone: string;
  records: OracleRecords;
  answer(route: string, asked: Asked, now: number): unknown;
}

/** The reads under test. */
export interface Reads {
  base: string;
  oracleIn(zone: string): BareOracle;
  /** A random request; `dates` are two of the span or around it, in order. */
  request(random: RandomReviewed, dates: readonly [string, string]): { route: string; asked: Asked };
}

interface History {
  reads: Reads;
  client: BareClient;
  oracle: BareOracle;
  random: RandomReviewed;
  first: string;
  days: number;
}

/** Plays a random history and holds every answer against the oracle; how many answers held a figure. */
export async function playHistory(seed: number, reads: Reads): Promise<number> {
  const [first, days] = SPANS[seed % SPANS.length]!;
  const start = Date.parse(first) / 1_000;
  const random = new RandomReviewed(seeded(seed), { start, end: start + days * 86_400 });
  const zone = random.pick(ZONES);
  const client = await bareClient(reads.base, { timeZone: zone });
  const it: History = { reads, client, oracle: reads.oracleIn(zone), random, first, days };
  let filled = 0;
  for (let step = 1; step <= 4; step += 1) {
    await sendSome(it, 20 + random.int(60));
    filled += await check(it, 6, `seed ${seed} step ${step}, pending`);
    await upkeep(it);
    await sendSome(it, 1 + random.int(8));
    filled += await check(it, 6, `seed ${seed} step ${step}, half-way`);
  }
  await client.refreshViews();
  return filled + (await check(it, 10, `seed ${seed}, refreshed`));
}

async function sendSome({ client, oracle, random }: History, count: number): Promise<void> {
  const records = [];
  for (let index = 0; index < count; index += 1) {
    const record = random.recordOf((type, id) => oracle.records.has(type, id));
    oracle.records.apply(record);
    records.push(record);
  }
  await client.send(...records);
}

async function check(it: History, count: number, when: string): Promise<number> {
  const { client, oracle, random, reads } = it;
  const date = (): string => plusDays(it.first, random.int(it.days + 4) - 2);
  let filled = 0;
  for (let index = 0; index < count; index += 1) {
    const dates = [date(), date()].sort() as [string, string];
    const { route, asked } = reads.request(random, dates);
    let [now, answer]: [number, unknown] = [0, undefined];
    do {
      now = nowSeconds();
      answer = await client.read(route, asked);
    } while (dateAt(asked.tz ?? oracle.zone, now) !== dateAt(asked.tz ?? oracle.zone, nowSeconds()));
    const expected = oracle.answer(route, asked, now);
    expect(answer, `${when}: ${route} ${JSON.stringify(asked)}, tenant in ${oracle.zone}`).toEqual(expected);
    if (/"(total\w+|call_count)":[1-9]/.test(JSON.stringify(expected))) filled += 1;
  }
  return filled;
}

/** Whatever the upkeep does between two requests must not be seen in figures. */
async function upkeep({ client, oracle, random }: History): Promise<void> {
  const choice = random.int(6);
  if (choice <= 1) await client.refreshViews();
  if (choice === 2) await refresh(client.tenant.store, Date.now() + 1);
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
