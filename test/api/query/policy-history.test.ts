import { expect, test } from 'vitest';
import type { PlainPolicy, PlainRules } from '../../oracle/plain-policy.ts';
import { History, ZONES } from '../../oracle/play-history.ts';
import { QueriesOracle } from '../../oracle/queries.ts';
import { RandomQueries } from '../../oracle/random-queries.ts';
import { seeds } from '../../oracle/seeds.ts';
import { ARGUED } from '../../oracle/service-metrics.ts';
import { call } from '../../support/client.ts';
import { putCalendars } from '../../support/put-calendars.ts';
import { readsClient } from '../../support/reads-client.ts';
import type { Answered } from './client.ts';
import { compared } from './compared.ts';

const MEMBERS = { queue: ['q1', 'q2', '__proto__'], department: ['d1', 'd2'], channel: ['phone', 'chat'] };
const JUDGED = ['service_level', 'service_level_target', 'net_abandonment_rate', 'short_abandoned'];

/** Queries about what policies judge, among other things. */
class RandomPolicies extends RandomQueries {
  nextPolicy(): Omit<PlainPolicy, 'from'> & { date: string } {
    const dimension = this.pick([undefined, 'queue', 'queue', 'department', 'channel'] as const);
    const rules: PlainRules = {
      seconds: this.pick([0, 5, 20, 21, 40, 600, this.int(900)]),
      short_abandon: this.pick([0, 5, 30, 599]),
      abandoned: this.pick(['negative', 'ignored', 'positive'] as const),
      overflowed: this.pick(['counted', 'ignored'] as const),
      target: 1 + this.int(100),
    };
    const scope = dimension && { dimension, member: this.pick(MEMBERS[dimension]) };
    return { ...scope, rules, date: this.dates()[0] };
  }

  judgedRequest() {
    const { route, asked } = this.queryRequest(ZONES);
    const query = JSON.parse(Buffer.from(asked.q!, 'base64url').toString());
    if (query.dimensions.includes('article') || query.metrics.some(isDated)) return { route, asked };
    const others = [this.pick(JUDGED), this.pick(Object.keys(ARGUED))];
    const taken = query.metrics.map((each: string | { as: string }) =>
      typeof each === 'string' ? each : each.as,
    );
    const metrics = [
      ...query.metrics,
      ...others
        .filter((name) => !taken.includes(name))
        .map((name) => (ARGUED[name] ? { ...ARGUED[name], as: name } : name)),
    ];
    const q = Buffer.from(JSON.stringify({ ...query, metrics })).toString('base64url');
    return { route, asked: { q } };
  }
}

const isDated = (name: unknown): boolean => typeof name === 'string' && name.startsWith('article_');

test.each(seeds())('history %i: every contact is judged by the policy in force for it', async (seed) => {
  let oracle!: QueriesOracle;
  const history = await History.begin(seed, {
    randomIn: (random, span) => new RandomPolicies(random, span),
    request: (random: RandomPolicies) => random.judgedRequest(),
    async clientOf(settings) {
      const client = await readsClient({ pathOf: () => '/api/v1/query', credential: 'supervisor' }, settings);
      await putCalendars(client.tenant);
      return client;
    },
    oracleOf({ timeZone }) {
      oracle = new QueriesOracle(timeZone);
      return oracle;
    },
    compare(answer, expected, what) {
      const asked = /\{"q":"([^"]+)"/.exec(what)?.[1] ?? '';
      const told = `${what} ${Buffer.from(asked, 'base64url')} ${JSON.stringify(oracle.policies)}`;
      expect(compared(answer as Answered, expected as Answered), told).toEqual(expected);
    },
  });
  const { random, client } = history;
  const bearer = await client.tenant.token('tenant_admin');
  const agree = async (): Promise<void> => {
    const { dimension, member, date, rules } = random.nextPolicy();
    const { target, short_abandon, ...rest } = rules;
    const from = firstSecond(oracle.zone, date);
    const isTaken = oracle.policies.some(
      (each) => each.from === from && each.dimension === dimension && each.member === member,
    );
    const response = await call('/api/v1/service-level-policies', {
      method: 'POST',
      bearer,
      body: {
        ...{ name: 'Random', applies_to: dimension ? { [dimension]: member } : 'all', effective_from: date },
        ...{ ...rest, target_percent: target, short_abandon_seconds: short_abandon },
      },
    });
    expect([response.status, date]).toEqual([isTaken ? 409 : 201, date]);
    if (!isTaken) oracle.policies.push({ ...(dimension && { dimension, member: member! }), from, rules });
  };
  for (let step = 1; step <= 5; step += 1) {
    await history.sendSome(1 + random.int(80));
    if (random.int(3) > 0) await agree();
    await history.ask(5, `seed ${seed} step ${step}, pending`);
    await history.maintain();
    await history.sendSome(1 + random.int(10));
    await agree();
    await history.ask(5, `seed ${seed} step ${step}, half-way`);
  }
  await client.refresh();
  await history.ask(14, `seed ${seed}, refreshed`);
});

/** The first second of a date in a zone: the first whole quarter of a day around it that has this date. */
function firstSecond(zone: string, date: string): number {
  const dateAt = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  const noon = Date.parse(`${date}T12:00:00Z`) / 1_000;
  for (let at = noon - 36 * 3_600; at < noon + 36 * 3_600; at += 60)
    if (dateAt.format(at * 1_000) === date) return at;
  throw new Error(`${date} is no date in ${zone}.`);
}
