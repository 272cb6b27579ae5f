import type { FactEvent } from '../facts/event.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { BASE_MEASURES, baseMeasureIndex, valuesOf } from '../rollups/base-measures.ts';
import { deadlinesOf, type SlaTarget } from '../rollups/deadlines.ts';
import type { DimensionName } from '../rollups/dimensions.ts';
import { isCustomersCall } from '../rollups/fold.ts';
import { binOf, HISTOGRAMS, type HistogramName } from '../rollups/histograms.ts';
import { addCount, zeros } from '../rollups/sums.ts';
import { bucketAt } from '../time/buckets.ts';
import { localHour, localWeekday } from '../time/zones.ts';
import { type Condition, conditionsOf, passes, portionsOf } from './conditions.ts';
import { type HistogramInput, histogramFigure } from './measures/histogram-inputs.ts';
import { DISTINCT_CUSTOMERS, OVERDUE } from './measures/measure.ts';
import { isNeighbourInput, type NeighbourInput } from './measures/neighbour-inputs.ts';
import { isNowInput, type NowInput } from './measures/now-inputs.ts';
import { isOpenInput, type OpenInput } from './measures/open-inputs.ts';
import type { MeasureInput, Values } from './measures.ts';
import { countsAsNeighbour } from './neighbours.ts';
import {
  cellGroup,
  dimensionsOf,
  type Member,
  type MetricsQuery,
  type QueryResult,
  type TimeGrouping,
  TOTAL,
  timeOf,
} from './query.ts';

/** The sums of one group. */
export class Sums {
  /** Indexed by base measure. */
  readonly baseMeasures = zeros(BASE_MEASURES.length);
  readonly overdue: Record<SlaTarget, number> = { first: 0, resolution: 0, any: 0 };
  readonly #histograms = new Map<HistogramName, Map<number, number>>();
  /** Customers of the calls that were read one by one. */
  readonly callers = new Set<string>();
  /** Distinct customers. */
  customers = 0;
  /** Calls by what they are to other calls of their customers. */
  readonly neighbours = new Map<NeighbourInput, number>();
  /** Open interactions. */
  readonly open = new Map<OpenInput, number>();
  /** How things are at the moment of the query. */
  readonly now = new Map<NowInput, number>();

  histogram(name: HistogramName): Map<number, number> {
    let bins = this.#histograms.get(name);
    if (!bins) {
      bins = new Map();
      this.#histograms.set(name, bins);
    }
    return bins;
  }

  figure(input: MeasureInput): number {
    const index = baseMeasureIndex(input);
    if (index !== undefined) return this.baseMeasures[index]!;
    if (input === DISTINCT_CUSTOMERS) return this.customers;
    if (isNeighbourInput(input)) return this.neighbours.get(input) ?? 0;
    if (isOpenInput(input)) return this.open.get(input) ?? 0;
    if (isNowInput(input)) return this.now.get(input) ?? 0;
    if (input in OVERDUE) return this.overdue[OVERDUE[input as keyof typeof OVERDUE]];
    return histogramFigure(input as HistogramInput, (name) => this.histogram(name));
  }
}

/** The member of each dimension that a sum belongs to; null for facts without a value. */
export type MembersOf = (dimension: DimensionName) => Member;

/** The groups of a query, filled step by step. Every sum is added with the members and the time it belongs to. */
export class Groups {
  readonly #query: MetricsQuery;
  readonly #dimensions: readonly DimensionName[];
  readonly #time: TimeGrouping;
  readonly #conditions: readonly Condition[];
  /** The dimensions that decide whether an event counts and where. */
  readonly #decisive: readonly DimensionName[];
  readonly #sums = new Map<string, Sums>();
  /** The inputs that compare calls of a customer. */
  readonly neighbours: readonly NeighbourInput[];
  /** The next second UTC at which an undecided SLA target that was read becomes a breach. */
  validUntil = Number.POSITIVE_INFINITY;

  constructor(query: MetricsQuery) {
    this.#query = query;
    this.#dimensions = dimensionsOf(query.by);
    this.#time = timeOf(query.by);
    this.neighbours = query.inputs.filter(isNeighbourInput);
    this.#conditions = conditionsOf(query.filter);
    this.#decisive = [
      ...new Set([...this.#conditions.map(({ dimension }) => dimension), ...this.#dimensions]),
    ];
  }

  /** The sums of the group of these members at an instant (seconds UTC); undefined if no group has them. */
  sumsAt(membersOf: MembersOf, at: number): Sums | undefined {
    const group = this.#groupOf(membersOf, at);
    return group === undefined ? undefined : this.#sumsOf(group);
  }

  /** Adds one fact of a partial day, or of a period that is read from facts, if the filter lets it pass. */
  addEvent(event: FactEvent, at: number): void {
    for (const { event: part, members } of portionsOf(event, this.#decisive)) {
      const isIn = this.#conditions.every((each) => passes(each, members.get(each.dimension)!));
      const sums = isIn ? this.sumsAt((dimension) => members.get(dimension)!, at) : undefined;
      if (sums) this.#addTo(sums, part);
    }
    const isOfCustomers = this.neighbours.length > 0 || this.#query.inputs.includes(DISTINCT_CUSTOMERS);
    if (isOfCustomers && isCustomersCall(event)) this.#addCustomersCall(event, at);
  }

  /** Customers and their calls are those of a call's own members, whatever its legs do. */
  #addCustomersCall({ legs: _legs, ...call }: FactEvent & { source: 'interaction' }, at: number): void {
    for (const sums of this.ownSumsOf(call, at)) {
      sums.callers.add(call.interaction.customer_id!);
      for (const input of this.neighbours)
        if (countsAsNeighbour(call, input, this.#decisive)) addCount(sums.neighbours, input, 1);
    }
  }

  /** The sums of the groups that an event without legs belongs to, if the filter lets it pass. */
  ownSumsOf(event: FactEvent, at: number): Sums[] {
    return portionsOf(event, this.#decisive).flatMap(({ members }) => {
      const isIn = this.#conditions.every((each) => passes(each, members.get(each.dimension)!));
      return (isIn && this.sumsAt((dimension) => members.get(dimension)!, at)) || [];
    });
  }

  /** Counts the customers of the events that were added, if those are all there are. */
  countCallers(): void {
    for (const sums of this.#sums.values()) sums.customers = sums.callers.size;
  }

  #groupOf(membersOf: MembersOf, at: number): string | undefined {
    const { by } = this.#query;
    if (by.kind === 'members') return membersOf(by.of) ?? undefined;
    const time = timeAt(this.#time, at);
    return by.kind === 'cells' ? cellGroup(this.#dimensions.map(membersOf), time) : time;
  }

  #sumsOf(group: string): Sums {
    let sums = this.#sums.get(group);
    if (!sums) {
      sums = new Sums();
      this.#sums.set(group, sums);
    }
    return sums;
  }

  /** Adds undecided SLA targets that are due at `at`: breached if that has passed by the time of the query. */
  addDeadlines(sums: Sums, target: SlaTarget, at: number, count: number): void {
    const { now, inputs } = this.#query;
    if (now === undefined || !inputs.some((input) => OVERDUE[input as keyof typeof OVERDUE] === target))
      return;
    if (at < now) sums.overdue[target] += count;
    else this.validUntil = Math.min(this.validUntil, at + 1);
  }

  #addTo(sums: Sums, event: FactEvent): void {
    const values = valuesOf(event, 1);
    for (let index = 0; index < values.length; index += 2)
      sums.baseMeasures[values[index]!]! += values[index + 1]!;
    for (const { name, value, exactBelow } of HISTOGRAMS) {
      const seconds = value(event);
      if (seconds !== undefined) addCount(sums.histogram(name), binOf(seconds, exactBelow), 1);
    }
    for (const { target, at } of deadlinesOf(event, INTERVAL_SECONDS)) this.addDeadlines(sums, target, at, 1);
  }

  result(): QueryResult {
    const { by, inputs } = this.#query;
    if (by.kind === 'total') this.#sumsOf(TOTAL);
    const groups = [...this.#sums].map(
      ([group, sums]) => [group, (input: MeasureInput) => sums.figure(input)] as const,
    );
    return new Map<string, Values>(
      by.kind === 'cells'
        ? groups.filter(([, values]) => inputs.some((input) => values(input) !== 0))
        : groups,
    );
  }
}

function timeAt(time: TimeGrouping, at: number): string {
  switch (time.kind) {
    case 'hours':
      return String(localHour(time.zone, at));
    case 'weekdays':
      return String(localWeekday(time.zone, at));
    case 'weekday-hours':
      return `${localWeekday(time.zone, at)}-${localHour(time.zone, at)}`;
    case 'buckets':
      return bucketAt(time.buckets, at).label;
    case 'total':
      return TOTAL;
  }
}
