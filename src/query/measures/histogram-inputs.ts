import {
  countWithin,
  type HistogramName,
  histogramNamed,
  percentile,
  type WaitHistogram,
} from '../../rollups/histograms.ts';
import { addCounts } from '../../rollups/sums.ts';

/** Inputs of measures that are computed from histograms. */
export type HistogramInput =
  | keyof typeof PERCENTILES
  | keyof typeof KNOWN
  | keyof typeof RANKED_VALUES
  | WaitsWithin;

/** How many interactions waited at most so many seconds; see `waitsWithin`. */
export type WaitsWithin = `${WaitHistogram}_within_${number}`;

/** Timings of which percentiles can be computed, and the histogram of each. */
const RANKED = {
  duration: 'durations',
  wait: 'waits',
  first_response: 'first_responses',
  resolution: 'resolutions',
  talk_time: 'talk_times',
  hold_time: 'hold_times',
  wrap_time: 'wrap_times',
  handle_time: 'handle_times',
} as const satisfies Record<string, HistogramName>;
export type RankedTiming = keyof typeof RANKED;

/** The percentiles of each timing, in percent. */
export const PERCENTS = [50, 75, 90, 95, 99] as const;
export type Percent = (typeof PERCENTS)[number];

/** A rank among the values of histograms that have the same bins. */
interface Ranking {
  readonly histograms: readonly HistogramName[];
  readonly percent: number;
}

const OFFERED_WAITS = ['answered_waits', 'abandoned_waits'] as const satisfies readonly HistogramName[];

/** Whole seconds by nearest rank, within 1 %; 0 if there are no values (see KNOWN). */
export const PERCENTILES = Object.fromEntries([
  ...Object.entries(RANKED).flatMap(([timing, histogram]) =>
    PERCENTS.map((percent): [string, Ranking] => [
      `${timing}_p${percent}`,
      { histograms: [histogram], percent },
    ]),
  ),
  ['longest_offered_wait', { histograms: OFFERED_WAITS, percent: 100 }],
]) as Readonly<Record<`${RankedTiming}_p${Percent}` | 'longest_offered_wait', Ranking>>;

/** 1 if a percentile has any values to rank, else 0: the denominator of percentiles. */
export const KNOWN = Object.fromEntries([
  ...Object.values(RANKED).map((histogram) => [`${histogram}_known`, [histogram]]),
  ['offered_waits_known', OFFERED_WAITS],
]) as Readonly<Record<KnownInput, readonly HistogramName[]>>;
type KnownInput = `${(typeof RANKED)[RankedTiming]}_known` | 'offered_waits_known';

/** How many values a percentile ranks. */
const RANKED_VALUES = Object.fromEntries(
  [...Object.values(RANKED), ...OFFERED_WAITS].map((histogram) => [`${histogram}_ranked`, histogram]),
) as Readonly<Record<RankedValues, HistogramName>>;
type RankedValues = `${(typeof RANKED)[RankedTiming] | WaitHistogram}_ranked`;

/** The parts of a percentile. */
interface PercentileParts {
  readonly numerator: { readonly [Input in keyof typeof PERCENTILES]?: number };
  readonly denominator: { readonly [Input in KnownInput]?: number };
}

/** The percentile of a timing as a fraction: without a value if nothing is ranked. */
export function percentileOf(timing: RankedTiming, percent: Percent): PercentileParts {
  return {
    numerator: { [`${timing}_p${percent}`]: 1 },
    denominator: { [`${RANKED[timing]}_known`]: 1 },
  };
}

/**
 * The input that counts inbound interactions that waited at most `seconds` (whole, from entering the queue) until they
 * were answered or the customer left. Exact up to 600 seconds; above, `seconds` is taken within 1 %. It adds up.
 */
export function waitsWithin(waits: WaitHistogram, seconds: number): WaitsWithin {
  return `${waits}_within_${seconds}`;
}

const WITHIN = /^(answered_waits|abandoned_waits)_within_(\d{1,8})$/;
const EXACT_SECONDS = 600;

/** What a `waitsWithin` counts; undefined for any other input. */
function withinOf(input: string): { histogram: WaitHistogram; seconds: number } | undefined {
  const [, histogram, seconds] = WITHIN.exec(input) ?? [];
  return histogram === undefined
    ? undefined
    : { histogram: histogram as WaitHistogram, seconds: Number(seconds) };
}

/** Whether an input counts waits up to a number of seconds. */
export function isWaitsWithin(input: string): input is WaitsWithin {
  return WITHIN.test(input);
}

/** The histograms that an input is computed from; none for others. */
export function histogramsOf(input: string): readonly HistogramName[] {
  if (input in PERCENTILES) return PERCENTILES[input as keyof typeof PERCENTILES].histograms;
  if (input in KNOWN) return KNOWN[input as keyof typeof KNOWN];
  if (input in RANKED_VALUES) return [RANKED_VALUES[input as keyof typeof RANKED_VALUES]];
  const within = withinOf(input);
  return within ? [within.histogram] : [];
}

/** Whether the value of an input is exact, not within 1 %. */
export function isExactInput(input: string): boolean {
  const within = withinOf(input);
  return within ? within.seconds <= EXACT_SECONDS : histogramsOf(input).length === 0;
}

type Bins = ReadonlyMap<number, number>;

/** The value of an input, given the bins of its histograms. */
export function histogramFigure(input: HistogramInput, binsOf: (name: HistogramName) => Bins): number {
  if (input in PERCENTILES) {
    const { histograms, percent } = PERCENTILES[input as keyof typeof PERCENTILES];
    return ranked(histograms, percent, binsOf) ?? 0;
  }
  if (input in KNOWN) {
    const isKnown = ranked(KNOWN[input as keyof typeof KNOWN], 50, binsOf) !== undefined;
    return isKnown ? 1 : 0;
  }
  const within = withinOf(input);
  if (within) {
    const { exactBelow } = histogramNamed(within.histogram);
    return countWithin(binsOf(within.histogram), within.seconds, exactBelow);
  }
  const bins = binsOf(RANKED_VALUES[input as keyof typeof RANKED_VALUES]);
  return [...bins.values()].reduce((sum, count) => sum + count, 0);
}

function ranked(
  [first, ...others]: readonly HistogramName[],
  percent: number,
  binsOf: (name: HistogramName) => Bins,
): number | undefined {
  const { exactBelow } = histogramNamed(first!);
  if (others.length === 0) return percentile(binsOf(first!), percent, exactBelow);
  const all = new Map(binsOf(first!));
  for (const name of others) addCounts(all, binsOf(name));
  return percentile(all, percent, exactBelow);
}
