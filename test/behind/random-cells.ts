import type { Cell, RecurringTime, SpanTime } from '../../src/behind/cell.ts';
import { traitsOf } from '../../src/catalogue/traits.ts';
import { executeQueries, type QueryContext } from '../../src/query/execute.ts';
import { PERCENTS, percentileOf } from '../../src/query/measures/histogram-inputs.ts';
import { fractionOf, inputsOfMeasure, MEASURES, type Measure } from '../../src/query/measures.ts';
import {
  cellOf,
  type Filter,
  type MemberSet,
  type MetricsQuery,
  type TimeGrouping,
} from '../../src/query/query.ts';
import type { DimensionName } from '../../src/rollups/dimensions.ts';
import { bucketsOf } from '../../src/time/buckets.ts';
import type { Period } from '../../src/time/period.ts';
import { localDay, startOfDay } from '../../src/time/zones.ts';
import { RandomFacts } from '../oracle/random-facts.ts';
import type { Span } from '../oracle/random-span.ts';

const MEMBERS: Partial<Record<DimensionName, readonly string[]>> = {
  department: ['department0', 'department1'],
  agent: ['agent0', 'agent1', 'agent2'],
  team: ['team0', 'nobody'],
  campaign: ['campaign1'],
  channel: ['phone', 'email'],
  outcome: ['resolved', 'unknown'],
  priority: ['urgent', 'low'],
  provider: ['one', 'two'],
  article: ['article0'],
};

/** Of several kinds of records, with weights of both signs. */
const MIXED: Measure = {
  unit: 'ratio',
  description: '',
  numerator: { calls: 3, rated_5: -2, reviews: 1, distinct_customers: 5, overdue_any: -1 },
  denominator: { conversations: 1, evaluations: 2 },
};
const WITH_COUNTERS: Measure = {
  unit: 'ratio',
  description: '',
  numerator: { article_views: 1, email_bounced: 2 },
  denominator: { calls: 1 },
};
/** What cannot simply be added up, more often than the rest. */
const SPECIAL = [
  'total_customers',
  'new_customers',
  'resolution_minutes_median',
  'sla_compliance_rate',
] as const;

/** Random cells of answers to queries, as they can be asked for. */
export class RandomCells extends RandomFacts {
  readonly #span: Span;
  readonly #zones: readonly string[];

  constructor(random: () => number, span: Span, zones: readonly string[]) {
    super(random, span);
    this.#span = span;
    this.#zones = zones;
  }

  /** The cells of one query, with what it found. */
  async cells(context: QueryContext): Promise<Cell[]> {
    const [metric, measure] = this.#metric();
    const { dimensions } = traitsOf(measure);
    const known = dimensions.filter((name) => MEMBERS[name]);
    const filter = this.#filter(known);
    const of = this.#some(known);
    const period = this.#period();
    const time = this.#grouping(period);
    const now = this.instant();
    const inputs = inputsOfMeasure(measure);
    const query: MetricsQuery = { inputs, period, filter, by: { kind: 'cells', of, time }, now };
    const { results } = await executeQueries(context, { queries: [query] });
    return [...results[0]!].map(([group, values]): Cell => {
      const { members, time: label } = cellOf(group);
      const own = members.map((member, place) => [of[place]!, member ?? only(null)]);
      const at = timeOfCell(time, label);
      return {
        metric,
        measure,
        filter: { ...filter, ...Object.fromEntries(own) },
        period,
        ...(at && { time: at }),
        now,
        value: fractionOf(measure, values),
      };
    });
  }

  #metric(): [name: string, measure: Measure] {
    const choice = this.random();
    if (choice < 0.15) return ['mixed', this.pick([MIXED, MIXED, WITH_COUNTERS])];
    if (choice < 0.3) {
      const timing = this.pick(['duration', 'wait', 'first_response', 'resolution'] as const);
      return [
        'percentile',
        { unit: 'seconds', description: '', ...percentileOf(timing, this.pick(PERCENTS)) },
      ];
    }
    // No records are listed behind what is open.
    const all = (Object.keys(MEASURES) as (keyof typeof MEASURES)[]).filter(
      (name) => traitsOf(MEASURES[name]).attribution !== 'open',
    );
    const name = choice < 0.5 ? this.pick(SPECIAL) : this.pick(all);
    return [name, MEASURES[name]];
  }

  #period(): Period {
    const zone = this.pick(this.#zones);
    let [start, end] = [this.instant(), this.instant() + 1].sort((a, b) => a - b) as [number, number];
    if (this.random() < 0.6) {
      start = startOfDay(zone, localDay(zone, start));
      end = startOfDay(zone, localDay(zone, end) + 1);
    }
    if (this.random() < 0.3) [start, end] = [this.#span.start - 86_400, this.#span.end + 86_400];
    return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
  }

  /** None, one or two of them. */
  #some<Item>(items: readonly Item[]): Item[] {
    if (items.length === 0) return [];
    return this.pick([[], [], [this.pick(items)], [...new Set([this.pick(items), this.pick(items)])]]);
  }

  #filter(dimensions: readonly DimensionName[]): Filter {
    return Object.fromEntries(this.#some(dimensions).map((name) => [name, this.#condition(MEMBERS[name]!)]));
  }

  #condition(members: readonly string[]): string | MemberSet {
    if (this.random() < 0.5) return this.pick(members);
    const chosen = [...members, null].filter(() => this.random() < 0.5);
    return { members: new Set(chosen), isExcluded: this.random() < 0.5 };
  }

  #grouping(period: Period): TimeGrouping {
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

function only(member: string | null): MemberSet {
  return { members: new Set([member]), isExcluded: false };
}

function hoursOf({ start, end }: Span) {
  const starts = Array.from({ length: Math.ceil((end - start) / 3_600) }, (_, hour) => start + hour * 3_600);
  return starts.map((at) => ({ label: String(at), start: at, end: Math.min(end, at + 3_600), isCut: false }));
}

function timeOfCell(time: TimeGrouping, label: string): SpanTime | RecurringTime | undefined {
  if (time.kind === 'total') return undefined;
  if (time.kind !== 'buckets') return { ...time, value: label };
  const { start, end } = time.buckets.find((bucket) => bucket.label === label)!;
  return { kind: 'span', start, end };
}
