import type { Arguments, Better } from '../query/measures/measure.ts';
import type { ServiceLevelRules } from '../query/measures/service-level-rules.ts';
import type { Stat } from '../query/measures/timings.ts';
import type { Measure } from '../query/measures.ts';
import type { Filter } from '../query/query.ts';
import type { CommonDimension } from '../rollups/dimensions.ts';
import type { Grain } from './grains.ts';

export type { Arguments, Better, Stat };

/** What a query has chosen of a metric's arguments, defaults filled in. */
export type ArgumentValues = Readonly<Record<string, string | number>>;

/** The units that callers see. Rates are percent; `ratio` is only of metrics of one's own. */
export type PublicUnit =
  | 'count'
  | 'mean'
  | 'percent'
  | 'seconds'
  | 'minutes'
  | 'milliseconds'
  | 'rating'
  | 'score'
  | 'sentiment'
  | 'usd'
  | 'ratio';

/**
 * When an event counts: when it started, was given, sent, created, closed, reopened, on its date; of time, when it passed;
 * of what is open, while it is; now: at the moment of the query.
 */
export const ATTRIBUTIONS = [
  'started',
  'given',
  'created',
  'date',
  'sent',
  'closed',
  'reopened',
  'passed',
  'open',
  'now',
] as const;
export type Attribution = (typeof ATTRIBUTIONS)[number];

/** A figure that can be asked for by name: a measure, or a timing with several statistics. */
export interface Metric {
  readonly name: string;
  /** Former names, and names of the same figure in answers. */
  readonly aliases: readonly string[];
  readonly label: string;
  readonly unit: PublicUnit;
  readonly better: Better;
  readonly description: string;
  /** The statistics of a timing; empty for everything else. */
  readonly stats: readonly Stat[];
  /** The statistic if none is asked for; only of timings. */
  readonly defaultStat?: Stat;
  /** What a query may choose, if anything. */
  readonly args?: Arguments;
  readonly attribution: Attribution;
  /** The dimensions that it can be grouped and filtered by, of those that every tenant has. */
  readonly dimensions: readonly CommonDimension[];
  /** Whether it is made of interactions alone, or of what belongs to one, so that attributes group and filter it. */
  readonly isOfInteractions: boolean;
  /** The grains that rollups have, so that their cost does not depend on volume. */
  readonly grains: readonly Grain[];
  /** Whether it changes with the time of the request although no record arrives. */
  readonly dependsOnClock: boolean;
  /** Whether rows add up to their total. */
  readonly isAdditive: boolean;
  /** Only of metrics of one's own: holds in addition to the filters of a query. */
  readonly filter?: Filter;
  /** What computes it; `stat` is one of `stats`, by default `defaultStat`; `args` are as `args.schema` returns them. */
  measureOf(stat?: Stat, args?: ArgumentValues): Measure;
  /** How it is computed under the rules of a policy. Only of metrics that service-level policies judge. */
  judgedBy?(rules: ServiceLevelRules): Measure;
}
