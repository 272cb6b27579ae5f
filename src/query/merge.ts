import {
  type Accumulator,
  breakdownAt,
  emptyAccumulator,
  histogramAt,
  INTERVAL_SECONDS,
  intervalOf,
} from '../rollups/accumulator.ts';
import { BASE_MEASURES, baseMeasureIndex } from '../rollups/base-measures.ts';
import type { Breakdown } from '../rollups/breakdowns.ts';
import { type CellSums, isHeldCell } from '../rollups/cell-sums.ts';
import { impliedCell, membersOfCell } from '../rollups/cells.ts';
import { decode, type ReadableRow } from '../rollups/codec.ts';
import {
  combinationNamed,
  isCombination,
  membersOfCombination,
  rollupDimensionOf,
} from '../rollups/combinations.ts';
import { type Deadline, deadlineOf } from '../rollups/deadlines.ts';
import { type DimensionName, NONE, OTHERS, type RollupDimensionName } from '../rollups/dimensions.ts';
import { fold } from '../rollups/fold.ts';

import type { HistogramName, Histograms } from '../rollups/histograms.ts';
import { addCount, vectorAt } from '../rollups/sums.ts';
import { dayOfDate } from '../time/dates.ts';
import type { Period } from '../time/period.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import { type Condition, conditionsOf, namedMembers, passes } from './conditions.ts';
import { bucketAt } from './customers-sql.ts';
import { Groups, type MembersOf, type Sums } from './groups.ts';
import type { RowsNeed } from './partial-days.ts';
import { EVERY } from './places.ts';
import type { FactsPlan, Plan, RollupPlan } from './plan.ts';
import type { Member, MetricsQuery, QueryResult } from './query.ts';
import type { Snapshot } from './snapshot.ts';

/** The rollups lack what a plan expects: a member is counted under others, or a row cannot be decoded. */
export class NotInRollups extends Error {}

/** A row omits by interval what a plan reads; it has it of whole days. */
export class OmittedIntervals extends NotInRollups {}

/** The result of a query. It changes at `validUntil` (seconds UTC, Infinity for never) without any new record. */
export interface Merged {
  result: QueryResult;
  validUntil: number;
}

/**
 * Merges rollups, pending changes and facts of a snapshot into the groups of a query. Pure. Throws NotInRollups if only
 * facts can answer, OmittedIntervals if that is so of partial days, and InvalidInput if there are too many facts.
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
    for (const row of accumulatorsOf(need, snapshot, zone))
      if (isAsked(query, need, row.member)) addDay(merging, need, row);
  }
  for (const need of plan.intervalRows) {
    for (const row of accumulatorsOf(need, snapshot, zone)) {
      if (isAsked(query, need, row.member)) addIntervals(merging, need, row, isInside);
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
  const members = need.members === EVERY ? undefined : new Set(need.members);
  const rows = new Map<string, MemberDay>();
  const keyOf = (member: string, day: number): string => `${day} ${member}`;
  for (const { member, day, ...encoded } of snapshot.rowsOf(need)) {
    const asked = Object.fromEntries(
      Object.entries(encoded).filter(([column]) => need.columns.has(column as never)),
    );
    rows.set(keyOf(member, day), { member, day, accumulator: decoded(asked, zone, day) });
  }
  const accumulatorAt = (_: RollupDimensionName, member: string, day: number): Accumulator | undefined => {
    if ((members && !members.has(member)) || day < first || day > last) return undefined;
    const key = keyOf(member, day);
    let row = rows.get(key);
    if (!row) {
      row = { member, day, accumulator: emptyAccumulator() };
      rows.set(key, row);
    }
    return row.accumulator;
  };
  const dimensions = [rollupDimensionOf(need.dimension)];
  for (const { event, sign } of snapshot.changes()) {
    fold(event, accumulatorAt, { zone, sign, dimensions, columns: need.columns });
  }
  return rows.values();
}

function decoded(encoded: ReadableRow, zone: string, day: number): Accumulator {
  const accumulator = readable(encoded, zone, day);
  if (accumulator.omitted.size > 0) throw new OmittedIntervals();
  return accumulator;
}

function readable(encoded: ReadableRow, zone: string, day: number): Accumulator {
  try {
    return decode(encoded, zone, day);
  } catch {
    throw new NotInRollups();
  }
}

/** The members of what a row of `need` counts, besides those of a breakdown. */
function membersIn({ dimension, isOfNone }: RowsNeed, member: string): MembersOf {
  if (isCombination(dimension)) {
    const combination = combinationNamed(dimension);
    const members = membersOfCombination(combination, member).map(orNull);
    return (asked) => members[combination.of.indexOf(asked)] ?? null;
  }
  return (asked) => (asked === dimension && !isOfNone ? member : null);
}

/** Whether a row counts: of rows of every member those that the filter lets pass. */
function isAsked({ filter }: MetricsQuery, need: RowsNeed, member: string): boolean {
  const { dimension, members, isOfNone } = need;
  if (members !== EVERY || isOfNone) return true;
  const covered: readonly string[] = isCombination(dimension) ? combinationNamed(dimension).of : [dimension];
  const membersOf = membersIn(need, member);
  return conditionsOf(filter).every(
    (each) => !covered.includes(each.dimension) || passes(each, membersOf(each.dimension)),
  );
}

function addDay(merging: Merging, need: RowsNeed, row: MemberDay): void {
  const { query, plan, zone } = merging;
  const { period, inputs } = query;
  const { day, accumulator } = row;
  const isWhole = day >= plan.whole.first && day <= plan.whole.last;
  const isTouched = day >= period.fromDay && day <= period.toDay;
  const at = Math.min(Math.max(startOfDay(zone, day), period.start), period.end - 1);
  const indexes = inputs.map(baseMeasureIndex).filter((index) => index !== undefined);
  if (plan.grain === 'days') {
    for (const { membersOf, day: values } of valuesIn(merging, need, row)) {
      for (const index of indexes) {
        const { dated } = BASE_MEASURES[index]!;
        if (dated ? isTouched : isWhole)
          addValue(merging, need, membersOf, dated ? atDate(period, day) : at, index, values(index));
      }
    }
  } else if (isWhole) addIntervals(merging, need, row, () => true);
  if (!isWhole || plan.grain === 'intervals') return;
  const { breakdown, wanted } = plan.place;
  for (const name of breakdown ? [] : wanted.histograms) {
    const bins = histogramAt(accumulator, name);
    if (bins.size > 0) addBins(merging.groups.sumsAt(membersIn(need, row.member), at), name, bins, need.sign);
  }
  if (breakdown && wanted.histograms.length > 0) addHistograms(merging, need, row, () => true);
  if (wanted.deadlines) addOverdue(merging, accumulator, () => true);
  if (!wanted.customers) return;
  if (need.columns.has('customers')) addCustomersOfDay(merging, need, row);
  else addCustomers(merging, need, row, () => true);
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
  for (const { membersOf, intervals } of valuesIn(merging, need, row)) {
    for (const [interval, values] of intervals) {
      if (!isInside(interval)) continue;
      for (const index of indexes)
        addValue(merging, need, membersOf, interval * INTERVAL_SECONDS, index, values(index));
    }
  }
  const { histograms, deadlines, customers } = merging.plan.place.wanted;
  if (histograms.length > 0) addHistograms(merging, need, row, isInside);
  if (deadlines) addOverdue(merging, row.accumulator, isInside);
  if (customers) addCustomers(merging, need, row, isInside);
}

function addHistograms(
  merging: Merging,
  need: RowsNeed,
  row: MemberDay,
  isInside: (interval: number) => boolean,
): void {
  for (const { membersOf, histograms } of valuesIn(merging, need, row)) {
    for (const name of merging.plan.place.wanted.histograms) {
      for (const [interval, bins] of histograms[name] ?? []) {
        if (isInside(interval))
          addBins(merging.groups.sumsAt(membersOf, interval * INTERVAL_SECONDS), name, bins, need.sign);
      }
    }
  }
}

/** Values by index of the base measure. */
type ValuesAt = (index: number) => number;

/** What a row holds for one combination of members: of the whole day and by interval. */
interface MemberValues {
  membersOf: MembersOf;
  day: ValuesAt;
  intervals: Iterable<readonly [number, ValuesAt]>;
  histograms: Histograms;
}

function valuesIn(merging: Merging, need: RowsNeed, row: MemberDay): MemberValues[] {
  const { breakdown } = merging.plan.place;
  if (breakdown) return cellValues(merging, need, row, breakdown);
  const at =
    (vector: readonly number[]): ValuesAt =>
    (index) =>
      vector[index]!;
  const { baseMeasures, intervals, histogramIntervals } = row.accumulator;
  return [
    {
      membersOf: membersIn(need, row.member),
      day: at(baseMeasures),
      intervals: [...intervals].map(([interval, vector]) => [interval, at(vector)]),
      histograms: histogramIntervals,
    },
  ];
}

/** The cells of a breakdown that the filter lets pass. */
function cellValues(
  { query, plan }: Merging,
  need: RowsNeed,
  { member, accumulator }: MemberDay,
  breakdown: Breakdown,
): MemberValues[] {
  const { named, others } = breakdownAt(accumulator, breakdown.name);
  const places = new Map(breakdown.baseMeasures.map((name, place) => [baseMeasureIndex(name)!, place]));
  const at =
    (vector: readonly number[]): ValuesAt =>
    (index) =>
      vector[places.get(index) ?? -1] ?? 0;
  const conditions = conditionsOf(query.filter).filter(({ dimension }) => breakdown.of.includes(dimension));
  const valuesOf = (members: readonly Member[], cell: CellSums): MemberValues => ({
    membersOf: (asked) => {
      const place = breakdown.of.indexOf(asked);
      return place === -1 ? membersIn(need, member)(asked) : members[place]!;
    },
    day: at(cell.day),
    intervals: [...cell.intervals].map(([interval, vector]) => [interval, at(vector)]),
    histograms: cell.histograms,
  });
  const implied = impliedCell(breakdown);
  const rest = implied === undefined ? [] : [[implied, rowWithout(accumulator, breakdown)] as const];
  const cells = [...named, ...rest]
    .map(([key, cell]) => valuesOf(membersOfCell(breakdown, key).map(orNull), cell))
    .filter(({ membersOf }) => conditions.every((each) => passes(each, membersOf(each.dimension))));
  if (!others || !isHeldCell(others)) return cells;
  if (
    plan.place.leads.length > 1 ||
    breakdown.of.length > 1 ||
    !conditions.every((each) => isNamed(each, named))
  )
    throw new NotInRollups();
  return conditions.length > 0 ? cells : [...cells, valuesOf([OTHERS], others)];
}

/** What a row holds beyond the cells of a breakdown. */
function rowWithout(row: Accumulator, breakdown: Breakdown): CellSums {
  const indexes = breakdown.baseMeasures.map((name) => baseMeasureIndex(name)!);
  const rest: CellSums = {
    day: indexes.map((index) => row.baseMeasures[index]!),
    intervals: new Map(),
    histograms: {},
  };
  for (const [interval, vector] of row.intervals)
    rest.intervals.set(
      interval,
      indexes.map((index) => vector[index]!),
    );
  const { named, others } = breakdownAt(row, breakdown.name);
  for (const cell of [...named.values(), ...(others ? [others] : [])]) subtractCell(rest, cell);
  return rest;
}

function subtractCell(from: CellSums, { day, intervals }: CellSums): void {
  subtract(from.day, day);
  for (const [interval, vector] of intervals)
    subtract(vectorAt(from.intervals, interval, vector.length), vector);
}

function subtract(from: number[], vector: readonly number[]): void {
  for (const [place, value] of vector.entries()) from[place]! -= value;
}

/** Whether a condition only lets members pass that a breakdown of one dimension names. */
function isNamed(condition: Condition, named: ReadonlyMap<string, unknown>): boolean {
  return namedMembers(condition)?.every((member) => named.has(member)) ?? false;
}

function orNull(member: string): Member {
  return member === NONE ? null : member;
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
function addCustomersOfDay({ groups, query, zone }: Merging, need: RowsNeed, row: MemberDay): void {
  const at = startOfDay(zone, row.day);
  const firstDay = localDay(zone, bucketAt(query, at).start);
  const sums = groups.sumsAt(membersIn(need, row.member), at);
  if (!sums) return;
  for (const [previousDay, calls] of row.accumulator.customers)
    if (previousDay < firstDay) sums.customers += calls;
}

/** The same for intervals. A previous call in the interval in which the period starts is left to SQL. */
function addCustomers(
  { groups, query }: Merging,
  need: RowsNeed,
  { member, accumulator }: MemberDay,
  isInside: (interval: number) => boolean,
): void {
  for (const [interval, previous] of accumulator.customerIntervals) {
    if (!isInside(interval)) continue;
    const at = interval * INTERVAL_SECONDS;
    const first = intervalOf(bucketAt(query, at).start);
    const sums = groups.sumsAt(membersIn(need, member), at);
    if (!sums) continue;
    for (const [previousInterval, calls] of previous) if (previousInterval < first) sums.customers += calls;
  }
}

/** Distinct customers that SQL has counted. */
function addCountedCustomers({ groups, query, plan, snapshot }: Merging): void {
  const [need] = plan.dayRows;
  for (const { at, customers } of snapshot.customersOf(query)) {
    const sums = need && customers > 0 ? groups.sumsAt(membersIn(need, need.members[0]!), at) : undefined;
    if (sums) sums.customers += customers;
  }
}
