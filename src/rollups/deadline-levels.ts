import { type Deadline, deadlineKey, deadlineOf } from './deadlines.ts';
import { OTHERS } from './dimensions.ts';

/**
 * Undecided SLA targets of one day, counted by deadline key. Level 0 is exact. A row that grows too large moves up a
 * level, at which more keys coincide; a coarser deadline is never earlier than the exact one. The level is reset to 0
 * once no deadlines are left.
 */
export interface Deadlines {
  level: number;
  /** The first interval of the day; used only above level 0. */
  firstInterval: number;
  counts: Map<string, number>;
}

const INTERVAL_SECONDS = 900;
const DAY_SECONDS = 86_400;
const INTERVALS_PER_HOUR = 4;
const INTERVALS_PER_QUARTER_DAY = 24;

const toBeginningOf = (intervals: number, interval: number, firstInterval: number): number =>
  firstInterval + intervals * Math.floor((interval - firstInterval) / intervals);
const roundedUp = (at: number, seconds: number): number => Math.ceil(at / seconds) * seconds;

/** Each level can be computed from the previous one. The last has at most about 1,300 distinct keys in each direction. */
const LEVELS: readonly ((deadline: Deadline, firstInterval: number) => Deadline)[] = [
  (deadline) => deadline,
  (deadline) => ({ ...deadline, at: roundedUp(deadline.at, 60) }),
  (deadline) => ({ ...deadline, at: roundedUp(deadline.at, 900) }),
  hourly,
  (deadline, firstInterval) => ({ ...hourly(deadline, firstInterval), team: OTHERS }),
  (deadline, firstInterval) => ({
    ...deadline,
    at: doublingDays(deadline.at, firstInterval),
    interval: toBeginningOf(INTERVALS_PER_QUARTER_DAY, deadline.interval, firstInterval),
    team: OTHERS,
  }),
];

/** The coarsest level. */
export const LAST_LEVEL = LEVELS.length - 1;

/** An empty set of exact deadlines. */
export function noDeadlines(): Deadlines {
  return { level: 0, firstInterval: 0, counts: new Map() };
}

/** Adds `count` deadlines; a negative count subtracts. */
export function addDeadline(into: Deadlines, deadline: Deadline, count: number): void {
  const key = deadlineKey(LEVELS[into.level]!(deadline, into.firstInterval));
  into.counts.set(key, (into.counts.get(key) ?? 0) + count);
}

/** Adds all deadlines of `from`, which must be at level 0. */
export function addDeadlines(into: Deadlines, from: Deadlines): void {
  for (const [key, count] of from.counts) {
    if (into.level === 0) into.counts.set(key, (into.counts.get(key) ?? 0) + count);
    else addDeadline(into, deadlineOf(key), count);
  }
}

/** Moves the deadlines of a day up one level. `firstInterval` is the day's first. */
export function coarsen(deadlines: Deadlines, firstInterval: number): void {
  const { counts } = deadlines;
  Object.assign(deadlines, { level: deadlines.level + 1, firstInterval, counts: new Map() });
  for (const [key, count] of counts) addDeadline(deadlines, deadlineOf(key), count);
}

function hourly(deadline: Deadline, firstInterval: number): Deadline {
  const interval = toBeginningOf(INTERVALS_PER_HOUR, deadline.interval, firstInterval);
  return { ...deadline, at: roundedUp(deadline.at, 3_600), interval };
}

/** The first of 1, 2, 4, … days after the UTC day of `firstInterval` that is not before `at` (seconds UTC). */
function doublingDays(at: number, firstInterval: number): number {
  const start = Math.floor((firstInterval * INTERVAL_SECONDS) / DAY_SECONDS) * DAY_SECONDS;
  let days = 1;
  while (start + days * DAY_SECONDS < at) days *= 2;
  return start + days * DAY_SECONDS;
}
