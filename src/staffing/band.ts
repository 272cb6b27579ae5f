/** Between which whole numbers 80 % of such counts lie: a tenth is below, a tenth above. */
export interface Band {
  /** Null with too few days to judge by. */
  low: number | null;
  high: number | null;
}

/** The volumes of past days in one interval, and their median. */
export interface Spreadable {
  volume: number;
  /** One per day; undefined for a day without this interval. */
  volumes: readonly (number | undefined)[];
}

/** 90 % of a standard normal distribution are below it. */
const NORMAL_90 = 1.2815515655446004;
/** The variance of a median of normal values is so many times that of their mean. */
const OF_MEDIAN = Math.PI / 2;

/** The mean; undefined if there are no values. */
export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** The median: the mean of the two in the middle if their number is even; undefined if there are no values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}

/**
 * How many times as far as by chance alone (Poisson) the counts of a new day are spread around the medians: the variance
 * of each of `days` days over its mean, the median of these, and what the median itself is uncertain by. At least 1 for
 * the days. A median of days, so that one unusual day does not widen the band.
 */
export function spreadOf(rows: readonly Spreadable[], days: number): number {
  const dispersions = Array.from({ length: days }, (_, index) => {
    const its = rows.flatMap(({ volume, volumes }) => {
      const found = volumes[index];
      return found === undefined ? [] : [{ square: (found - volume) ** 2, volume }];
    });
    const expected = its.reduce((sum, { volume }) => sum + volume, 0);
    return expected > 0 ? its.reduce((sum, { square }) => sum + square, 0) / expected : 1;
  });
  return Math.max(1, (median(dispersions)! * days) / (days - 1)) * (1 + OF_MEDIAN / days);
}

/**
 * The band of an interval: counts whose variance is `spread` times their mean, which is the same everywhere on the scale
 * of square roots (F. J. Anscombe, "The transformation of Poisson, binomial and negative-binomial data", 1948). 0 to 0
 * if the interval never had any.
 */
export function bandOf({ volume, volumes }: Spreadable, spread: number | undefined): Band {
  if (spread === undefined) return { low: null, high: null };
  if (!volumes.some((each) => each !== undefined && each > 0)) return { low: 0, high: 0 };
  const reach = (NORMAL_90 * Math.sqrt(spread)) / 2;
  const root = Math.sqrt(volume);
  return { low: Math.floor(Math.max(0, root - reach) ** 2), high: Math.ceil((root + reach) ** 2) };
}
