import type { FactEvent } from '../facts/event.ts';
import {
  type Accumulator,
  breakdownAt,
  emptyAccumulator,
  histogramAt,
  INTERVAL_SECONDS,
} from '../rollups/accumulator.ts';
import { BASE_MEASURES, baseMeasureIndex } from '../rollups/base-measures.ts';
import { decode, type ReadableRow } from '../rollups/codec.ts';
import { type Deadline, deadlineOf } from '../rollups/deadlines.ts';
import {
  memberOf,
  NONE,
  OTHERS,
  type RollupDimensionName,
  rollupDimensionNamed,
} from '../rollups/dimensions.ts';
import { fold, isCustomersCall } from '../rollups/fold.ts';
import { HISTOGRAMS } from '../rollups/histograms.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import { Groups } from './groups.ts';
import { DISTINCT_CUSTOMERS, OVERDUE } from './measures/measure.ts';
import type { RowsNeed } from './partial-days.ts';
import type { Plan, RollupPlan } from './plan.ts';
import { type MetricsQuery, type QueryResult, TOTAL } from './query.ts';
import type { Snapshot } from './snapshot.ts';

type Accumulators = ReadonlyMap<number, Accumulator>;

/** The rollups lack what a plan expects: a member is counted under others, or a row cannot be decoded. */
export class NotInRollups extends Error {}

/**
 * Merges rollups, pending changes and facts of a snapshot into the groups of a query. Pure. Throws NotInRollups if only
 * facts can answer, and InvalidInput if there are too many of those.
 */
export function merge(query: MetricsQuery, plan: Plan, snapshot: Snapshot, zone: string): QueryResult {
  const groups = new Groups(query);
  const accumulators: Accumulators =
    plan.source === 'rollups' ? accumulatorsOf(plan, snapshot, zone) : new Map();
  if (plan.source === 'rollups') {
    addAccumulators(groups, query, plan, accumulators, zone);
    addPartialDays(groups, query, plan, snapshot, zone);
  }
  if (plan.source === 'facts' && plan.dated) {
    for (const each of snapshot.countersOf(plan.dated)) groups.addEvent(each, query.period.start);
  }
  for (const span of plan.factSpans) {
    for (const event of snapshot.factsOf(span)) {
      if (event.source !== 'counter' && matches(query, event)) {
        groups.addEvent(event, event.at);
      }
    }
  }
  if (query.inputs.includes(DISTINCT_CUSTOMERS)) {
    groups.sumsOf(TOTAL).customers = customersOf(query, plan, snapshot, accumulators, zone);
  }
  return groups.result();
}

function matches({ filter }: MetricsQuery, event: FactEvent): boolean {
  return Object.entries(filter).every(
    ([dimension, member]) =>
      memberOf(rollupDimensionNamed(dimension as RollupDimensionName), event) === member,
  );
}

/** Decodes rollup rows to accumulators by day and folds pending changes in. */
function accumulatorsOf(need: RowsNeed, snapshot: Snapshot, zone: string): Map<number, Accumulator> {
  const accumulators = new Map<number, Accumulator>();
  for (const { day, ...encoded } of snapshot.rowsOf(need)) {
    const asked = Object.fromEntries(
      Object.entries(encoded).filter(([column]) => need.columns.has(column as never)),
    );
    accumulators.set(day, decoded(asked, zone, day));
  }
  const accumulatorAt = (_: RollupDimensionName, member: string, day: number): Accumulator | undefined => {
    if (member !== need.member || day < need.read.first || day > need.read.last) return undefined;
    const known = accumulators.get(day) ?? emptyAccumulator();
    accumulators.set(day, known);
    return known;
  };
  const dimensions = [rollupDimensionNamed(need.dimension)];
  for (const { event, sign } of snapshot.changes()) {
    fold(event, accumulatorAt, { zone, sign, dimensions, columns: need.columns });
  }
  return accumulators;
}

function decoded(encoded: ReadableRow, zone: string, day: number): Accumulator {
  try {
    return decode(encoded, zone, day);
  } catch {
    throw new NotInRollups();
  }
}

/** Adds the whole intervals of the period's partial days. */
function addPartialDays(
  groups: Groups,
  query: MetricsQuery,
  plan: RollupPlan,
  snapshot: Snapshot,
  zone: string,
): void {
  const { start, end } = query.period;
  const isInside = (interval: number): boolean =>
    interval * INTERVAL_SECONDS >= start && (interval + 1) * INTERVAL_SECONDS <= end;
  for (const need of plan.intervalRows) {
    for (const accumulator of accumulatorsOf(need, snapshot, zone).values()) {
      for (const [interval, vector] of accumulator.intervals) {
        if (isInside(interval)) groups.addVectorAt(interval * INTERVAL_SECONDS, vector);
      }
      if (need.columns.has('deadlines')) addOverdue(groups, query, accumulator, isInside);
    }
  }
}

function addAccumulators(
  groups: Groups,
  query: MetricsQuery,
  plan: RollupPlan,
  accumulators: Accumulators,
  zone: string,
): void {
  const { period } = query;
  for (const [day, accumulator] of accumulators) {
    const isWhole = day >= plan.whole.first && day <= plan.whole.last;
    const isTouched = day >= period.fromDay && day <= period.toDay;
    const counts = (index: number): boolean => (BASE_MEASURES[index]!.dated ? isTouched : isWhole);
    const at = Math.max(startOfDay(zone, day), period.start);
    if (plan.breakdown) addBreakdown(groups, plan, accumulator, at, counts);
    else if (plan.grain === 'intervals') addIntervals(groups, accumulator, isWhole);
    else addBaseMeasures(groups, query, accumulator, at, counts);
    if (!isWhole) continue;
    for (const { name } of HISTOGRAMS) {
      if (plan.columns.has(name)) groups.addHistogram(name, histogramAt(accumulator, name));
    }
    if (plan.columns.has('deadlines')) addOverdue(groups, query, accumulator);
  }
}

type Counts = (baseMeasureIndex: number) => boolean;

function addBaseMeasures(
  groups: Groups,
  { inputs }: MetricsQuery,
  accumulator: Accumulator,
  at: number,
  counts: Counts,
): void {
  const { baseMeasures } = groups.sumsOf(groups.groupAt(at));
  for (const input of inputs) {
    const index = baseMeasureIndex(input);
    if (index !== undefined && counts(index)) baseMeasures[index]! += accumulator.baseMeasures[index]!;
  }
}

function addIntervals(groups: Groups, accumulator: Accumulator, isWhole: boolean): void {
  if (!isWhole) return;
  for (const [interval, vector] of accumulator.intervals)
    groups.addVectorAt(interval * INTERVAL_SECONDS, vector);
}

function addBreakdown(
  groups: Groups,
  { breakdown, breakdownMember }: RollupPlan,
  accumulator: Accumulator,
  at: number,
  counts: Counts,
): void {
  const { name, baseMeasures } = breakdown!;
  const { named, others } = breakdownAt(accumulator, name);
  const add = (member: string, vector: readonly number[]): void => {
    const sums = groups.sumsOf(breakdownMember === undefined ? member : groups.groupAt(at));
    for (const [place, baseMeasure] of baseMeasures.entries()) {
      const index = baseMeasureIndex(baseMeasure)!;
      if (counts(index)) sums.baseMeasures[index]! += vector[place]!;
    }
  };
  if (breakdownMember !== undefined) {
    const cell = named.get(breakdownMember);
    if (cell) add(breakdownMember, cell.day);
    else if (others?.day.some((value) => value !== 0)) throw new NotInRollups();
    return;
  }
  for (const [member, { day }] of named) if (member !== NONE) add(member, day);
  if (others) add(OTHERS, others.day);
}

function addOverdue(
  groups: Groups,
  { by, inputs, now }: MetricsQuery,
  accumulator: Accumulator,
  isInside: (interval: number) => boolean = () => true,
): void {
  if (now === undefined)
    throw new Error('Passed deadlines are counted as of a time: the question must have one.');
  for (const [key, conversations] of accumulator.deadlines.counts) {
    const deadline = deadlineOf(key);
    const isAsked = inputs.some((input) => OVERDUE[input as keyof typeof OVERDUE] === deadline.target);
    if (!isAsked || deadline.at >= now || !isInside(deadline.interval)) continue;
    const group =
      by.kind === 'members'
        ? memberOfDeadline(deadline, by.of)
        : groups.groupAt(deadline.interval * INTERVAL_SECONDS);
    if (group !== undefined) groups.sumsOf(group).overdue[deadline.target] += conversations;
  }
}

function memberOfDeadline(deadline: Deadline, dimension: string): string | undefined {
  if (dimension === 'priority') return deadline.priority;
  if (dimension === 'team') return deadline.team;
  throw new Error(`Deadlines know no ${dimension}.`);
}

/**
 * Distinct customers: calls in the period whose customer has no previous call, or made it before the period. Rollups of
 * whole days contain the day of the previous call; SQL has counted the rest.
 */
function customersOf(
  query: MetricsQuery,
  plan: Plan,
  snapshot: Snapshot,
  accumulators: Accumulators,
  zone: string,
): number {
  if (plan.source === 'facts') {
    const calls = snapshot
      .factsOf(plan.factSpans[0])
      .filter(isCustomersCall)
      .filter((it) => matches(query, it));
    return new Set(calls.map(({ interaction }) => interaction.customer_id)).size;
  }
  const firstDay = localDay(zone, query.period.start);
  let customers = snapshot.customersOf(query);
  for (const [day, accumulator] of accumulators) {
    if (day < plan.whole.first || day > plan.whole.last) continue;
    for (const [previousDay, calls] of accumulator.customers) if (previousDay < firstDay) customers += calls;
  }
  return customers;
}
