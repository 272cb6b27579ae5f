import { describe, expect, test } from 'vitest';
import type { FactEvent } from '../../src/facts/event.ts';
import { storeRecords } from '../../src/ingest/store-records.ts';
import { executeQueries } from '../../src/query/execute.ts';
import type { MeasureInput } from '../../src/query/measures.ts';
import {
  type Filter,
  type Grouping,
  type MemberSet,
  type MetricsQuery,
  type QueryResult,
  type TimeGrouping,
  valuesIn,
} from '../../src/query/query.ts';
import { parseRecord } from '../../src/records/parse.ts';
import { BASE_MEASURES } from '../../src/rollups/base-measures.ts';
import { BREAKDOWNS } from '../../src/rollups/breakdowns.ts';
import type { DimensionName } from '../../src/rollups/dimensions.ts';
import { isCustomersCall } from '../../src/rollups/fold.ts';
import { bringUpToDate } from '../../src/rollups/generations.ts';
import { reconcile } from '../../src/rollups/reconcile.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { readRollupState } from '../../src/rollups/state.ts';
import { putCombinations } from '../../src/rollups/wanted-combinations.ts';
import { bucketsOf } from '../../src/time/buckets.ts';
import { dayOfDate } from '../../src/time/dates.ts';
import { localDay, localHour, localWeekday, startOfDay } from '../../src/time/zones.ts';
import { FactsModel } from '../oracle/facts-model.ts';
import { RandomFacts } from '../oracle/random-facts.ts';
import { seeded } from '../oracle/random-span.ts';
import { seeds } from '../oracle/seeds.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';

const ZONES = ['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'America/Sao_Paulo', 'Australia/Lord_Howe'];
/** Around changes of clocks: Paris and Lord Howe in spring and autumn, Sao Paulo both ways. */
const SPANS = [
  ['2026-03-27', '2026-04-07'],
  ['2026-10-02', '2026-10-06'],
  ['2026-10-23', '2026-10-27'],
  ['2018-11-02', '2018-11-06'],
  ['2018-02-15', '2018-02-20'],
].map(([start, end]) => ({ start: Date.parse(start!) / 1_000, end: Date.parse(end!) / 1_000 }));

const UNDATED = BASE_MEASURES.filter(({ dated }) => !dated).map(({ name }) => name as MeasureInput);
const KEPT_IN_INTERVALS = BASE_MEASURES.filter(({ intervals }) => intervals).map(
  ({ name }) => name as MeasureInput,
);
const FILTERS: DimensionName[] = [
  'department',
  'agent',
  'team',
  'campaign',
  'call_center',
  'engagement',
  'queue',
  'channel',
  'outcome',
  'direction',
];

function randomFilter(facts: RandomFacts): Filter {
  const members: Record<string, string[]> = {
    department: ['department0', 'department1', 'nobody'],
    agent: ['agent0', 'agent1'],
    team: ['team0'],
    campaign: ['campaign1'],
    call_center: ['center0'],
    engagement: ['engagement0'],
    queue: ['queue0', 'queue1'],
    channel: ['phone', 'email'],
    direction: ['inbound', 'outbound'],
    outcome: ['resolved', 'unknown'],
  };
  const names = facts.pick<DimensionName[]>([
    [],
    [],
    ['department'],
    [facts.pick(FILTERS)],
    ['department', 'agent'],
    ['direction', facts.pick(FILTERS)],
    ['direction'],
    ['direction', 'department'],
    ['direction', 'team'],
    ['campaign', 'call_center', 'engagement'],
    ['agent', 'channel'],
  ]);
  return Object.fromEntries(names.map((name) => [name, randomCondition(facts, members[name]!)]));
}

/** One member, several of them, or all but some; null is a member, too. */
function randomCondition(facts: RandomFacts, members: readonly string[]): string | MemberSet {
  if (facts.random() < 0.5) return facts.pick([...members]);
  const chosen = [...members, null].filter(() => facts.random() < 0.5);
  return { members: new Set(chosen), isExcluded: facts.random() < 0.5 };
}

function randomPeriod(
  facts: RandomFacts,
  span: { start: number; end: number },
  rollupZone: string,
): MetricsQuery['period'] {
  const zone = facts.pick([...ZONES, rollupZone]);
  let [start, end] = [facts.instant(), facts.instant() + 1].sort((a, b) => a - b) as [number, number];
  if (facts.random() < 0.6) {
    start = startOfDay(zone, localDay(zone, start));
    end = startOfDay(zone, localDay(zone, end) + 1);
  }
  if (facts.random() < 0.2) [start, end] = [span.start - 86_400 * 3, span.end + 86_400 * 3];
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}

const PERCENTILES: MeasureInput[] = ['duration_p50', 'duration_p90', 'resolution_p50'];
const OVERDUE: MeasureInput[] = ['overdue_first', 'overdue_resolution', 'overdue_any'];
const DATED = BASE_MEASURES.filter(({ dated }) => dated).map(({ name }) => name as MeasureInput);

function randomQuery(
  facts: RandomFacts,
  span: { start: number; end: number },
  rollupZone: string,
): MetricsQuery {
  const period = randomPeriod(facts, span, rollupZone);
  const filter = randomFilter(facts);
  const now = facts.instant();
  const by = facts.pick<Grouping['kind']>([
    'cells',
    'cells',
    'cells',
    'weekdays',
    'total',
    'total',
    'buckets',
    'buckets',
    'hours',
    'weekday-hours',
    'members',
    'members',
  ]);
  if (by === 'total') {
    const special = facts.pick<MeasureInput[]>([['distinct_customers'], PERCENTILES, OVERDUE, DATED]);
    const unfiltered = special === DATED ? {} : filter;
    return { inputs: [...UNDATED, ...special], period, filter: unfiltered, by: { kind: by }, now };
  }
  if (by === 'buckets') {
    const buckets = bucketsOf(period, facts.pick(['day', 'week', 'month', 'anchored-week'] as const));
    return { inputs: [...KEPT_IN_INTERVALS, ...OVERDUE], period, filter, by: { kind: by, buckets }, now };
  }
  if (by === 'cells') return randomCells(facts, { period, filter, now });
  if (by !== 'members')
    return { inputs: KEPT_IN_INTERVALS, period, filter, by: { kind: by, zone: period.zone } };
  const breakdown = facts.pick(BREAKDOWNS.filter(({ name, of }) => name !== 'articles' && of.length === 1));
  const of = breakdown.of[0]!;
  const inputs = [
    ...breakdown.baseMeasures,
    ...(['priority', 'team'].includes(of) ? OVERDUE : []),
  ] as MeasureInput[];
  const { [of]: _own, ...rest } = filter as Record<string, string>;
  return { inputs, period, filter: rest, by: { kind: by, of }, now };
}

/** Combinations that are declared and dropped while a history is played. */
const COMBINED: DimensionName[][] = [
  ['team', 'priority', 'direction'],
  ['channel', 'agent'],
  ['outcome', 'department', 'campaign'],
];

const CELL_DIMENSIONS: DimensionName[] = [
  'direction',
  'department',
  'agent',
  'team',
  'channel',
  'priority',
  'outcome',
];

/** Inputs of one kind by at most two dimensions and, often, by time. */
function randomCells(
  facts: RandomFacts,
  { period, filter, now }: Pick<MetricsQuery, 'period' | 'filter' | 'now'>,
): MetricsQuery {
  const { zone } = period;
  const first = facts.pick(CELL_DIMENSIONS);
  const of = facts.pick([
    [],
    [first],
    [first],
    [...new Set([first, facts.pick(CELL_DIMENSIONS)])],
    facts.pick(COMBINED),
  ]);
  const time = facts.pick<TimeGrouping>([
    { kind: 'total' },
    { kind: 'buckets', buckets: bucketsOf(period, facts.pick(['day', 'week', 'month'] as const)) },
    { kind: 'hours', zone },
    { kind: 'weekdays', zone },
  ]);
  const inputs = facts.pick<MeasureInput[]>([
    ['distinct_customers'],
    PERCENTILES,
    OVERDUE,
    ['calls', 'call_seconds'],
    ['ended', 'cost_llm'],
    ['reviews', 'review_score'],
    ['csat_responses', 'csat_5'],
  ]);
  return { inputs, period, filter, by: { kind: 'cells', of, time }, now: now! };
}

function plainTime(time: TimeGrouping, at: number): string {
  if (time.kind === 'total') return '';
  if (time.kind === 'hours') return String(localHour(time.zone, at));
  if (time.kind === 'weekdays') return String(localWeekday(time.zone, at));
  if (time.kind === 'weekday-hours') return `${localWeekday(time.zone, at)}-${localHour(time.zone, at)}`;
  return time.buckets.find(({ start, end }) => at >= start && at < end)!.label;
}

/** The members that an event counts under, by the record's own fields. */
function membersOf(dimension: string, event: FactEvent): string[] {
  if (event.source === 'counter' || event.source === 'agent_time') return [];
  const { interaction } = event;
  if (dimension === 'provider') {
    return event.source === 'interaction'
      ? (interaction.llm_usage ?? []).map(({ provider }) => provider)
      : [];
  }
  const field = [
    'department',
    'agent',
    'team',
    'campaign',
    'call_center',
    'engagement',
    'queue',
    'email_channel',
  ].includes(dimension)
    ? `${dimension}_id`
    : dimension;
  const member = (interaction as unknown as Record<string, string | undefined>)[field];
  return member === undefined ? [] : [member];
}

function onlyProvider(event: FactEvent, dimension: string, member: string): FactEvent {
  if (dimension !== 'provider' || event.source !== 'interaction') return event;
  const usage = event.interaction.llm_usage?.filter(({ provider }) => provider === member) ?? [];
  return { ...event, interaction: { ...event.interaction, llm_usage: usage } };
}

function overdueOf(event: FactEvent, now: number): Record<string, number> {
  if (event.source !== 'interaction' || event.interaction.kind !== 'conversation') return {};
  const { sla, started_at, ended_at, first_response_at, resolved_at } = event.interaction;
  const state = (seconds: number | undefined, done: number | undefined) => {
    if (seconds === undefined) return 'untracked';
    const dueAt = started_at + seconds + (sla?.paused_seconds ?? 0);
    if ((done ?? ended_at) !== undefined) return (done ?? ended_at)! > dueAt ? 'breached' : 'met';
    return now > dueAt ? 'overdue' : 'met';
  };
  const first = state(sla?.first_response_seconds, first_response_at);
  const resolution = state(sla?.resolution_seconds, resolved_at);
  const any = [first, resolution];
  return {
    overdue_first: Number(first === 'overdue'),
    overdue_resolution: Number(resolution === 'overdue'),
    overdue_any: Number(any.includes('overdue') && !any.includes('breached')),
  };
}

function plainPercentile(values: number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

interface PlainGroup {
  sums: Record<string, number>;
  customers: Set<string>;
  durations: number[];
  resolutions: number[];
}

function plainAnswer(
  metricsQuery: MetricsQuery,
  events: readonly FactEvent[],
): Map<string, Record<string, number>> {
  const groups = new Map<string, PlainGroup>();
  const { period, by, filter, inputs } = metricsQuery;
  const add = (group: string, event: FactEvent): void => {
    const known = groups.get(group) ?? { sums: {}, customers: new Set(), durations: [], resolutions: [] };
    groups.set(group, known);
    for (const baseMeasure of BASE_MEASURES)
      known.sums[baseMeasure.name] = (known.sums[baseMeasure.name] ?? 0) + baseMeasure.value(event);
    for (const [input, count] of Object.entries(overdueOf(event, metricsQuery.now ?? 0))) {
      known.sums[input] = (known.sums[input] ?? 0) + count;
    }
    if (isCustomersCall(event)) known.customers.add(event.interaction.customer_id!);
    if (event.source !== 'interaction') return;
    const { status, kind, duration_seconds, resolved_at, started_at } = event.interaction;
    if (status !== 'open' && duration_seconds !== undefined) known.durations.push(duration_seconds);
    if (kind === 'conversation' && resolved_at !== undefined)
      known.resolutions.push(resolved_at - started_at);
  };
  for (const event of events) {
    if (event.source === 'counter') {
      const day = dayOfDate(event.date)!;
      if (by.kind === 'total' && day >= period.fromDay && day <= period.toDay) add('', event);
      continue;
    }
    if (event.at < period.start || event.at >= period.end) continue;
    const isMatch = Object.entries(filter).every(([dimension, wanted]) => {
      const [member = null] = membersOf(dimension, event);
      if (typeof wanted === 'string') return member === wanted;
      return wanted.members.has(member) ? !wanted.isExcluded : wanted.isExcluded;
    });
    if (!isMatch) continue;
    if (by.kind === 'members') {
      for (const member of membersOf(by.of, event)) add(member, onlyProvider(event, by.of, member));
    } else if (by.kind === 'cells') {
      const members = by.of.map((dimension) => membersOf(dimension, event)[0] ?? null);
      add(JSON.stringify([...members, plainTime(by.time, event.at)]), event);
    } else {
      add(plainTime(by, event.at), event);
    }
  }
  return new Map(
    [...groups].map(([group, { sums, customers, durations, resolutions }]) => {
      const special: Record<string, number> = {
        distinct_customers: customers.size,
        duration_p50: plainPercentile(durations, 50),
        duration_p90: plainPercentile(durations, 90),
        resolution_p50: plainPercentile(resolutions, 50),
      };
      return [group, Object.fromEntries(inputs.map((input) => [input, special[input] ?? sums[input] ?? 0]))];
    }),
  );
}

/** Percentiles may be off by 1 %; what is within it counts as equal. */
function withoutTolerated(
  sums: Record<string, number>,
  wanted: Record<string, number>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(sums).map(([input, value]) => {
      const isTolerated =
        PERCENTILES.includes(input as MeasureInput) &&
        Math.abs(value - wanted[input]!) <= wanted[input]! / 100;
      return [input, isTolerated ? wanted[input]! : value];
    }),
  );
}

function shown(
  answer: QueryResult,
  metricsQuery: MetricsQuery,
  groups: Iterable<string>,
): Map<string, Record<string, number>> {
  return new Map(
    [...groups].map((group) => [
      group,
      Object.fromEntries(metricsQuery.inputs.map((input) => [input, valuesIn(answer, group)(input)])),
    ]),
  );
}

function nonZero(sums: Record<string, number>): boolean {
  return Object.values(sums).some((value) => value !== 0);
}

/** Wants some of the combinations, and builds them as far as there is time. */
async function declareCombinations(tenant: TestTenant, facts: RandomFacts, zone: string): Promise<void> {
  const state = (await readRollupState(tenant))!;
  const wanted = COMBINED.filter(() => facts.int(2) === 0).map((dimensions) => ({
    dimensions,
    metrics: ['total_calls'],
    created_at: 0,
  }));
  await tenant.store.batch(putCombinations(state, wanted));
  await bringUpToDate(tenant, { timeZone: zone, deadline: Date.now() + facts.pick([60_000, 15]) });
}

async function run(seed: number): Promise<{ metricsQueries: number; empty: number }> {
  const random = seeded(seed);
  const span = SPANS[Math.floor(random() * SPANS.length)]!;
  const facts = new RandomFacts(random, span);
  let zone = facts.pick(ZONES);
  const tenant = await freshTenant({ timeZone: zone });
  const model = new FactsModel();
  const counts = { metricsQueries: 0, empty: 0 };
  const far = () => Date.now() + 60_000;

  // Every record is newer than the one before it.
  let now = nowSeconds();
  for (let step = 0; step < 8; step += 1) {
    const records = Array.from({ length: 1 + facts.int(40) }, () => {
      now += 1;
      const parsed = parseRecord(JSON.parse(JSON.stringify(facts.record())), contextOf(tenant, { now }));
      if (!parsed.ok || parsed.record.type === 'customer') throw new Error(JSON.stringify(parsed));
      return parsed.record;
    });
    await storeRecords(contextOf(tenant, { now }), { records });
    for (const record of records) model.apply(record);

    const events = model.events();
    const metricsQueries = Array.from({ length: 12 }, () => randomQuery(facts, span, zone));
    const { results } = await executeQueries(
      { store: tenant.store, tenant: { timeZone: zone } },
      { queries: metricsQueries },
    );
    for (const [index, metricsQuery] of metricsQueries.entries()) {
      const expected = plainAnswer(metricsQuery, events);
      const actual = shown(
        results[index]!,
        metricsQuery,
        new Set([...expected.keys(), ...results[index]!.keys()]),
      );
      for (const [group, sums] of actual) {
        const wanted =
          expected.get(group) ?? Object.fromEntries(metricsQuery.inputs.map((input) => [input, 0]));
        expect(
          withoutTolerated(sums, wanted),
          `seed ${seed} step ${step} ${JSON.stringify(metricsQuery, (_, value) => (value instanceof Set ? [...value] : value))} group ${group}`,
        ).toEqual(wanted);
      }
      counts.metricsQueries += 1;
      if (![...expected.values()].some(nonZero)) counts.empty += 1;
    }

    if (facts.int(3) === 0) await declareCombinations(tenant, facts, zone);
    const maintenance = facts.int(5);
    if (maintenance === 0) await refresh(tenant, { deadline: far() });
    if (maintenance === 1)
      await Promise.all([refresh(tenant, { deadline: far() }), refresh(tenant, { deadline: far() })]);
    if (maintenance === 2) {
      zone = facts.pick(ZONES);
      await bringUpToDate(tenant, { timeZone: zone, deadline: facts.pick([far(), Date.now() + 15]) });
    }
    if (maintenance === 3) {
      const { differences } = await reconcile({ store: tenant.store, now: span.end }, { random });
      expect(differences, `seed ${seed}`).toBe(0);
    }
  }
  return counts;
}

describe('answers from rollups and change log equal a plain computation over the facts', () => {
  test.each(seeds())('random history %i', async (seed) => {
    const { metricsQueries, empty } = await run(seed);
    expect(empty).toBeLessThan((metricsQueries * 2) / 3);
  });
});
