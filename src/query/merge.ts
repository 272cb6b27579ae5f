import { histogramAt, INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { BASE_MEASURES, baseMeasureIndex } from '../rollups/base-measures.ts';
import type { HistogramName } from '../rollups/histograms.ts';
import { addCount } from '../rollups/sums.ts';
import { dayOfDate } from '../time/dates.ts';
import type { Period } from '../time/period.ts';
import { startOfDay } from '../time/zones.ts';
import { Groups, type MembersOf, type Sums } from './groups.ts';
import { isAsked, type MemberDay, memberDaysOf, membersIn } from './member-days.ts';
import { valuesAt } from './member-values.ts';
import { addCountedCustomers, addCustomers, addCustomersOfDay } from './merge-customers.ts';
import { addFollowed, addReturns } from './merge-neighbours.ts';
import { addAgentsNow, addOpenNow } from './merge-now.ts';
import { addOpen } from './merge-open.ts';
import { addOverdue } from './merge-overdue.ts';
import type { RowsNeed } from './partial-days.ts';
import type { FactsPlan, Plan, RollupPlan } from './plan.ts';
import type { MetricsQuery, QueryResult } from './query.ts';
import type { Snapshot } from './snapshot.ts';

/** The result of a query. It changes at `validUntil` (seconds UTC, Infinity for never) without any new record. */
export interface Merged {
  result: QueryResult;
  validUntil: number;
}

/**
 * Merges rollups, pending changes and facts of a snapshot into the groups of a query. Pure. Throws NotInRollups if only
 * facts can answer, and InvalidInput if there are too many of those.
 */
export function merge(query: MetricsQuery, plan: Plan, snapshot: Snapshot, zone: string): Merged {
  const groups = new Groups(query);
  if (plan.source === 'rollups') addRollups({ groups, query, plan, snapshot, zone });
  else addCounters(groups, query, plan, snapshot);
  if (plan.source === 'facts' && plan.open) addOpen(groups, query, snapshot.openAt(plan.open));
  if (plan.source === 'facts' && plan.now) {
    const { at, open, agents } = plan.now;
    if (open) addOpenNow(groups, { at, inputs: query.inputs }, snapshot.openNow());
    if (agents) addAgentsNow(groups, at, snapshot.agentsNow(at));
  }
  for (const span of plan.factSpans) {
    for (const event of snapshot.factsOf(span)) {
      if (event.source !== 'counter' && isWithin(query.period, event.at)) groups.addEvent(event, event.at);
    }
  }
  if (plan.source === 'facts') groups.countCallers();
  return { result: groups.result(), validUntil: groups.validUntil };
}

function isWithin({ start, end }: Period, at: number): boolean {
  return at >= start && at < end;
}

function addCounters(
  groups: Groups,
  { period }: MetricsQuery,
  { dated }: FactsPlan,
  snapshot: Snapshot,
): void {
  if (!dated) return;
  for (const each of snapshot.countersOf(dated)) {
    if (each.source === 'counter') groups.addEvent(each, atDate(period, dayOfDate(each.date)!));
  }
}

/** The instant at which what is counted by calendar date `day` is grouped. */
export function atDate({ start, end, zone }: Period, day: number): number {
  return Math.min(Math.max(startOfDay(zone, day), start), end - 1);
}

interface Merging {
  groups: Groups;
  query: MetricsQuery;
  plan: RollupPlan;
  snapshot: Snapshot;
  zone: string;
}

function addRollups(merging: Merging): void {
  const { query, plan, snapshot, zone } = merging;
  const { start, end } = query.period;
  const isInside = (interval: number): boolean =>
    interval * INTERVAL_SECONDS >= start && (interval + 1) * INTERVAL_SECONDS <= end;
  for (const need of plan.dayRows) {
    for (const row of memberDaysOf(need, snapshot, zone))
      if (isAsked(query, need, row)) addDay(merging, need, row, isInside);
  }
  for (const need of plan.intervalRows) {
    for (const row of memberDaysOf(need, snapshot, zone)) {
      if (!isAsked(query, need, row)) continue;
      addIntervals(merging, need, row, isInside);
      addFollowed(merging.groups, need, row, isInside);
    }
  }
  for (const need of plan.followingRows) {
    for (const row of memberDaysOf(need, snapshot, zone))
      if (isAsked(query, need, row)) addFollowed(merging.groups, need, row, isInside);
  }
  if (plan.place.wanted.customers) addCountedCustomers(merging.groups, query, plan, snapshot);
}

function addDay(
  merging: Merging,
  need: RowsNeed,
  row: MemberDay,
  isInPeriod: (interval: number) => boolean,
): void {
  const { query, plan, zone } = merging;
  const { period, inputs } = query;
  const { day, accumulator } = row;
  const isWhole = day >= plan.whole.first && day <= plan.whole.last;
  const isTouched = day >= period.fromDay && day <= period.toDay;
  const at = Math.min(Math.max(startOfDay(zone, day), period.start), period.end - 1);
  const indexes = inputs.map(baseMeasureIndex).filter((index) => index !== undefined);
  if (plan.grain === 'days') {
    for (const { membersOf, day: values } of valuesAt(merging.query, merging.plan.place, need, row)) {
      for (const index of indexes) {
        const { dated } = BASE_MEASURES[index]!;
        if (dated ? isTouched && !plan.place.isOfInteractions : isWhole)
          addValue(merging, need, membersOf, dated ? atDate(period, day) : at, index, values(index));
      }
    }
  } else if (isWhole) addIntervals(merging, need, row, () => true);
  if (isWhole) addFollowed(merging.groups, need, row, isInPeriod);
  if (!isWhole || plan.grain === 'intervals') return;
  const { breakdown, wanted } = plan.place;
  for (const name of breakdown ? [] : wanted.histograms) {
    const bins = histogramAt(accumulator, name);
    if (bins.size > 0) addBins(merging.groups.sumsAt(membersIn(need, row), at), name, bins, need.sign);
  }
  if (breakdown && wanted.histograms.length > 0) addHistograms(merging, need, row, () => true);
  if (wanted.deadlines) addOverdue(merging.groups, query, accumulator, () => true);
  if (wanted.neighbours) addReturns(merging.groups, need, row, { isInside: () => true, at: () => at });
  if (!wanted.customers) return;
  if (need.columns.has('customers')) addCustomersOfDay(merging.groups, query, zone, need, row);
  else addCustomers(merging.groups, query, need, row, () => true);
}

function addValue(
  { groups }: Merging,
  { sign }: RowsNeed,
  membersOf: MembersOf,
  at: number,
  index: number,
  value: number,
): void {
  if (value === 0) return;
  const sums = groups.sumsAt(membersOf, at);
  if (sums) sums.baseMeasures[index]! += sign * value;
}

function addBins(
  sums: Sums | undefined,
  name: HistogramName,
  bins: ReadonlyMap<number, number>,
  sign: 1 | -1,
): void {
  for (const [bin, count] of bins) if (sums) addCount(sums.histogram(name), bin, sign * count);
}

function addIntervals(
  merging: Merging,
  need: RowsNeed,
  row: MemberDay,
  isInside: (interval: number) => boolean,
): void {
  const indexes = merging.query.inputs.map(baseMeasureIndex).filter((index) => index !== undefined);
  for (const { membersOf, intervals } of valuesAt(merging.query, merging.plan.place, need, row)) {
    for (const [interval, values] of intervals) {
      if (!isInside(interval)) continue;
      for (const index of indexes)
        addValue(merging, need, membersOf, interval * INTERVAL_SECONDS, index, values(index));
    }
  }
  const { histograms, deadlines, customers, neighbours } = merging.plan.place.wanted;
  if (histograms.length > 0) addHistograms(merging, need, row, isInside);
  if (deadlines) addOverdue(merging.groups, merging.query, row.accumulator, isInside);
  if (customers) addCustomers(merging.groups, merging.query, need, row, isInside);
  if (neighbours)
    addReturns(merging.groups, need, row, { isInside, at: (interval) => interval * INTERVAL_SECONDS });
}

function addHistograms(
  merging: Merging,
  need: RowsNeed,
  row: MemberDay,
  isInside: (interval: number) => boolean,
): void {
  for (const { membersOf, histograms } of valuesAt(merging.query, merging.plan.place, need, row)) {
    for (const name of merging.plan.place.wanted.histograms) {
      for (const [interval, bins] of histograms[name] ?? []) {
        if (isInside(interval))
          addBins(merging.groups.sumsAt(membersOf, interval * INTERVAL_SECONDS), name, bins, need.sign);
      }
    }
  }
}
