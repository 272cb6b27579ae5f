import type { FactEvent } from '../facts/event.ts';
import type { RollupDimensionName } from './dimensions.ts';

/** Counts of durations by bin, for percentiles. */
export interface Histogram {
  /** Also the name of its column. */
  readonly name: HistogramName;
  readonly within: readonly RollupDimensionName[];
  /** Whole seconds; undefined if the event has no such duration. */
  readonly value: (event: FactEvent) => number | undefined;
}

export type HistogramName = 'durations' | 'resolutions';

export const HISTOGRAMS: readonly Histogram[] = [
  {
    name: 'durations',
    within: ['all', 'agent', 'channel'],
    value: (event) =>
      event.source === 'interaction' && event.interaction.status !== 'open'
        ? event.interaction.duration_seconds
        : undefined,
  },
  {
    name: 'resolutions',
    within: ['all'],
    value: (event) => {
      if (event.source !== 'interaction' || event.interaction.kind !== 'conversation') return undefined;
      const { resolved_at, started_at } = event.interaction;
      return resolved_at === undefined ? undefined : resolved_at - started_at;
    },
  },
];

/** Below this, each second has its own bin; above, bins are 1 % wide. */
const EXACT_BELOW = 100;
const GROWTH = 1.01;

/** The bin of a duration in whole seconds. */
export function binOf(seconds: number): number {
  if (seconds < EXACT_BELOW) return seconds;
  let bin = EXACT_BELOW + Math.floor(Math.log(seconds / EXACT_BELOW) / Math.log(GROWTH));
  while (lowestOf(bin) > seconds) bin -= 1;
  while (lowestOf(bin + 1) <= seconds) bin += 1;
  return bin;
}

/** The whole seconds that represent a bin: its middle, at most 0.5 % (rounded to a second) from any value in it. */
function secondsOf(bin: number): number {
  return bin < EXACT_BELOW ? bin : Math.floor((lowestOf(bin) + lowestOf(bin + 1) - 1) / 2);
}

function lowestOf(bin: number): number {
  return bin <= EXACT_BELOW ? bin : Math.ceil(EXACT_BELOW * GROWTH ** (bin - EXACT_BELOW));
}

/**
 * Percentile `percent` (0–100] by nearest rank, the lower of two; in whole seconds, within 1 %. Undefined if there are
 * no values.
 */
export function percentile(bins: ReadonlyMap<number, number>, percent: number): number | undefined {
  const sorted = [...bins].filter(([, count]) => count !== 0).sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  for (const [bin, count] of sorted) {
    below += count;
    if (below * 100 >= percent * total) return secondsOf(bin);
  }
  return undefined;
}
