import { mean } from './band.ts';

/** What one interval of a past day had. */
export interface IntervalFacts {
  /** Contacts that arrived. */
  volume: number;
  /** How many contacts have a handle time, and the sum of those in seconds. */
  handled: number;
  handleSeconds: number;
}

/** A past local day, by the times of its clock at which intervals begin, such as `09:30`. */
export interface PastDay {
  /** Day number: days since 1970-01-01. */
  day: number;
  /** The times that the day has: fewer of them if the clocks go forward. */
  times: ReadonlySet<string>;
  /** Intervals without contacts may be absent. */
  intervals: ReadonlyMap<string, IntervalFacts>;
}

/** Days of a week. */
export const WEEK = 7;

/** How far back forecasts look, in weeks, and how much of it is recent. */
export const HISTORY_WEEKS = 8;
const RECENT_WEEKS = 4;

/** Sums over several intervals. */
export function sumOf(intervals: Iterable<IntervalFacts>): IntervalFacts {
  const sum = { volume: 0, handled: 0, handleSeconds: 0 };
  for (const { volume, handled, handleSeconds } of intervals) {
    sum.volume += volume;
    sum.handled += handled;
    sum.handleSeconds += handleSeconds;
  }
  return sum;
}

/** The mean handle time in seconds, in a list; an empty one if no contact has a handle time. */
export function meanHandle({ handled, handleSeconds }: IntervalFacts): number[] {
  return handled > 0 ? [handleSeconds / handled] : [];
}

/** How a figure of the last four weeks compares with that of all weeks; 1 if nothing changes. */
export interface Trends {
  volume: number;
  handleTime: number;
}

/**
 * The level of the last four weeks of `days` (in order, without gaps) relative to all of them. Volumes: the mean of each
 * weekday's days that have contacts, over all weekdays, so that holidays and a week that is not complete count neither
 * way. Handle times: their means. It follows growth and decline late, but never overshoots: after a jump by half it
 * lifts the median of all weeks to the new level.
 */
export function trendsOf(days: readonly PastDay[]): Trends {
  const totals = days.map(({ day, intervals }) => ({ day, ...sumOf(intervals.values()) }));
  const recent = totals.slice(-RECENT_WEEKS * WEEK);
  const levels = { recent: 0, all: 0 };
  for (let weekday = 0; weekday < WEEK; weekday += 1) {
    const newer = meanVolume(recent, weekday);
    if (newer === undefined) continue;
    levels.recent += newer;
    levels.all += meanVolume(totals, weekday)!;
  }
  const [newer] = meanHandle(sumOf(recent));
  const [all] = meanHandle(sumOf(totals));
  return {
    volume: levels.all > 0 ? levels.recent / levels.all : 1,
    handleTime: newer && all ? newer / all : 1,
  };
}

/** The mean volume of the days of a weekday that have contacts; undefined if none has. */
function meanVolume(totals: readonly { day: number; volume: number }[], weekday: number): number | undefined {
  return mean(
    totals.filter(({ day, volume }) => day % WEEK === weekday && volume > 0).map(({ volume }) => volume),
  );
}
