import { baseMeasureIndex } from '../rollups/base-measures.ts';
import { BREAKDOWNS, type Breakdown } from '../rollups/breakdowns.ts';
import {
  type DimensionName,
  EVERYTHING,
  ROLLUP_DIMENSIONS,
  type RollupDimensionName,
  rollupDimensionNamed,
} from '../rollups/dimensions.ts';
import { HISTOGRAMS, type HistogramName } from '../rollups/histograms.ts';
import { type Condition, conditionsOf, namedMembers } from './conditions.ts';
import { DISTINCT_CUSTOMERS, histogramOf, isOverdue } from './measures/measure.ts';
import type { MeasureInput } from './measures.ts';
import { dimensionsOf, type MetricsQuery } from './query.ts';

/** Rollup rows that hold the values of a query: of the members of one dimension. */
export interface Lead {
  dimension: RollupDimensionName;
  members: readonly string[];
  /** −1 if the rows are subtracted from those before them. */
  sign: 1 | -1;
}

/** Where rollups hold the values of a query. */
export interface Place {
  leads: readonly Lead[];
  /** The breakdown of the rows that holds the values; absent if the rows themselves do. */
  breakdown?: Breakdown;
  /** The inputs by where a row stores them. */
  wanted: Wanted;
}

/** The inputs of a query by where rollups store them. */
export interface Wanted {
  baseMeasures: readonly MeasureInput[];
  histograms: readonly HistogramName[];
  customers: boolean;
  deadlines: boolean;
}

/** The dimensions that a deadline knows. */
const OF_DEADLINES: ReadonlySet<DimensionName> = new Set(['priority', 'team']);
const ALL: Lead = { dimension: 'all', members: [EVERYTHING], sign: 1 };
const ROLLED_UP = new Set<string>(ROLLUP_DIMENSIONS.map(({ name }) => name));

/** The places that hold the values of a query, cheapest first: few rows, then small columns. Pure. */
export function placesOf(query: MetricsQuery): Place[] {
  const wanted = wantedBy(query.inputs);
  const conditions = conditionsOf(query.filter);
  const grouped = dimensionsOf(query.by);
  const asked = new Set([...conditions.map(({ dimension }) => dimension), ...grouped]);
  return leadsFor(conditions, grouped)
    .flatMap(({ leads, covers }) => {
      const rest = [...asked].filter((dimension) => dimension !== covers);
      if (!canLead(leads, wanted, rest, grouped)) return [];
      if (rest.length === 0) return [{ leads, wanted }];
      return BREAKDOWNS.filter((breakdown) => fits(breakdown, leads, rest, wanted)).map((breakdown) => ({
        leads,
        breakdown,
        wanted,
      }));
    })
    .sort((a, b) => rowsOf(a) - rowsOf(b) || sizeOf(a) - sizeOf(b));
}

function wantedBy(inputs: readonly MeasureInput[]): Wanted {
  return {
    baseMeasures: inputs.filter((input) => baseMeasureIndex(input) !== undefined),
    histograms: [...new Set(inputs.map(histogramOf).filter((name) => name !== undefined))],
    customers: inputs.includes(DISTINCT_CUSTOMERS),
    deadlines: inputs.some(isOverdue),
  };
}

interface Leading {
  leads: readonly Lead[];
  /** The dimension whose condition and groups the choice of rows settles. */
  covers?: DimensionName;
}

/** Rows of everything; of the members that a condition names; of everything without those that it excludes. */
function leadsFor(conditions: readonly Condition[], grouped: readonly DimensionName[]): Leading[] {
  const others = conditions.flatMap((condition): Leading[] => {
    const { dimension } = condition;
    if (!isRolledUp(dimension)) return [];
    const named = namedMembers(condition);
    if (named) return [{ leads: [{ dimension, members: named, sign: 1 }], covers: dimension }];
    const excluded = condition.isExcluded && !condition.members.has(null) && !grouped.includes(dimension);
    if (!excluded) return [];
    const members = [...condition.members] as string[];
    return [{ leads: [ALL, { dimension, members, sign: -1 }], covers: dimension }];
  });
  return [{ leads: [ALL] }, ...others];
}

function isRolledUp(dimension: DimensionName): dimension is DimensionName & RollupDimensionName {
  return ROLLED_UP.has(dimension);
}

/** Whether rows of these dimensions store everything that is wanted besides base measures. */
function canLead(
  leads: readonly Lead[],
  { histograms, customers, deadlines, baseMeasures }: Wanted,
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
    const isCounted = rollupDimensionNamed(first.dimension).previousCall !== undefined;
    if (leads.length > 1 || rest.length > 0 || !isApart || !isCounted) return false;
  }
  if (rest.length > 0 && histograms.length > 0) return false;
  if (rest.length > 0 && baseMeasures.length === 0 && !deadlines) return false;
  return histograms.every((name) => leads.every(({ dimension }) => withinOf(name).includes(dimension)));
}

function withinOf(name: HistogramName): readonly RollupDimensionName[] {
  return HISTOGRAMS.find((histogram) => histogram.name === name)!.within;
}

function fits(
  breakdown: Breakdown,
  leads: readonly Lead[],
  rest: readonly DimensionName[],
  { baseMeasures }: Wanted,
): boolean {
  return (
    leads.every(({ dimension }) => breakdown.within.includes(dimension)) &&
    rest.every((dimension) => breakdown.of.includes(dimension)) &&
    baseMeasures.every((baseMeasure) => (breakdown.baseMeasures as readonly string[]).includes(baseMeasure))
  );
}

function rowsOf({ leads }: Place): number {
  return leads.reduce((sum, { members }) => sum + members.length, 0);
}

function sizeOf({ breakdown }: Place): number {
  return breakdown ? breakdown.baseMeasures.length * 10 ** breakdown.of.length : 0;
}
