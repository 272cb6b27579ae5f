import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { tenantKeys } from '../../src/facts/keys.ts';
import type { Occurrence } from '../../src/facts/occurrence.ts';
import { parseRecord } from '../../src/facts/records/parse.ts';
import { storeRecords } from '../../src/ingest/store-records.ts';
import { ask } from '../../src/metrics/ask.ts';
import type { Term } from '../../src/metrics/measures.ts';
import {
  type Answer,
  type Filter,
  figuresOf,
  type Grouping,
  type Question,
} from '../../src/metrics/question.ts';
import { isCustomersCall } from '../../src/rollups/fold.ts';
import { bringUpToDate } from '../../src/rollups/generations.ts';
import { LEAVES } from '../../src/rollups/leaves.ts';
import { reconcile } from '../../src/rollups/reconcile.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { memberOf, type SetName, setNamed } from '../../src/rollups/sets.ts';
import { bucketsOf } from '../../src/time/buckets.ts';
import { localDay, localHour, startOfDay } from '../../src/time/zones.ts';
import { FactsModel } from '../support/facts-model.ts';
import { RandomFacts, seeded } from '../support/random-facts.ts';
import { freshTenant, nowSeconds } from '../support/tenant.ts';

const ZONES = ['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'America/Sao_Paulo', 'Australia/Lord_Howe'];
/** Around changes of clocks: Paris and Lord Howe in spring and autumn, Sao Paulo both ways. */
const SPANS = [
  ['2026-03-27', '2026-04-07'],
  ['2026-10-02', '2026-10-06'],
  ['2026-10-23', '2026-10-27'],
  ['2018-11-02', '2018-11-06'],
  ['2018-02-15', '2018-02-20'],
].map(([start, end]) => ({ start: Date.parse(start!) / 1_000, end: Date.parse(end!) / 1_000 }));

const UNDATED = LEAVES.filter(({ dated }) => !dated).map(({ name }) => name as Term);
const SLOTTED = LEAVES.filter(({ slotted }) => slotted).map(({ name }) => name as Term);
const FILTERS: SetName[] = [
  'department',
  'agent',
  'team',
  'campaign',
  'call_center',
  'engagement',
  'channel',
  'outcome',
];

function randomFilter(facts: RandomFacts): Filter {
  const members: Record<string, string[]> = {
    department: ['department0', 'department1', 'nobody'],
    agent: ['agent0', 'agent1'],
    team: ['team0'],
    campaign: ['campaign1'],
    call_center: ['center0'],
    engagement: ['engagement0'],
    channel: ['phone', 'email'],
    outcome: ['resolved', 'unknown'],
  };
  const names = facts.pick<SetName[]>([
    [],
    [],
    ['department'],
    [facts.pick(FILTERS)],
    ['department', 'agent'],
  ]);
  return Object.fromEntries(names.map((name) => [name, facts.pick(members[name]!)]));
}

function randomPeriod(
  facts: RandomFacts,
  span: { start: number; end: number },
  rollupZone: string,
): Question['period'] {
  const zone = facts.pick([...ZONES, rollupZone]);
  let [start, end] = [facts.instant(), facts.instant() + 1].sort((a, b) => a - b) as [number, number];
  if (facts.random() < 0.6) {
    start = startOfDay(zone, localDay(zone, start));
    end = startOfDay(zone, localDay(zone, end) + 1);
  }
  if (facts.random() < 0.2) [start, end] = [span.start - 86_400 * 3, span.end + 86_400 * 3];
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}

function randomQuestion(
  facts: RandomFacts,
  span: { start: number; end: number },
  rollupZone: string,
): Question {
  const period = randomPeriod(facts, span, rollupZone);
  const filter = randomFilter(facts);
  const by = facts.pick<Grouping['kind']>(['total', 'total', 'buckets', 'hours', 'members']);
  if (by === 'total') return { terms: [...UNDATED, 'distinct_customers'], period, filter, by: { kind: by } };
  if (by === 'buckets') {
    const buckets = bucketsOf(period, facts.pick(['day', 'week', 'month', 'anchored-week'] as const));
    return { terms: SLOTTED, period, filter, by: { kind: by, buckets } };
  }
  if (by === 'hours') return { terms: SLOTTED, period, filter, by: { kind: by } };
  const terms = facts.pick<Term[]>([
    ['calls', 'call_seconds', 'call_ratings', 'call_rating_sum', 'calls_waited'],
    ['rated_1', 'rated_5', 'rated_commented'],
  ]);
  const { agent: _agent, ...rest } = filter as Record<string, string>;
  return { terms, period, filter: rest, by: { kind: by, of: 'agent' } };
}

function plainAnswer(
  question: Question,
  occurrences: readonly Occurrence[],
): Map<string, Record<string, number>> {
  const groups = new Map<string, Record<string, number>>();
  const { period, by, filter, terms } = question;
  const customers = new Map<string, Set<string>>();
  for (const occurrence of occurrences) {
    if (occurrence.source === 'counter' || occurrence.at < period.start || occurrence.at >= period.end)
      continue;
    const isMatch = Object.entries(filter).every(
      ([set, member]) => memberOf(setNamed(set as SetName), occurrence) === member,
    );
    if (!isMatch) continue;
    let group: string | undefined = '';
    if (by.kind === 'hours') group = String(localHour(period.zone, occurrence.at));
    if (by.kind === 'buckets')
      group = by.buckets.find(({ start, end }) => occurrence.at >= start && occurrence.at < end)!.label;
    if (by.kind === 'members') group = memberOf(setNamed(by.of), occurrence);
    if (group === undefined) continue;
    const sums = groups.get(group) ?? {};
    groups.set(group, sums);
    for (const leaf of LEAVES) sums[leaf.name] = (sums[leaf.name] ?? 0) + leaf.value(occurrence);
    if (isCustomersCall(occurrence)) {
      const known = customers.get(group) ?? new Set<string>();
      customers.set(group, known.add(occurrence.interaction.customer_id!));
    }
    sums.distinct_customers = customers.get(group)?.size ?? 0;
  }
  for (const [group, sums] of groups) {
    groups.set(group, Object.fromEntries(terms.map((term) => [term, sums[term] ?? 0])));
  }
  return groups;
}

function shown(
  answer: Answer,
  question: Question,
  groups: Iterable<string>,
): Map<string, Record<string, number>> {
  return new Map(
    [...groups].map((group) => [
      group,
      Object.fromEntries(question.terms.map((term) => [term, figuresOf(answer, group)(term)])),
    ]),
  );
}

function nonZero(sums: Record<string, number>): boolean {
  return Object.values(sums).some((value) => value !== 0);
}

async function run(seed: number): Promise<{ questions: number; empty: number }> {
  const random = seeded(seed);
  const span = SPANS[Math.floor(random() * SPANS.length)]!;
  const facts = new RandomFacts(random, span);
  let zone = facts.pick(ZONES);
  const tenant = await freshTenant({ timeZone: zone });
  const model = new FactsModel();
  const keys = tenantKeys(env.DATA_SECRET, tenant.slug);
  const counts = { questions: 0, empty: 0 };
  const far = () => Date.now() + 60_000;

  // Every record is newer than the one before it.
  let now = nowSeconds();
  for (let step = 0; step < 8; step += 1) {
    const records = Array.from({ length: 1 + facts.int(40) }, () => {
      now += 1;
      const parsed = parseRecord(JSON.parse(JSON.stringify(facts.record())), {
        tenant: tenant.slug,
        now,
        keys,
      });
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
      return parsed.record;
    });
    await storeRecords(tenant.store, records, { keys, now });
    for (const record of records) model.apply(record);

    const occurrences = model.occurrences();
    const questions = Array.from({ length: 6 }, () => randomQuestion(facts, span, zone));
    const { answers } = await ask(tenant.store, zone, questions);
    for (const [index, question] of questions.entries()) {
      const expected = plainAnswer(question, occurrences);
      const actual = shown(
        answers[index]!,
        question,
        new Set([...expected.keys(), ...answers[index]!.keys()]),
      );
      for (const [group, sums] of actual) {
        const wanted = expected.get(group) ?? Object.fromEntries(question.terms.map((term) => [term, 0]));
        expect(sums, `seed ${seed} step ${step} ${JSON.stringify(question)} group ${group}`).toEqual(wanted);
      }
      counts.questions += 1;
      if (![...expected.values()].some(nonZero)) counts.empty += 1;
    }

    const upkeep = facts.int(5);
    if (upkeep === 0) await refresh(tenant.store, far());
    if (upkeep === 1) await Promise.all([refresh(tenant.store, far()), refresh(tenant.store, far())]);
    if (upkeep === 2) {
      zone = facts.pick(ZONES);
      await bringUpToDate(tenant.store, zone, facts.pick([far(), Date.now() + 15]));
    }
    if (upkeep === 3)
      expect((await reconcile(tenant.store, span.end, random)).differences, `seed ${seed}`).toBe(0);
  }
  return counts;
}

describe('answers from rollups and change log equal a plain computation over the facts', () => {
  it.each(Array.from({ length: 24 }, (_, index) => index + 1))('random history %i', async (seed) => {
    const { questions, empty } = await run(seed);
    expect(empty).toBeLessThan(questions / 2);
  });
});
