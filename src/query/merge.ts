import {
  type Accumulator,
  addCount,
  breakdownAt,
  emptyAccumulator,
  histogramAt,
  INTERVAL_SECONDS,
} from '../rollups/accumulator.ts';
import { BASE_MEASURES, baseMeasureIndex } from '../rollups/base-measures.ts';
import type { Breakdown } from '../rollups/breakdowns.ts';
import { decode, type EncodedRow } from '../rollups/codec.ts';
import { type Deadline, deadlineOf } from '../rollups/deadlines.ts';
import {
  type DimensionName,
  OTHERS,
  type RollupDimensionName,
  rollupDimensionNamed,
} from '../rollups/dimensions.ts';
import { fold } from '../rollups/fold.ts';
import type { HistogramName } from '../rollups/histograms.ts';
import { dayOfDate } from '../time/dates.ts';
import type { Period } from '../time/period.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import { type Condition, conditionsOf, namedMembers, passes } from './conditions.ts';
import { Groups, type MembersOf, type Sums } from './groups.ts';
import type { RowsNeed } from './partial-days.ts';
import { dimensionsIn } from './places.ts';
import type { FactsPlan, Plan, RollupPlan } from './plan.ts';
import { type Member, type MetricsQuery, type QueryResult, timeOf } from './query.ts';
import type { Snapshot } from './snapshot.ts';

/** The rollups lack what a plan expects: a member is counted under others, or a row cannot be decoded. */
export class NotInRollups extends Error {}

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
  for (const span of plan.factSpans) {
    for (const event of snapshot.factsOf(span)) {
      if (event.source !== 'counter') groups.addEvent(event, event.at);
    }
  }
  if (plan.source === 'facts') groups.countCallers();
  return { result: groups.result(), validUntil: groups.validUntil };
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
    for (const row of accumulatorsOf(need, snapshot, zone)) addDay(merging, need, row);
  }
  for (const need of plan.intervalRows) {
    for (const row of accumulatorsOf(need, snapshot, zone)) {
      addIntervals(merging, need, row, isInside);
      if (need.columns.has('deadlines')) addOverdue(merging, row.accumulator, isInside);
    }
  }
  if (plan.place.wanted.customers) addCountedCustomers(merging);
}

/** The figures of one member on one day. */
interface MemberDay {
  member: string;
  day: number;
  accumulator: Accumulator;
}

/** Decodes rollup rows and folds pending changes in. */
function accumulatorsOf(need: RowsNeed, snapshot: Snapshot, zone: string): Iterable<MemberDay> {
  const { first, last } = need.read;
  const members = new Set(need.members);
  const rows = new Map<string, MemberDay>();
  const keyOf = (member: string, day: number): string => `${day} ${member}`;
  for (const { member, day, ...encoded } of snapshot.rowsOf(need)) {
    const asked = Object.fromEntries(
      Object.entries(encoded).filter(([column]) => need.columns.has(column as never)),
    );
    rows.set(keyOf(member, day), { member, day, accumulator: decoded(asked, zone, day) });
  }
  const accumulatorAt = (_: RollupDimensionName, member: string, day: number): Accumulator | undefined => {
    if (!members.has(member) || day < first || day > last) return undefined;
    const key = keyOf(member, day);
    let row = rows.get(key);
    if (!row) {
      row = { member, day, accumulator: emptyAccumulator() };
      rows.set(key, row);
    }
    return row.accumulator;
  };
  const dimensions = [rollupDimensionNamed(need.dimension)];
  for (const { event, sign } of snapshot.changes()) {
    fold(event, accumulatorAt, { zone, sign, dimensions, columns: need.columns });
  }
  return rows.values();
}

function decoded(encoded: Partial<EncodedRow>, zone: string, day: number): Accumulator {
  try {
    return decode(encoded, zone, day);
  } catch {
    throw new NotInRollups();
  }
}

/** The members of what a row of `need` counts, besides those of a breakdown. */
function membersIn({ dimension }: RowsNeed, member: string): MembersOf {
  return (asked) => (asked === dimension ? member : null);
}

function addDay(merging: Merging, need: RowsNeed, row: MemberDay): void {
  const { groups, query, plan, zone } = merging;
  const { period, inputs } = query;
  const { member, day, accumulator } = row;
  const isWhole = day >= plan.whole.first && day <= plan.whole.last;
  const isTouched = day >= period.fromDay && day <= period.toDay;
  const at = Math.min(Math.max(startOfDay(zone, day), period.start), period.end - 1);
  const add = (members: MembersOf, valueAt: (index: number) => number): void => {
    for (const input of inputs) {
      const index = baseMeasureIndex(input);
      if (index === undefined) continue;
      const { dated } = BASE_MEASURES[index]!;
      const value = (dated ? isTouched : isWhole) ? valueAt(index) : 0;
      if (value === 0) continue;
      const sums = groups.sumsAt(members, dated ? atDate(period, day) : at);
      if (sums) sums.baseMeasures[index]! += need.sign * value;
    }
  };
  const { breakdown } = plan.place;
  if (breakdown) addCells(merging, need, row, breakdown, add);
  else if (plan.grain === 'days') add(membersIn(need, member), (index) => accumulator.baseMeasures[index]!);
  else if (isWhole) addIntervals(merging, need, row, () => true);
  if (!isWhole) return;
  const { histograms, deadlines, customers } = plan.place.wanted;
  for (const name of histograms) {
    const bins = histogramAt(accumulator, name);
    if (bins.size > 0) addBins(groups.sumsAt(membersIn(need, member), at), name, bins, need.sign);
  }
  if (deadlines) addOverdue(merging, accumulator, () => true);
  if (customers) addCustomers(merging, need, row);
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
  { groups }: Merging,
  need: RowsNeed,
  { member, accumulator }: MemberDay,
  isInside: (interval: number) => boolean,
): void {
  for (const [interval, vector] of accumulator.intervals) {
    if (!isInside(interval)) continue;
    const sums = groups.sumsAt(membersIn(need, member), interval * INTERVAL_SECONDS);
    if (!sums) continue;
    for (let index = 0; index < vector.length; index += 1)
      sums.baseMeasures[index]! += need.sign * vector[index]!;
  }
}

function addCells(
  { query }: Merging,
  need: RowsNeed,
  { member, accumulator }: MemberDay,
  breakdown: Breakdown,
  add: (members: MembersOf, valueAt: (index: number) => number) => void,
): void {
  const { named, others } = breakdownAt(accumulator, breakdown.name);
  const places = new Map(breakdown.baseMeasures.map((name, place) => [baseMeasureIndex(name)!, place]));
  const dimensions = dimensionsIn(breakdown);
  const conditions = conditionsOf(query.filter).filter(({ dimension }) => dimensions.includes(dimension));
  const addCell = (cell: readonly Member[], vector: readonly number[]): void => {
    const membersOf: MembersOf = (asked) => {
      const place = dimensions.indexOf(asked);
      return place === -1 ? membersIn(need, member)(asked) : cell[place]!;
    };
    if (conditions.every((each) => passes(each, membersOf(each.dimension))))
      add(membersOf, (index) => vector[places.get(index) ?? -1] ?? 0);
  };
  for (const [cell, vector] of named) addCell([cell], vector);
  if (!others?.some((value) => value !== 0)) return;
  if (!conditions.every((each) => isNamed(each, named))) throw new NotInRollups();
  if (conditions.length === 0)
    addCell(
      dimensions.map(() => OTHERS),
      others,
    );
}

/** Whether a condition only lets members pass that a breakdown names. */
function isNamed(condition: Condition, named: ReadonlyMap<string, unknown>): boolean {
  return namedMembers(condition)?.every((member) => named.has(member)) ?? false;
}

function addOverdue(
  { groups, query }: Merging,
  accumulator: Accumulator,
  isInside: (interval: number) => boolean,
): void {
  if (query.now === undefined)
    throw new Error('Passed deadlines are counted as of a time: the question must have one.');
  const conditions = conditionsOf(query.filter);
  for (const [key, conversations] of accumulator.deadlines.counts) {
    const deadline = deadlineOf(key);
    if (!isInside(deadline.interval)) continue;
    const membersOf: MembersOf = (dimension) => memberOfDeadline(deadline, dimension);
    if (deadline.team === OTHERS && conditions.some(({ dimension }) => dimension === 'team'))
      throw new NotInRollups();
    if (!conditions.every((each) => passes(each, membersOf(each.dimension)))) continue;
    const sums = groups.sumsAt(membersOf, deadline.interval * INTERVAL_SECONDS);
    if (sums) groups.addDeadlines(sums, deadline.target, deadline.at, conversations);
  }
}

function memberOfDeadline(deadline: Deadline, dimension: DimensionName): Member {
  if (dimension === 'priority') return deadline.priority ?? null;
  if (dimension === 'team') return deadline.team ?? null;
  throw new Error(`Deadlines know no ${dimension}.`);
}

/**
 * Distinct customers of a whole day: calls whose customer has no previous call in the period, or bucket. Rollups contain
 * the day of the previous call.
 */
function addCustomers(
  { groups, query, zone }: Merging,
  need: RowsNeed,
  { member, day, accumulator }: MemberDay,
): void {
  const time = timeOf(query.by);
  const { period } = query;
  const at = startOfDay(zone, day);
  const bucket = time.kind === 'buckets' ? time.buckets.findLast(({ start }) => start <= at) : undefined;
  const firstDay = localDay(zone, bucket?.start ?? period.start);
  const sums = groups.sumsAt(membersIn(need, member), at);
  if (!sums) return;
  for (const [previousDay, calls] of accumulator.customers)
    if (previousDay < firstDay) sums.customers += calls;
}

/** Distinct customers of partial days, as SQL has counted them. */
function addCountedCustomers({ groups, query, plan, snapshot }: Merging): void {
  const counted = snapshot.customersOf(query);
  const [need] = plan.dayRows;
  const sums =
    need && counted > 0 ? groups.sumsAt(membersIn(need, need.members[0]!), query.period.start) : undefined;
  if (sums) sums.customers += counted;
}
