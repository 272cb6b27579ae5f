import { NewestRecords } from './newest-records.ts';
import type { Asked, Oracle } from './oracle.ts';
import type { PlainEvent } from './plain-metric.ts';
import type { PlainPolicy } from './plain-policy.ts';
import { judgedEvents } from './policies.ts';
import { openIn, PLAIN_METRICS, plainEvents } from './query-metrics.ts';
import {
  type AskedSpan,
  askedSpan,
  comparedSpan,
  type PlainBucket,
  plainBuckets,
  timeLabel,
} from './query-time.ts';
import { order, quotient } from './rounding.ts';
import { dateAt } from './time.ts';

type Member = string | null;
type Limits = Partial<Record<'gte' | 'gt' | 'lte' | 'lt' | 'eq', number>>;

/** A query as random queries write it: metrics by name, no stats. */
export interface PlainQuery {
  metrics: string[];
  dimensions: string[];
  filters: { dimension: string; in?: Member[]; not_in?: Member[]; is_set?: boolean }[];
  having: ({ metric: string } & Limits)[];
  period: { from?: string; to?: string };
  time_zone?: string;
  week_start?: string;
  compare?: unknown;
  order: { by: string; direction: 'asc' | 'desc' }[];
  limit?: number;
  include: string[];
  precision?: string;
}

interface Row {
  members: Member[];
  /** The place of the bucket. */
  place: number;
  values: [over: number, under: number][];
  before?: { label: string | number | null; values: ([number, number] | null)[] };
}

/** What the metrics of one span count, by members and bucket. */
interface Cells {
  buckets: PlainBucket[];
  cells: Map<string, PlainEvent[]>;
  all: PlainEvent[];
}

const NAMED: Readonly<Record<string, string>> = {
  agent: 'name',
  team: 'name',
  department: 'name',
  queue: 'name',
  article: 'title',
};

/** Answers queries from the records as they were sent, by the sentences of the query language. */
export class QueriesOracle implements Oracle {
  zone: string;
  readonly records = new NewestRecords();
  readonly policies: PlainPolicy[] = [];

  constructor(zone: string) {
    this.zone = zone;
  }

  answer(_route: string, asked: Asked, now: number): unknown {
    const query = withPlainNames(JSON.parse(Buffer.from(asked.q!, 'base64url').toString()));
    const zone = query.time_zone ?? this.zone;
    const span = askedSpan(query.period, zone, now);
    const earlier = query.compare ? comparedSpan(query.compare, span, zone, now) : undefined;
    const current = this.#cells(query, zone, span, now);
    const before = earlier && this.#cells(query, zone, earlier, now);
    const rows = this.#rows(query, current, before, now).filter((row) => passes(query, row));
    rows.sort((a, b) => this.#compare(query, a, b));
    const page = rows.slice(0, query.limit ?? 100);
    const grain = grainOf(query);
    const recurs = current.buckets.some(({ end }) => !Number.isFinite(end));
    return {
      rows: page.map((row) => this.#shown(query, row, current.buckets[row.place]?.label ?? null, row.values)),
      ...(before && {
        previous: page.map((row) => this.#shown(query, row, row.before!.label, row.before!.values)),
        change: page.map((row) =>
          Object.fromEntries(
            query.metrics.map((name, index) => [
              name,
              change(query, row.values[index]!, row.before!.values[index]!),
            ]),
          ),
        ),
      }),
      ...(query.include.includes('totals') && {
        totals: this.#values(query, valuesOf(query, current.all, now)),
        ...(before && { previous_totals: this.#values(query, valuesOf(query, before.all, now)) }),
      }),
      page: { limit: query.limit ?? 100, rows: rows.length },
      period: shownSpan(span, zone),
      ...(earlier && { compared_period: shownSpan(earlier, zone) }),
      partial:
        grain && !recurs
          ? current.buckets.filter(({ end }) => finalAt(query, end) > now).map(({ label }) => label)
          : [],
      cut: current.buckets.filter(({ isCut }) => isCut).map(({ label }) => label),
    };
  }

  #cells(query: PlainQuery, zone: string, span: AskedSpan, now: number): Cells {
    const grain = grainOf(query);
    const weekStart = query.week_start ?? 'monday';
    const buckets = grain ? plainBuckets(grain, zone, span, weekStart) : [];
    const places = new Map(buckets.map(({ label }, place) => [label, place]));
    const [first, last] = [dateAt(zone, span.start), dateAt(zone, span.end - 1)];
    const filtered = query.filters.map(({ dimension }) => dimension);
    const eventsBy = (asked: readonly string[], ends: readonly number[]): PlainEvent[] =>
      [...this.#events(asked), ...openIn(this.records, ends, now)]
        .filter(({ at, date }) =>
          at === undefined ? date! >= first && date! <= last : at >= span.start && at < span.end,
        )
        .filter(({ members }) =>
          query.filters.every((filter) => isIn(filter, members[filter.dimension] ?? null)),
        );
    const all = eventsBy(filtered, [span.end]);
    const ends = grain ? buckets.map(({ end }) => end) : [span.end];
    const cells = new Map<string, PlainEvent[]>();
    for (const event of eventsBy([...filtered, ...memberDimensions(query)], ends)) {
      const at = event.at ?? Math.max(span.start, Date.parse(`${event.date}T12:00:00Z`) / 1_000);
      const place = grain
        ? places.get(
            event.at === undefined
              ? dateLabel(grain, event.date!, zone, weekStart)
              : timeLabel(grain, zone, at, weekStart),
          )!
        : 0;
      const key = JSON.stringify([
        ...memberDimensions(query).map((name) => event.members[name] ?? null),
        place,
      ]);
      cells.set(key, [...(cells.get(key) ?? []), event]);
    }
    return { buckets, cells, all };
  }

  #events(asked: readonly string[]): PlainEvent[] {
    const plain = plainEvents(this.records, asked);
    if (this.policies.length === 0) return plain;
    const agreed = plain.map((event): PlainEvent => ({ ...event, isAgreed: true }));
    return [...agreed, ...judgedEvents(this.records, asked, this.policies)];
  }

  #rows(query: PlainQuery, current: Cells, before: Cells | undefined, now: number): Row[] {
    const grain = grainOf(query);
    const keys = new Set(
      [...current.cells].filter(([, events]) => counts(query, events, now)).map(([key]) => key),
    );
    const membersOf = (key: string): Member[] => (JSON.parse(key) as Member[]).slice(0, -1);
    const placeOf = (key: string): number => (JSON.parse(key) as number[]).at(-1)!;
    const places = grain ? current.buckets.length : 1;
    if (before && query.include.includes('vanished')) {
      const present = new Set([...keys].map((key) => JSON.stringify(membersOf(key))));
      for (const [key, events] of before.cells) {
        const isGone = !present.has(JSON.stringify(membersOf(key)));
        if (isGone && placeOf(key) < places && counts(query, events, now)) keys.add(key);
      }
    }
    const combinations = new Set([...keys].map((key) => JSON.stringify(membersOf(key))));
    if (memberDimensions(query).length === 0) combinations.add('[]');
    if (!grain && memberDimensions(query).length === 0) keys.add('[0]');
    if (grain && query.include.includes('empty')) {
      for (const combination of combinations)
        for (let place = 0; place < places; place += 1)
          keys.add(JSON.stringify([...(JSON.parse(combination) as Member[]), place]));
    }
    return [...keys].map((key): Row => {
      const place = placeOf(key);
      const values = valuesOf(query, current.cells.get(key) ?? [], now);
      if (!before) return { members: membersOf(key), place, values };
      const hasPlace = grain ? place < before.buckets.length : true;
      return {
        members: membersOf(key),
        place,
        values,
        before: {
          label: before.buckets[place]?.label ?? null,
          values: hasPlace
            ? valuesOf(query, before.cells.get(key) ?? [], now)
            : query.metrics.map(() => null),
        },
      };
    });
  }

  #shown(
    query: PlainQuery,
    row: Row,
    label: string | number | null,
    values: readonly ([number, number] | null)[],
  ): Record<string, unknown> {
    const shown: Record<string, unknown> = {};
    const members = [...row.members];
    for (const dimension of query.dimensions) {
      if (dimension.startsWith('time:')) {
        shown.time = label;
        continue;
      }
      const member = members.shift()!;
      shown[dimension] = member;
      if (dimension in NAMED)
        shown[`${dimension}_name`] = member === null ? null : this.#name(dimension, member);
    }
    return { ...shown, ...this.#values(query, values) };
  }

  #values(query: PlainQuery, values: readonly ([number, number] | null)[]): Record<string, number | null> {
    return Object.fromEntries(
      query.metrics.map((name, index) => [name, shownValue(query, name, values[index]!)]),
    );
  }

  #name(dimension: string, id: string): string {
    return dimension in NAMED ? this.records.nameOf(dimension, id, NAMED[dimension]) : id;
  }

  #compare(query: PlainQuery, a: Row, b: Row): number {
    const first = query.metrics[0]!;
    const orders =
      query.order.length > 0
        ? query.order
        : [grainOf(query) ? { by: 'time', direction: 'asc' } : { by: first, direction: 'desc' }];
    for (const { by, direction } of orders) {
      const sign = direction === 'asc' ? 1 : -1;
      const index = query.metrics.indexOf(by);
      let result = 0;
      if (index >= 0) result = compareQuotients(a.values[index]!, b.values[index]!, sign);
      else if (by === 'time') result = sign * (a.place - b.place);
      else result = this.#compareMembers(query, a, b, memberDimensions(query).indexOf(by), sign);
      if (result !== 0) return result;
    }
    for (const position of a.members.keys()) {
      const result = this.#compareMembers(query, a, b, position, 1);
      if (result !== 0) return result;
    }
    return a.place - b.place;
  }

  #compareMembers(query: PlainQuery, a: Row, b: Row, position: number, sign: number): number {
    const [left, right] = [a.members[position]!, b.members[position]!];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const dimension = memberDimensions(query)[position]!;
    return sign * (order(this.#name(dimension, left), this.#name(dimension, right)) || order(left, right));
  }
}

/** Metrics with arguments go by the names of their columns. */
function withPlainNames(
  asked: Omit<PlainQuery, 'metrics'> & { metrics: (string | { as: string })[] },
): PlainQuery {
  return { ...asked, metrics: asked.metrics.map((each) => (typeof each === 'string' ? each : each.as)) };
}

function grainOf({ dimensions }: PlainQuery): string | undefined {
  return dimensions.find((name) => name.startsWith('time:'))?.slice(5);
}

function memberDimensions({ dimensions }: PlainQuery): string[] {
  return dimensions.filter((name) => !name.startsWith('time:'));
}

/** A date has no time: it is in the unit that contains it. */
function dateLabel(grain: string, date: string, zone: string, weekStart: string): string | number {
  return timeLabel(grain, 'UTC', Date.parse(`${date}T12:00:00Z`) / 1_000, zone === '' ? 'monday' : weekStart);
}

function isIn(
  { in: wanted, not_in: unwanted, is_set: isSet }: PlainQuery['filters'][number],
  member: Member,
): boolean {
  if (wanted) return wanted.includes(member);
  if (unwanted) return !unwanted.includes(member);
  return (member !== null) === isSet;
}

function valuesOf({ metrics }: PlainQuery, events: readonly PlainEvent[], now: number): [number, number][] {
  return metrics.map((name) => [...PLAIN_METRICS[name]!.of(events, now)]);
}

/** Whether a metric has anything to count: a numerator or a denominator that is not 0. */
function counts({ metrics }: PlainQuery, events: readonly PlainEvent[], now: number): boolean {
  return metrics.some((name) => {
    const { of } = PLAIN_METRICS[name]!;
    const [over, under] = of(events, now);
    const [, empty] = of([], now);
    return over !== 0 || under !== empty;
  });
}

function shownValue({ precision }: PlainQuery, name: string, value: [number, number] | null): number | null {
  if (value === null) return null;
  const { decimals, factor = 1 } = PLAIN_METRICS[name]!;
  return quotient(value[0] * factor, value[1], precision === 'exact' ? 6 : decimals);
}

function change(
  { precision }: PlainQuery,
  now: [number, number],
  before: [number, number] | null,
): number | null {
  if (before === null || now[1] === 0 || before[1] === 0 || before[0] === 0) return null;
  const [a, b, c, d] = [now[0], now[1], before[0], before[1]];
  const over = BigInt(a) * BigInt(d) - BigInt(c) * BigInt(b);
  const under = BigInt(b) * BigInt(c);
  const scale = 10n ** (precision === 'exact' ? 6n : 3n);
  const size = over < 0n ? -over : over;
  const units = (size * scale * 2n + under) / (2n * under);
  const value = Number(units) / Number(scale);
  return over < 0n && units > 0n ? -value : value;
}

function passes({ having, metrics }: PlainQuery, { values }: Row): boolean {
  return having.every(({ metric, ...limits }) => {
    const [over, under] = values[metrics.indexOf(metric)]!;
    if (under === 0) return false;
    const { factor = 1 } = PLAIN_METRICS[metric]!;
    // Limits are whole numbers.
    return Object.entries(limits).every(([kind, limit]) => {
      const difference = over * factor - limit * under;
      if (kind === 'gte') return difference >= 0;
      if (kind === 'gt') return difference > 0;
      if (kind === 'lte') return difference <= 0;
      return kind === 'lt' ? difference < 0 : difference === 0;
    });
  });
}

/** When the figures of a bucket that ends at `end` are final. */
function finalAt({ metrics }: PlainQuery, end: number): number {
  const quarters = Math.max(0, ...metrics.map((name) => PLAIN_METRICS[name]!.settles ?? 0));
  return quarters === 0 ? end : (Math.ceil(end / 900) + quarters) * 900;
}

function compareQuotients(a: [number, number], b: [number, number], sign: number): number {
  if (a[1] === 0 || b[1] === 0) return Number(a[1] === 0) - Number(b[1] === 0);
  return sign * (a[0] * b[1] - b[0] * a[1]);
}

function shownSpan({ start, end }: AskedSpan, zone: string) {
  const iso = (at: number): string => `${new Date(at * 1_000).toISOString().slice(0, 19)}Z`;
  return { from: iso(start), to: iso(end), time_zone: zone };
}
