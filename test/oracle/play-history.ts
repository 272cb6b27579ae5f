import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import { refreshDueTenants } from '../../src/maintenance/cron.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import type { NewTenant } from '../../src/tenants/settings.ts';
import { call } from '../support/client.ts';
import type { ReadsClient } from '../support/reads-client.ts';
import type { Sent } from '../support/records.ts';
import { nowSeconds } from '../support/tenant.ts';
import type { Asked, Oracle } from './oracle.ts';
import { type RandomSpan, type Span, seeded } from './random-span.ts';
import { plusDays } from './time.ts';

export const ZONES = [
  'UTC',
  'Europe/Paris',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'America/St_Johns',
] as const;

/** Days around a moment of interest. */
type Days = readonly [first: string, days: number];

/** Changes of clocks in Paris, Lord Howe, Sao Paulo (at midnight) and St John's (a minute after), and now. */
const SPANS: readonly Days[] = [
  ['2026-03-27', 10],
  ['2026-10-23', 10],
  ['2018-11-02', 4],
  ['2018-02-15', 5],
  ['2006-10-27', 4],
  [plusDays(new Date().toISOString().slice(0, 10), -33), 34],
];

/** Figures that are not nothing, in an answer's text. */
const FIGURES = /"(total\w*|conversations|count|call_count|tracked)":[1-9]|"avgScore":0/;

/** A history has more steps than usual until so many answers held a figure. */
const LEAST_FILLED = 20;
const STEPS = 5;

/** Random records that go together. */
interface RandomRecords extends RandomSpan {
  /** A record that is newer than all before it. */
  nextRecord(isThere: (type: string, id: string) => boolean): Sent;
}

/** What the histories of a contract consist of. */
export interface Histories<Random extends RandomRecords, Judge extends Oracle> {
  /** The spans of days that the histories lie in, in turn; those around changes of clocks unless told. */
  spans?: readonly Days[];
  /** What is sent. */
  randomIn(random: () => number, span: Span): Random;
  /** What is read. */
  request(random: Random): { route: Parameters<Judge['answer']>[0]; asked: Asked };
  /** Who reads it, on a tenant of the settings. */
  clientOf(settings: Partial<NewTenant>): Promise<ReadsClient>;
  /** Settings of the tenant besides its zone. */
  settings?(seed: number, random: Random): Partial<NewTenant>;
  /** What judges the answers of such a tenant. */
  oracleOf(settings: Partial<NewTenant> & { timeZone: string }): Judge;
  /** How an answer is compared; it must be equal unless told. */
  compare?(answer: unknown, expected: unknown, what: string): void;
}

/** A tenant whose every answer is held against the oracle. */
export class History<Random extends RandomRecords, Judge extends Oracle> {
  readonly random: Random;
  readonly client: ReadsClient;
  readonly #oracle: Judge;
  readonly #histories: Histories<Random, Judge>;
  /** How many answers held a figure. */
  filled = 0;

  private constructor(
    histories: Histories<Random, Judge>,
    parts: { random: Random; client: ReadsClient; oracle: Judge },
  ) {
    this.#histories = histories;
    this.random = parts.random;
    this.client = parts.client;
    this.#oracle = parts.oracle;
  }

  static async begin<Random extends RandomRecords, Judge extends Oracle>(
    seed: number,
    histories: Histories<Random, Judge>,
  ): Promise<History<Random, Judge>> {
    const { spans = SPANS } = histories;
    const [first, days] = spans[seed % spans.length]!;
    const start = Date.parse(first) / 1_000;
    const random = histories.randomIn(seeded(seed), { start, end: start + days * 86_400 });
    const settings = { timeZone: random.pick(ZONES), ...histories.settings?.(seed, random) };
    const [oracle, client] = [histories.oracleOf(settings), await histories.clientOf(settings)];
    return new History(histories, { random, client, oracle });
  }

  async send(records: readonly Sent[]): Promise<void> {
    for (const record of records) this.#oracle.records.apply(record);
    await this.client.send(...records);
  }

  /** Sends so many random records. */
  async sendSome(count: number): Promise<void> {
    const { records } = this.#oracle;
    const sent: Sent[] = [];
    for (let index = 0; index < count; index += 1) {
      const record = this.random.nextRecord((type, id) => records.has(type, id));
      records.apply(record);
      sent.push(record);
    }
    await this.client.send(...sent);
  }

  /** Asks so many random requests; `when` tells a failure where it is. */
  async ask(count: number, when: string): Promise<void> {
    const { compare = (answer, expected, what) => expect(answer, what).toEqual(expected) } = this.#histories;
    for (let index = 0; index < count; index += 1) {
      const { route, asked } = this.#histories.request(this.random);
      const now = nowSeconds();
      const answer = await this.#readAt(now, route, asked);
      const expected = this.#oracle.answer(route, asked, now);
      const what = `${when}: ${route} ${JSON.stringify(asked)}, tenant in ${this.#oracle.zone}, at ${now}`;
      compare(answer, expected, what);
      if (FIGURES.test(JSON.stringify(expected))) this.filled += 1;
    }
  }

  /** Reads while the clock stands still, so that it is known what the answer takes for now. */
  async #readAt(now: number, route: string, asked: Asked): Promise<unknown> {
    vi.useFakeTimers({ toFake: ['Date'], now: now * 1_000 });
    try {
      return await this.client.read(route, asked);
    } finally {
      vi.useRealTimers();
    }
  }

  /** Whatever maintenance does between two requests must not be seen in figures. */
  async maintain(): Promise<void> {
    const { slug, store } = this.client.tenant;
    const choice = this.random.int(6);
    if (choice === 0) await this.client.refresh();
    if (choice === 1) await this.#asAdmin('POST', '/api/v1/analytics/refresh-views');
    if (choice === 2) await refresh({ store }, { deadline: Date.now() + 1 });
    if (choice === 3) await refreshDueTenants(env);
    if (choice === 4) {
      this.#oracle.zone = this.random.pick(ZONES);
      await this.#asAdmin('PATCH', `/api/v1/tenants/${slug}`, { time_zone: this.#oracle.zone });
    }
  }

  async #asAdmin(method: string, path: string, body?: object): Promise<void> {
    const bearer = await this.client.tenant.token('tenant_admin');
    const response = await call(path, { method, bearer, body });
    expect([path, response.status]).toEqual([path, 200]);
    await response.body?.cancel();
  }
}

/**
 * Plays a random history: records are sent, figures read while they are pending, half taken in and settled, and every
 * answer is held against the oracle.
 */
export async function playHistory<Random extends RandomRecords, Judge extends Oracle>(
  seed: number,
  histories: Histories<Random, Judge>,
): Promise<void> {
  const history = await History.begin(seed, histories);
  for (let step = 1; step <= STEPS || (history.filled <= LEAST_FILLED && step <= 3 * STEPS); step += 1) {
    await history.sendSome(1 + history.random.int(80));
    await history.ask(5, `seed ${seed} step ${step}, pending`);
    await history.maintain();
    await history.sendSome(1 + history.random.int(10));
    await history.ask(5, `seed ${seed} step ${step}, half-way`);
  }
  await history.client.refresh();
  await history.ask(14, `seed ${seed}, refreshed`);
  expect(history.filled).toBeGreaterThan(LEAST_FILLED);
}
