import { expect, test } from 'vitest';
import { bringUpToDate } from '../../../src/rollups/generations.ts';
import { rebuildDay } from '../../../src/rollups/rebuild-day.ts';
import { generationsOf } from '../../../src/rollups/state.ts';
import { AgentSeconds, type Moment, STEP, Tally } from '../../oracle/agent-seconds.ts';
import { seeded } from '../../oracle/random-span.ts';
import { seeds } from '../../oracle/seeds.ts';
import type { Sent } from '../../support/records.ts';
import { type QueryClient, queryClient } from '../query/client.ts';

const START = Date.parse('2026-03-27T00:00:00Z') / 1_000;
const DAYS = 4;
const STATES = [
  'offline',
  'available',
  'busy',
  'ringing',
  'wrap',
  'break',
  'lunch',
  'training',
  'meeting',
  'other',
];
const ZONES = ['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'America/Sao_Paulo'];
const METRICS = Object.keys(new Tally().figures());

class RandomAgents {
  readonly #random: () => number;
  readonly sent: Sent[] = [];

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  int(below: number): number {
    return Math.floor(this.#random() * below);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.int(items.length)]!;
  }

  /** Often on a quarter of an hour or at midnight, where time is cut. */
  instant(): number {
    const at = START + STEP * this.int((DAYS * 86_400) / STEP);
    return this.pick([at, at, at - (at % 900), at - (at % 86_400)]);
  }

  record(): Sent {
    const groups = {
      ...(this.int(2) === 0 && { team_id: this.pick(['t1', 't2']) }),
      ...(this.int(2) === 0 && { department_id: this.pick(['d1', 'd2']) }),
    };
    const known = this.sent.length > 0 && this.int(4) === 0 ? this.pick(this.sent) : undefined;
    const record = known ? this.#changed(known, groups) : this.#fresh(groups);
    if (!record.deleted) this.sent.push(record);
    return record;
  }

  #fresh(groups: Sent): Sent {
    const agent_id = this.pick(['x', 'y', 'z']);
    const from = this.instant();
    if (this.int(5) > 0) {
      return { type: 'agent_state', agent_id, at: iso(from), state: this.pick(STATES), ...groups };
    }
    const seconds = STEP * (1 + this.int(this.pick([360, 8_640])));
    return {
      type: 'shift',
      id: `s${this.int(20)}`,
      agent_id,
      started_at: iso(from),
      ended_at: iso(from + seconds),
      activity: this.pick(['work', 'break', 'meeting', 'training']),
      ...groups,
    };
  }

  #changed({ type, id, agent_id, at, ...rest }: Sent, groups: Sent): Sent {
    const key = type === 'shift' ? { type, id } : { type, agent_id, at };
    if (this.int(2) === 0) return { ...key, deleted: true };
    return type === 'shift'
      ? { ...rest, ...key, agent_id: this.pick(['x', 'y']), ...groups }
      : { ...key, state: this.pick(STATES), ...groups };
  }
}

/** Members contain no spaces. */
const keyOf = (members: readonly unknown[]): string => members.map(String).join(' ');

const iso = (at: number): string => new Date(at * 1_000).toISOString();

/** The members and the times that a query may ask for. */
const GROUPS: readonly (readonly string[])[] = [
  [],
  ['agent'],
  ['team'],
  ['department'],
  ['agent', 'team'],
  ['time:15m'],
  ['time:hour'],
  ['agent', 'time:hour'],
  ['team', 'time:15m'],
];

interface Asked {
  dimensions: readonly string[];
  filters: Sent[];
  start: number;
  end: number;
}

function randomAsked(random: RandomAgents): Asked {
  const [a, b] = [random.instant(), random.instant()].sort((one, two) => one - two) as [number, number];
  const filters = [
    [],
    [],
    [{ dimension: 'agent', in: ['x', 'y'] }],
    [{ dimension: 'agent', not_in: ['x'] }],
    [{ dimension: 'team', in: ['t1'] }],
    [{ dimension: 'team', in: [null] }],
    [
      { dimension: 'department', in: ['d1'] },
      { dimension: 'team', in: ['t1', 't2'] },
    ],
  ];
  return { dimensions: random.pick(GROUPS), filters: random.pick(filters), start: a, end: b + STEP };
}

/** The rows of an answer by what they are grouped by. */
function expectedRows(agents: AgentSeconds, { dimensions, filters, start, end }: Asked): Map<string, object> {
  const tallies = new Map<string, Tally>();
  if (dimensions.length === 0) tallies.set('', new Tally());
  const add = (second: Moment, team: unknown, department: unknown, to: (tally: Tally) => void): void => {
    const members: Record<string, unknown> = { agent: second.agent, team, department };
    const isIn = filters.every(({ dimension, in: wanted, not_in: others }) => {
      const member = members[String(dimension)];
      return Array.isArray(wanted) ? wanted.includes(member) : !(others as unknown[]).includes(member);
    });
    if (!isIn) return;
    const key = keyOf(
      dimensions.map((name) => {
        const grain = { 'time:15m': 900, 'time:hour': 3_600 }[name];
        return grain ? second.at - (second.at % grain) : members[name];
      }),
    );
    const tally = tallies.get(key) ?? new Tally();
    tallies.set(key, tally);
    to(tally);
  };
  for (const second of agents.between(start, end)) {
    if (second.state)
      add(second, second.stateTeam, second.stateDepartment, (tally) => tally.addState(second.state!));
    if (second.scheduled)
      add(second, second.shiftTeam, second.shiftDepartment, (tally) => tally.addScheduled(second));
  }
  return new Map([...tallies].map(([key, tally]) => [key, tally.figures()]));
}

async function check(client: QueryClient, agents: AgentSeconds, random: RandomAgents, when: string) {
  const asked = randomAsked(random);
  const { dimensions, filters, start, end } = asked;
  const period = { from: iso(start), to: iso(end - 1) };
  const { rows } = await client.ask({
    metrics: METRICS,
    dimensions,
    filters,
    period,
    time_zone: 'UTC',
    limit: 10_000,
  });
  const found = rows.map(({ time, ...row }): [string, object] => {
    const key = dimensions.map((name) =>
      name.startsWith('time') ? Date.parse(String(time)) / 1_000 : row[name],
    );
    return [keyOf(key), Object.fromEntries(METRICS.map((name) => [name, row[name]]))];
  });
  const what = `${when}: ${JSON.stringify({ dimensions, filters, period })}`;
  expect(Object.fromEntries(found), what).toEqual(Object.fromEntries(expectedRows(agents, asked)));
}

test.each(seeds())('history %i: every figure is what the seconds of the agents add up to', async (seed) => {
  const random = new RandomAgents(seed);
  const agents = new AgentSeconds();
  const client = await queryClient({ timeZone: random.pick(ZONES) });
  let version = Date.parse('2026-11-01T00:00:00Z') / 1_000;
  const send = async (count: number) => {
    const records = Array.from({ length: count }, () => random.record());
    for (const record of records) agents.apply(record);
    await client.send(
      ...records.map((record) => {
        version += 1;
        return { ...record, updated_at: iso(version) };
      }),
    );
  };
  for (let step = 1; step <= 4; step += 1) {
    await send(1 + random.int(60));
    await check(client, agents, random, `seed ${seed} step ${step}, pending`);
    await check(client, agents, random, `seed ${seed} step ${step}, pending`);
    await client.refresh();
    await check(client, agents, random, `seed ${seed} step ${step}, refreshed`);
    await send(1 + random.int(5));
    await check(client, agents, random, `seed ${seed} step ${step}, half-way`);
  }
  await client.refresh();
  for (let index = 0; index < 6; index += 1) await check(client, agents, random, `seed ${seed}, refreshed`);
  for (let day = START / 86_400 - 2; day < START / 86_400 + DAYS + 2; day += 1) {
    const target = (state: Parameters<typeof generationsOf>[0]) => generationsOf(state)[0];
    const differences = await rebuildDay({ store: client.tenant.store }, { day, target, pieceRows: 40 });
    expect([day, differences]).toEqual([day, 0]);
  }
  await send(3);
  const timeZone = random.pick(ZONES);
  await bringUpToDate({ store: client.tenant.store }, { timeZone, deadline: Date.now() + 60_000 });
  for (let index = 0; index < 4; index += 1)
    await check(client, agents, random, `seed ${seed}, rebuilt in ${timeZone}`);
});
