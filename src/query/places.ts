import { DIRECTIONS } from '../records/interaction-fields.ts';
import { baseMeasureIndex } from '../rollups/base-measures.ts';
import { BREAKDOWNS, type Breakdown } from '../rollups/breakdowns.ts';
import { cellHistogramsOf } from '../rollups/cell-histograms.ts';
import { listKey } from '../rollups/cells.ts';
import { type Combination, hasHistogram, rollupDimensionOf } from '../rollups/combinations.ts';
import {
  type DimensionName,
  type Direction,
  EVERYTHING,
  isShared,
  NONE,
  ROLLUP_DIMENSIONS,
  type RollupDimensionName,
  SHARED,
} from '../rollups/dimensions.ts';
import { type HistogramName, histogramNamed } from '../rollups/histograms.ts';
import { type Condition, conditionsOf, namedMembers, passes } from './conditions.ts';
import { histogramsOf } from './measures/histogram-inputs.ts';
import { DISTINCT_CUSTOMERS, isOverdue } from './measures/measure.ts';
import { isNeighbourInput, quartersAfter } from './measures/neighbour-inputs.ts';
import type { MeasureInput } from './measures.ts';
import { dimensionsOf, type MetricsQuery } from './query.ts';

/** Rollup rows that hold the values of a query: of the members of one dimension. */
export interface Lead {
  dimension: RollupDimensionName;
  members: readonly string[] | typeof EVERY;
  /** −1 if the rows are subtracted from those before them. */
  sign: 1 | -1;
  /** Whether the rows count for what has no member: everything, minus what every member has. */
  isOfNone?: boolean;
}

/** All members of a dimension that have rows. */
export const EVERY = 'every member';

/** Where rollups hold the values of a query. */
export interface Place {
  leads: readonly Lead[];
  /** The breakdown of the rows that holds the values; absent if the rows themselves do. */
  breakdown?: Breakdown;
  /** The inputs by where a row stores them. */
  wanted: Wanted;
  /** The directions that count, each for itself; absent if rows count as a whole. */
  sides?: readonly Direction[];
  /** Whether daily counters, which have no direction, do not count. */
  isOfInteractions: boolean;
}

/** The inputs of a query by where rollups store them. */
interface Wanted {
  baseMeasures: readonly MeasureInput[];
  histograms: readonly HistogramName[];
  customers: boolean;
  /** Whether calls of a customer are compared with each other. */
  neighbours: boolean;
  /** Quarters of an hour after the period in which further calls count; 0 for none. */
  quartersAfter: number;
  deadlines: boolean;
}

/** The dimensions that a deadline knows. */
const OF_DEADLINES: ReadonlySet<DimensionName> = new Set(['priority', 'team']);
const ALL: Lead = { dimension: 'all', members: [EVERYTHING], sign: 1 };
const ROLLED_UP = new Set<string>(ROLLUP_DIMENSIONS.map(({ name }) => name));

/** The places that hold the values of a query, cheapest first: few rows, then small columns. Pure. */
export function placesOf(query: MetricsQuery, combinations: readonly Combination[] = []): Place[] {
  const wanted = wantedBy(query.inputs);
  const conditions = conditionsOf(query.filter);
  const grouped = dimensionsOf(query.by);
  const asked = new Set([...conditions.map(({ dimension }) => dimension), ...grouped]);
  const isOfInteractions = asked.has('direction');
  const sides = sidesOf(conditions, grouped, wanted);
  const undirected = {
    conditions: conditions.filter(({ dimension }) => dimension !== 'direction'),
    grouped: grouped.filter((dimension) => dimension !== 'direction'),
  };
  return [
    ...leadsFor(undirected.conditions, undirected.grouped).map(
      (each): Leading => ({
        ...each,
        covers: [...each.covers, 'direction'],
        ...(sides && { sides }),
      }),
    ),
    ...combined(combinations, conditions, asked),
  ]
    .flatMap(({ covers, ...rows }): Place[] => {
      const rest = [...asked].filter((dimension) => !covers.includes(dimension));
      if (!canLead(rows.leads, wanted, rest, grouped)) return [];
      if (rest.length === 0) return [{ ...rows, wanted, isOfInteractions }];
      return BREAKDOWNS.filter((breakdown) => fits(breakdown, rows.leads, rest, wanted)).map((breakdown) => ({
        ...rows,
        breakdown,
        wanted,
        isOfInteractions,
      }));
    })
    .sort((a, b) => rowsPerDay(a.leads) - rowsPerDay(b.leads) || sizeOf(a) - sizeOf(b));
}

/** The directions to tell apart; undefined if all pass and none is grouped by, or compared with calls in the same. */
function sidesOf(
  conditions: readonly Condition[],
  grouped: readonly DimensionName[],
  { neighbours }: Wanted,
): readonly Direction[] | undefined {
  const condition = conditions.find(({ dimension }) => dimension === 'direction');
  const passing = DIRECTIONS.filter((direction) => !condition || passes(condition, direction));
  const isApart = grouped.includes('direction') || (neighbours && condition !== undefined);
  return isApart || passing.length < DIRECTIONS.length ? passing : undefined;
}

function wantedBy(inputs: readonly MeasureInput[]): Wanted {
  return {
    baseMeasures: inputs.filter((input) => baseMeasureIndex(input) !== undefined),
    histograms: [...new Set(inputs.flatMap(histogramsOf))],
    customers: inputs.includes(DISTINCT_CUSTOMERS),
    neighbours: inputs.some(isNeighbourInput),
    quartersAfter: quartersAfter(inputs),
    deadlines: inputs.some(isOverdue),
  };
}

interface Leading {
  leads: readonly Lead[];
  /** The dimensions whose conditions and groups the rows settle. */
  covers: readonly DimensionName[];
  /** See `Place`. */
  sides?: readonly Direction[];
}

/**
 * Rows of everything; of the members that a condition names; of everything without those that it excludes; of every
 * member of a dimension.
 */
function leadsFor(conditions: readonly Condition[], grouped: readonly DimensionName[]): Leading[] {
  const asked = new Set([...conditions.map(({ dimension }) => dimension), ...grouped]);
  const others = [...asked].filter(isRolledUp).flatMap((dimension): Leading[] => {
    const condition = conditions.find((each) => each.dimension === dimension);
    const named = condition && namedMembers(condition);
    if (named) return [{ leads: [{ dimension, members: named, sign: 1 }], covers: [dimension] }];
    return [...withoutExcluded(dimension, condition, grouped), everyMember(dimension, condition)];
  });
  return [{ leads: [ALL], covers: [] }, ...others];
}

function withoutExcluded(
  dimension: RollupDimensionName & DimensionName,
  condition: Condition | undefined,
  grouped: readonly DimensionName[],
): Leading[] {
  if (!condition?.isExcluded || condition.members.has(null) || grouped.includes(dimension)) return [];
  const excluded = [...condition.members] as string[];
  const members = isShared(dimension) ? [...excluded, SHARED] : excluded;
  return [{ leads: [ALL, { dimension, members, sign: -1 }], covers: [dimension] }];
}

function everyMember(
  dimension: RollupDimensionName & DimensionName,
  condition: Condition | undefined,
): Leading {
  const every: Lead = { dimension, members: EVERY, sign: 1 };
  const none: Lead[] =
    condition && !passes(condition, null)
      ? []
      : [
          { ...ALL, isOfNone: true },
          { ...every, sign: -1, isOfNone: true },
        ];
  return { leads: [every, ...none], covers: [dimension] };
}

/** Rows of combinations that have all dimensions asked for. */
function combined(
  combinations: readonly Combination[],
  conditions: readonly Condition[],
  asked: ReadonlySet<DimensionName>,
): Leading[] {
  return combinations
    .filter(({ of }) => [...asked].every((dimension) => of.includes(dimension)))
    .map(({ name, of }) => ({
      leads: [{ dimension: name, members: namedCells(of, conditions) ?? EVERY, sign: 1 }],
      covers: of,
    }));
}

/** The cells that conditions name one by one; undefined if they name no member of some dimension, or too many cells. */
function namedCells(of: readonly DimensionName[], conditions: readonly Condition[]): string[] | undefined {
  let cells: string[][] = [[]];
  for (const dimension of of) {
    const condition = conditions.find((each) => each.dimension === dimension);
    if (!condition || condition.isExcluded) return undefined;
    const members = [...condition.members].map((member) => member ?? NONE);
    cells = cells.flatMap((cell) => members.map((member) => [...cell, member]));
    if (cells.length > MOST_CELLS) return undefined;
  }
  return cells.map(listKey);
}

function isRolledUp(dimension: DimensionName): dimension is DimensionName & RollupDimensionName {
  return ROLLED_UP.has(dimension);
}

/** Whether rows of these dimensions store everything that is wanted besides base measures. */
function canLead(
  leads: readonly Lead[],
  { histograms, customers, neighbours, deadlines, baseMeasures }: Wanted,
  rest: readonly DimensionName[],
  grouped: readonly DimensionName[],
): boolean {
  const [first] = leads;
  if (!first) return false;
  if (
    deadlines &&
    !(leads.length === 1 && first.dimension === 'all' && rest.every((it) => OF_DEADLINES.has(it)))
  )
    return false;
  if (customers) {
    const isApart = first.members.length === 1 || grouped.includes(first.dimension as DimensionName);
    const isCounted = rollupDimensionOf(first.dimension).previousCall !== undefined;
    if (leads.length > 1 || rest.length > 0 || !isApart || !isCounted) return false;
  }
  if (neighbours && !(rest.length === 0 && canCompare(leads))) return false;
  if (rest.length > 0) return baseMeasures.length > 0 || histograms.length > 0 || deadlines;
  return histograms.every((name) =>
    leads.every(({ dimension }) => hasHistogram(histogramNamed(name), dimension)),
  );
}

/** Whether rows compare calls of a customer. What an excluded member lacks is not what everything lacks without it. */
function canCompare(leads: readonly Lead[]): boolean {
  return leads.every(
    ({ dimension, sign, isOfNone }) =>
      rollupDimensionOf(dimension).previousCall !== undefined && (sign > 0 || isOfNone),
  );
}

function isWithin({ within }: { within: readonly RollupDimensionName[] }, leads: readonly Lead[]): boolean {
  return leads.every(({ dimension }) => within.includes(dimension));
}

function fits(
  breakdown: Breakdown,
  leads: readonly Lead[],
  rest: readonly DimensionName[],
  { baseMeasures, histograms }: Wanted,
): boolean {
  return (
    isWithin(breakdown, leads) &&
    histograms.every((name) =>
      cellHistogramsOf(breakdown).some((each) => each.histogram.name === name && isWithin(each, leads)),
    ) &&
    rest.every((dimension) => breakdown.of.includes(dimension)) &&
    baseMeasures.every((baseMeasure) => (breakdown.baseMeasures as readonly string[]).includes(baseMeasure))
  );
}

/** Beyond this, all rows of a combination are read. */
const MOST_CELLS = 200;

/** How many members a dimension is taken to have if all of them are read. */
const ASSUMED_MEMBERS = 200;

/** How many rows per day are read; an estimate if every member of a dimension is. */
export function rowsPerDay(leads: readonly Lead[]): number {
  return leads.reduce((sum, { members }) => sum + (members === EVERY ? ASSUMED_MEMBERS : members.length), 0);
}

function sizeOf({ breakdown }: Place): number {
  return breakdown ? breakdown.baseMeasures.length * 10 ** breakdown.of.length : 0;
}
