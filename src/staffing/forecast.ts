import { type Band, bandOf, median, type Spreadable, spreadOf } from './band.ts';
import { type IntervalFacts, meanHandle, type PastDay, sumOf, trendsOf, WEEK } from './history.ts';

/** What is expected of one interval. */
export interface ExpectedInterval extends Band {
  /** Contacts; a median, so it need not be whole. */
  volume: number;
  /** Mean handle time in seconds; null if nothing is known of handle times. */
  handleSeconds: number | null;
}

export interface Forecast {
  /** How many days of the weekday the figures are medians of. */
  days: number;
  /** The level of volumes in the last four weeks, relative to all weeks that were read. */
  trend: number;
  /** By the time at which an interval begins, such as `09:30`; empty if the weekday is closed. */
  intervals: ReadonlyMap<string, ExpectedInterval>;
}

/** So many dates of a weekday without contacts make it a closed one; so many with contacts make a band. */
const LEAST_DAYS = 4;

/**
 * What to expect of the day `day` (a day number after all of `past`, which has every day of eight weeks): what the same
 * weekday had in those weeks. Each interval has the median of the volumes, times the trend of volumes, and the median of
 * the mean handle times, times theirs. Days without contacts, such as holidays, are left out.
 *
 * Undefined if too little is known: no contacts at all, or none on this weekday in less than four weeks of contacts.
 */
export function forecast(past: readonly PastDay[], day: number): Forecast | undefined {
  const isSameWeekday = (each: PastDay): boolean => (day - each.day) % WEEK === 0;
  const begun = past.findIndex(isOpen);
  if (begun === -1) return undefined;
  const known = past.slice(begun);
  const same = known.filter((each) => isSameWeekday(each) && isOpen(each));
  if (same.length === 0) {
    return known.filter(isSameWeekday).length < LEAST_DAYS
      ? undefined
      : { days: 0, trend: 1, intervals: new Map() };
  }

  const trends = trendsOf(known);
  const usual = median(same.flatMap(({ intervals }) => meanHandle(sumOf(intervals.values()))));
  const times = [...new Set(same.flatMap((each) => [...each.times]))];
  const rows = times.map((time) => {
    const facts = same.map((each) => factsAt(each, time));
    const volumes = facts.map((each) => each && each.volume * trends.volume);
    const handle = median(facts.flatMap((each) => (each ? meanHandle(each) : []))) ?? usual;
    return {
      time,
      volumes,
      volume: median(volumes.filter((each) => each !== undefined))!,
      handleSeconds: handle === undefined ? null : handle * trends.handleTime,
    };
  });
  const spread = same.length < LEAST_DAYS ? undefined : spreadOf(rows, same.length);
  const intervals = rows.map((row): [string, ExpectedInterval] => [row.time, expectedOf(row, spread)]);
  return { days: same.length, trend: trends.volume, intervals: new Map(intervals) };
}

function isOpen({ intervals }: PastDay): boolean {
  return sumOf(intervals.values()).volume > 0;
}

/** What a day had at a time of the clock; undefined if it has no such time, because the clocks went forward. */
function factsAt({ times, intervals }: PastDay, time: string): IntervalFacts | undefined {
  if (!times.has(time)) return undefined;
  return intervals.get(time) ?? { volume: 0, handled: 0, handleSeconds: 0 };
}

function expectedOf(
  row: Spreadable & Pick<ExpectedInterval, 'handleSeconds'>,
  spread: number | undefined,
): ExpectedInterval {
  const { volume, handleSeconds } = row;
  return { volume, ...bandOf(row, spread), handleSeconds };
}
