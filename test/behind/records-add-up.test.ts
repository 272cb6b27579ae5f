import { describe, expect, test } from 'vitest';
import type { Cell, RecurringTime, SpanTime } from '../../src/behind/cell.ts';
import { cellToken } from '../../src/behind/cell-token.ts';
import type { Position } from '../../src/behind/page-steps.ts';
import { type RecordsPage, recordsOf } from '../../src/behind/records-of.ts';
import { storeRecords } from '../../src/ingest/store-records.ts';
import { executeQueries } from '../../src/query/execute.ts';
import { fractionOf, inputsOfMeasure, MEASURES, type Measure } from '../../src/query/measures.ts';
import { cellOf, type Filter, type MemberSet, type TimeGrouping } from '../../src/query/query.ts';
import { parseRecord } from '../../src/records/parse.ts';
import type { DimensionName } from '../../src/rollups/dimensions.ts';
import { bringUpToDate } from '../../src/rollups/generations.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { bucketsOf } from '../../src/time/buckets.ts';
import type { Period } from '../../src/time/period.ts';
import { localDay, startOfDay } from '../../src/time/zones.ts';
import { RandomFacts } from '../oracle/random-facts.ts';
import { seeded } from '../oracle/random-span.ts';
import { seeds } from '../oracle/seeds.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant, nowSeconds } from '../support/tenant.ts';

const ZONES = ['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
/** Around changes of clocks. */
const SPANS = [
  ['2026-03-27', '2026-04-07'],
  ['2026-10-02', '2026-10-06'],
  ['2026-10-23', '2026-10-27'],
].map(([start, end]) => ({ start: Date.parse(start!) / 1_000, end: Date.parse(end!) / 1_000 }));

const MEMBERS = {
  department: ['department0', 'department1'],
  agent: ['agent0', 'agent1', 'agent2'],
  team: ['team0', 'nobody'],
  campaign: ['campaign1'],
  channel: ['phone', 'email'],
  outcome: ['resolved', 'unknown'],
  priority: ['urgent', 'low'],
  provider: ['one', 'two'],
} as const;
const DIMENSIONS = Object.keys(MEMBERS) as (keyof typeof MEMBERS)[];

/** Of several kinds of records, with weights of both signs. */
const MIXED: Measure = {
  unit: 'count',
  description: '',
  numerator: { calls: 3, rated_5: -2, reviews: 1, article_views: 1, distinct_customers: 5, overdue_any: -1 },
  denominator: { conversations: 1, evaluations: 2 },
};

class RandomCells extends RandomFacts {
  metric(): [name: string, measure: Measure] {
    const special = ['total_customers', 'new_customers', 'duration_p90', 'resolution_minutes_median'];
    const names = [...Object.keys(MEASURES), ...special, ...special, 'sla_breached', 'sla_compliance_rate'];
    const name = this.pick([...names, 'mixed', 'mixed', 'mixed']);
    return [name, name === 'mixed' ? MIXED : MEASURES[name as keyof typeof MEASURES]];
  }

  period(span: { start: number; end: number }): Period {
    const zone = this.pick(ZONES);
    let [start, end] = [this.instant(), this.instant() + 1].sort((a, b) => a - b) as [number, number];
    if (this.random() < 0.6) {
      start = startOfDay(zone, localDay(zone, start));
      end = startOfDay(zone, localDay(zone, end) + 1);
    }
    if (this.random() < 0.3) [start, end] = [span.start - 86_400, span.end + 86_400];
    return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
  }

  filter(): Filter {
    const names = this.pick([[], [], ['department' as const], [this.pick(DIMENSIONS)], this.two()]);
    return Object.fromEntries(names.map((name) => [name, this.condition(MEMBERS[name])]));
  }

  two(): (keyof typeof MEMBERS)[] {
    return [...new Set([this.pick(DIMENSIONS), this.pick(DIMENSIONS)])];
  }

  condition(members: readonly string[]): string | MemberSet {
    if (this.random() < 0.5) return this.pick(members);
    const chosen = [...members, null].filter(() => this.random() < 0.5);
    return { members: new Set(chosen), isExcluded: this.random() < 0.5 };
  }

  grouping(period: Period): TimeGrouping {
    const { zone } = period;
    return this.pick<TimeGrouping>([
      { kind: 'total' },
      { kind: 'total' },
      { kind: 'buckets', buckets: bucketsOf(period, this.pick(['day', 'week', 'month'] as const)) },
      { kind: 'buckets', buckets: hoursOf(period) },
      { kind: 'hours', zone },
      { kind: 'weekdays', zone },
      { kind: 'weekday-hours', zone },
    ]);
  }
}

function hoursOf({ start, end }: Period) {
  const buckets = [];
  for (let at = start; at < end; at = Math.min(end, at + 3_600))
    buckets.push({ label: String(at), start: at, end: Math.min(end, at + 3_600), isCut: false });
  return buckets;
}

function timeOfCell(time: TimeGrouping, label: string): SpanTime | RecurringTime | undefined {
  if (time.kind === 'total') return undefined;
  if (time.kind !== 'buckets') return { ...time, value: label };
  const { start, end } = time.buckets.find((bucket) => bucket.label === label)!;
  return { kind: 'span', start, end };
}

/** Everything that walking all pages gives. */
async function walk(
  context: Parameters<typeof recordsOf>[0],
  token: string,
  limit: number,
): Promise<Pick<RecordsPage, 'cell' | 'changed' | 'records'> & { pages: number }> {
  const records: RecordsPage['records'] = [];
  let after: Position | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await recordsOf(context, { token, after, limit });
    expect(page.records.length).toBeLessThanOrEqual(limit);
    records.push(...page.records);
    after = page.next;
    if (!after) return { cell: page.cell, changed: page.changed, records, pages };
    expect(pages).toBeLessThan(1_000);
  }
}

function sumOf(records: RecordsPage['records'], part: 'numerator' | 'denominator'): number {
  return records.reduce((sum, record) => sum + (record[part] ?? 0), 0);
}

/** Walks the records of a cell, and compares their sums with it. Returns how many there are. */
async function checkCell(
  context: Parameters<typeof recordsOf>[0],
  cell: Cell,
  limit: number,
  seed: string,
): Promise<number> {
  const walked = await walk(context, cellToken(context, cell), limit);
  const { numerator, denominator } = walked.cell.parts;
  const { records } = walked;
  const about = `${seed} ${JSON.stringify(cell, (_, value) => (value instanceof Set ? [...value] : value))}`;
  expect(walked.changed, about).toBe(false);
  expect(
    [sumOf(records, 'numerator'), denominator === null ? null : sumOf(records, 'denominator')],
    about,
  ).toEqual([numerator, denominator]);
  const keys = records.map(({ type, id }) => `${type} ${id}`);
  expect(new Set(keys).size, about).toBe(keys.length);
  if (walked.cell.rank !== null) {
    const ranked = records.map((record) => record.numerator).sort((a, b) => a - b)[walked.cell.rank - 1]!;
    expect(Math.abs(cell.value.numerator - ranked), about).toBeLessThanOrEqual(ranked / 100);
  }
  return records.length;
}

async function run(seed: number): Promise<{ cells: number; records: number }> {
  const random = seeded(seed);
  const span = SPANS[Math.floor(random() * SPANS.length)]!;
  const facts = new RandomCells(random, span);
  let zone = facts.pick(ZONES);
  const tenant = await freshTenant({ timeZone: zone });
  const counts = { cells: 0, records: 0 };
  let now = nowSeconds();
  for (let step = 0; step < 4; step += 1) {
    const records = Array.from({ length: 40 + facts.int(60) }, () => {
      now += 1;
      const parsed = parseRecord(JSON.parse(JSON.stringify(facts.record())), contextOf(tenant, { now }));
      if (!parsed.ok || parsed.record.type === 'customer') throw new Error(JSON.stringify(parsed));
      return parsed.record;
    });
    await storeRecords(contextOf(tenant, { now }), { records });
    const context = { ...contextOf(tenant), tenant: { timeZone: zone } };
    for (let asked = 0; asked < 30; asked += 1) {
      const [metric, measure] = facts.metric();
      const period = facts.period(span);
      const filter = facts.filter();
      const time = facts.grouping(period);
      const of: DimensionName[] = facts.pick([[], [], [facts.pick(DIMENSIONS)], facts.two()]);
      const judgedAt = facts.instant();
      const { results } = await executeQueries(context, {
        queries: [
          {
            inputs: inputsOfMeasure(measure),
            period,
            filter,
            by: { kind: 'cells', of, time },
            now: judgedAt,
          },
        ],
      });
      const groups = [...results[0]!].filter(() => facts.random() < 0.5).slice(0, 3);
      for (const [group, values] of groups) {
        const { members, time: label } = cellOf(group);
        const own = members.map((member, place) => [
          of[place]!,
          member ?? { members: new Set([null]), isExcluded: false },
        ]);
        const at = timeOfCell(time, label);
        const cell: Cell = {
          metric,
          measure,
          filter: { ...filter, ...Object.fromEntries(own) },
          period,
          ...(at && { time: at }),
          now: judgedAt,
          value: fractionOf(measure, values),
        };
        counts.cells += 1;
        counts.records += await checkCell(context, cell, facts.pick([1, 3, 1_000]), `seed ${seed}`);
      }
    }
    const far = () => Date.now() + 60_000;
    const maintenance = facts.int(3);
    if (maintenance === 0) await refresh(tenant, { deadline: far() });
    if (maintenance === 1) {
      zone = facts.pick(ZONES);
      await bringUpToDate(tenant, { timeZone: zone, deadline: far() });
    }
  }
  return counts;
}

describe('the parts of all records behind a cell add up to it', () => {
  test.each(seeds())('random history %i', async (seed) => {
    const { cells, records } = await run(seed);
    expect(cells).toBeGreaterThan(50);
    expect(records).toBeGreaterThan(cells);
  });
});
