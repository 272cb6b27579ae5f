import type { Better } from '../query/measures/measure.ts';
import type { Stat } from '../query/measures/timings.ts';
import type { Measure } from '../query/measures.ts';
import type { Filter } from '../query/query.ts';
import type { DimensionName } from '../rollups/dimensions.ts';
import type { Grain } from './grains.ts';

export type { Better, Stat };

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

/** When an event counts: when it started, was given or was created, on its date, or, of time, when it passed. */
export type Attribution = 'started' | 'given' | 'created' | 'date' | 'passed';

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
  readonly attribution: Attribution;
  /** The dimensions that it can be grouped and filtered by. */
  readonly dimensions: readonly DimensionName[];
  /** The grains that rollups have, so that their cost does not depend on volume. */
  readonly grains: readonly Grain[];
  /** Whether it changes with the time of the request although no record arrives. */
  readonly dependsOnClock: boolean;
  /** Whether rows add up to their total. */
  readonly isAdditive: boolean;
  /** Only of metrics of one's own: holds in addition to the filters of a query. */
  readonly filter?: Filter;
  /** What computes it; `stat` is one of `stats`, by default `defaultStat`. */
  measureOf(stat?: Stat): Measure;
}
