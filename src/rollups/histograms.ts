import type { FactEvent } from '../facts/event.ts';
import type { RollupDimensionName } from './rollup-dimensions.ts';

/** Counts of a duration by its size, for percentiles. */
export interface Histogram {
  /** Also the name of its column. */
  readonly name: HistogramName;
  readonly within: readonly RollupDimensionName[];
  /** Whole seconds, or undefined where the event has none. */
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

/** Below it every second has a bin of its own; above, bins are 1 % wide. */
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

/** The whole seconds that stand for a bin: its middle, at most 0.5 % (rounded to a second) from any in it. */
function secondsOf(bin: number): number {
  return bin < EXACT_BELOW ? bin : Math.floor((lowestOf(bin) + lowestOf(bin + 1) - 1) / 2);
}

function lowestOf(bin: number): number {
  return bin <= EXACT_BELOW ? bin : Math.ceil(EXACT_BELOW * GROWTH ** (bin - EXACT_BELOW));
}

/**
 * Percentile `percent` (0–100] by nearest rank, the lower of two; in whole seconds, within 1 %. Undefined
 * without any value.
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
