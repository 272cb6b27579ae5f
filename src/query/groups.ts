import type { FactEvent } from '../facts/event.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { BASE_MEASURES, baseMeasureIndex, valuesOf } from '../rollups/base-measures.ts';
import { deadlinesOf, type SlaTarget } from '../rollups/deadlines.ts';
import { partsOf } from '../rollups/dimensions.ts';
import { binOf, HISTOGRAMS, type HistogramName, percentile } from '../rollups/histograms.ts';
import { addCount, addCounts, addVector, zeros } from '../rollups/sums.ts';
import { localHour, localWeekday } from '../time/zones.ts';
import { DISTINCT_CUSTOMERS, KNOWN, OVERDUE, PERCENTILES } from './measures/measure.ts';
import type { MeasureInput, Values } from './measures.ts';
import { type MetricsQuery, type QueryResult, TOTAL } from './query.ts';

/** The sums of one group. */
export class Sums {
  /** Indexed by base measure. */
  readonly baseMeasures = zeros(BASE_MEASURES.length);
  readonly overdue: Record<SlaTarget, number> = { first: 0, resolution: 0, any: 0 };
  readonly #histograms = new Map<HistogramName, Map<number, number>>();
  customers = 0;

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
    if (input in OVERDUE) return this.overdue[OVERDUE[input as keyof typeof OVERDUE]];
    if (input in KNOWN)
      return percentile(this.histogram(KNOWN[input as keyof typeof KNOWN]), 50) === undefined ? 0 : 1;
    const { histogram, percent } = PERCENTILES[input as keyof typeof PERCENTILES];
    return percentile(this.histogram(histogram), percent) ?? 0;
  }
}

/** The groups of a query, filled step by step. */
export class Groups {
  readonly #query: MetricsQuery;
  readonly #sums = new Map<string, Sums>();

  constructor(query: MetricsQuery) {
    this.#query = query;
  }

  sumsOf(group: string): Sums {
    let sums = this.#sums.get(group);
    if (!sums) {
      sums = new Sums();
      this.#sums.set(group, sums);
    }
    return sums;
  }

  /** The group of an instant; TOTAL when grouping by members. */
  groupAt(at: number): string {
    const { by } = this.#query;
    switch (by.kind) {
      case 'hours':
        return String(localHour(by.zone, at));
      case 'weekday-hours':
        return `${localWeekday(by.zone, at)}-${localHour(by.zone, at)}`;
      case 'buckets':
        return bucketAt(by.buckets, at);
      default:
        return TOTAL;
    }
  }

  addVectorAt(at: number, baseMeasures: readonly number[]): void {
    addVector(this.sumsOf(this.groupAt(at)).baseMeasures, baseMeasures);
  }

  addHistogram(name: HistogramName, bins: ReadonlyMap<number, number>): void {
    addCounts(this.sumsOf(TOTAL).histogram(name), bins);
  }

  /** Adds one fact of a partial day, or of a period that is read from facts. */
  addEvent(event: FactEvent, at: number): void {
    const { by } = this.#query;
    if (by.kind !== 'members') {
      this.#addTo(this.sumsOf(this.groupAt(at)), event);
      return;
    }
    for (const [member, part] of partsOf(by.of, event)) this.#addTo(this.sumsOf(member), part);
  }

  #addTo(sums: Sums, event: FactEvent): void {
    const values = valuesOf(event, 1);
    for (let index = 0; index < values.length; index += 2)
      sums.baseMeasures[values[index]!]! += values[index + 1]!;
    for (const { name, value } of HISTOGRAMS) {
      const seconds = value(event);
      if (seconds !== undefined) addCount(sums.histogram(name), binOf(seconds), 1);
    }
    for (const { target, at } of deadlinesOf(event, INTERVAL_SECONDS)) {
      if (at < (this.#query.now ?? 0)) sums.overdue[target] += 1;
    }
  }

  result(): QueryResult {
    if (this.#query.by.kind === 'total') this.sumsOf(TOTAL);
    return new Map<string, Values>(
      [...this.#sums].map(([group, sums]) => [group, (input: MeasureInput) => sums.figure(input)]),
    );
  }
}

function bucketAt(buckets: readonly { label: string; start: number }[], at: number): string {
  let low = 0;
  let high = buckets.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (buckets[middle]!.start <= at) low = middle;
    else high = middle - 1;
  }
  return buckets[low]!.label;
}
