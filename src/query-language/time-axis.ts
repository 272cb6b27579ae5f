import { GRAINS_OF_DAYS, type Grain } from '../catalogue/grains.ts';
import { HOURS, type TimeGrouping, TOTAL, WEEKDAY_HOURS, WEEKDAYS } from '../query/query.ts';
import { type Bucket, bucketsOf } from '../time/buckets.ts';
import type { CalendarUnit, WeekStart } from '../time/calendar-units.ts';
import { clockBuckets } from '../time/clock-buckets.ts';
import type { Period } from '../time/period.ts';

/** Seconds of the grains that follow the wall clock. */
const CLOCK_SECONDS = { '15m': 900, '30m': 1_800, hour: 3_600 } as const;
const QUARTER_SECONDS = CLOCK_SECONDS['15m'];

/** How the rows of a period are told apart by time: by places, counted from 0. */
export interface TimeAxis {
  grouping: TimeGrouping;
  /** What rows show of each place. */
  labels: readonly (string | number)[];
  /** The place of a group of `grouping`. */
  placeOf(group: string): number;
  /**
   * Labels of the buckets whose figures are not final by `now`, seconds UTC: they have not ended, or `quarters` of an
   * hour after them are not over. Groups that recur have no end.
   */
  partialAt(now: number, quarters?: number): string[];
  /** When the figures of the next bucket are final after `now`, seconds UTC; Infinity if all are. */
  nextEndAfter(now: number, quarters?: number): number;
  /** The bucket of a place, half-open in seconds UTC, or the group of a place that recurs; undefined if there is one. */
  timeOf(place: number): { start: number; end: number } | string | undefined;
  /** Labels of the buckets that the period does not contain completely. */
  cut: readonly string[];
}

/** The time axis of a period. Without a grain it has one place, without a label. */
export function timeAxis(period: Period, grain: Grain | undefined, weekStart: WeekStart): TimeAxis {
  const { zone } = period;
  switch (grain) {
    case undefined:
      return recurring({ kind: 'total' }, [[TOTAL, TOTAL]]);
    case 'hour_of_day':
      return recurring(
        { kind: 'hours', zone },
        HOURS.map((hour) => [String(hour), hour]),
      );
    case 'day_of_week':
      return recurring(
        { kind: 'weekdays', zone },
        WEEKDAYS.map((weekday) => [String(weekday), weekday]),
      );
    case 'weekday_hour':
      return recurring(
        { kind: 'weekday-hours', zone },
        WEEKDAY_HOURS.map(({ weekday, hour, group }) => [
          group,
          `${weekday}-${String(hour).padStart(2, '0')}`,
        ]),
      );
    default:
      return axisOf(
        isOfDays(grain) ? bucketsOf(period, grain, weekStart) : clockBuckets(period, CLOCK_SECONDS[grain]),
      );
  }
}

function recurring(
  grouping: TimeGrouping,
  groups: readonly (readonly [string, string | number])[],
): TimeAxis {
  const places = new Map(groups.map(([group], place) => [group, place]));
  return {
    grouping,
    labels: groups.map(([, label]) => label),
    placeOf: (group) => places.get(group)!,
    partialAt: () => [],
    nextEndAfter: () => Number.POSITIVE_INFINITY,
    timeOf: (place) => (grouping.kind === 'total' ? undefined : groups[place]![0]),
    cut: [],
  };
}

function isOfDays(grain: Grain): grain is Grain & CalendarUnit {
  return GRAINS_OF_DAYS.includes(grain);
}

function axisOf(all: readonly Bucket[]): TimeAxis {
  // A date that the zone skips is no bucket.
  const buckets = all.filter(({ start, end }) => start < end);
  const labels = buckets.map(({ label }) => label);
  const places = new Map(labels.map((label, place) => [label, place]));
  return {
    grouping: { kind: 'buckets', buckets },
    labels,
    placeOf: (group) => places.get(group)!,
    partialAt: (now, quarters = 0) =>
      buckets.filter(({ end }) => finalAt(end, quarters) > now).map(({ label }) => label),
    nextEndAfter: (now, quarters = 0) =>
      buckets.map(({ end }) => finalAt(end, quarters)).find((at) => at > now) ?? Number.POSITIVE_INFINITY,
    timeOf: (place) => buckets[place]!,
    cut: buckets.filter(({ isCut }) => isCut).map(({ label }) => label),
  };
}

/** When quarters of an hour of UTC after the one in which a bucket ends are over. */
function finalAt(end: number, quarters: number): number {
  return quarters === 0 ? end : (Math.ceil(end / QUARTER_SECONDS) + quarters) * QUARTER_SECONDS;
}
