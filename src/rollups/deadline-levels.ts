import { type Deadline, deadlineKey, deadlineOf } from './deadlines.ts';
import { OTHERS } from './dimensions.ts';

/**
 * Undecided SLA targets of one day, equal ones counted under their key. `level` tells how coarsely they are kept:
 * 0 is exact, and a row that would grow too large goes one level up, so that fewer keys differ. A coarser deadline
 * is never earlier than the exact one. It stays at its level until it is empty.
 */
export interface Deadlines {
  level: number;
  /** The interval that the day begins in; of interest only above level 0. */
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

/** Each level can be computed from the one before it. The last has at most some 1,300 different keys. */
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

/** No deadlines, exact. */
export function noDeadlines(): Deadlines {
  return { level: 0, firstInterval: 0, counts: new Map() };
}

/** Adds `count` of a deadline, or takes it away. */
export function addDeadline(into: Deadlines, deadline: Deadline, count: number): void {
  const key = deadlineKey(LEVELS[into.level]!(deadline, into.firstInterval));
  into.counts.set(key, (into.counts.get(key) ?? 0) + count);
}

/** Adds all deadlines of `from`, which are exact. */
export function addDeadlines(into: Deadlines, from: Deadlines): void {
  for (const [key, count] of from.counts) {
    if (into.level === 0) into.counts.set(key, (into.counts.get(key) ?? 0) + count);
    else addDeadline(into, deadlineOf(key), count);
  }
}

/** Moves deadlines of the day that begins in `firstInterval` one level up. */
export function coarsen(deadlines: Deadlines, firstInterval: number): void {
  const { counts } = deadlines;
  Object.assign(deadlines, { level: deadlines.level + 1, firstInterval, counts: new Map() });
  for (const [key, count] of counts) addDeadline(deadlines, deadlineOf(key), count);
}

function hourly(deadline: Deadline, firstInterval: number): Deadline {
  const interval = toBeginningOf(INTERVALS_PER_HOUR, deadline.interval, firstInterval);
  return { ...deadline, at: roundedUp(deadline.at, 3_600), interval };
}

/** The first of 1, 2, 4, … days after the UTC day of `firstInterval` that is not before `at`. */
function doublingDays(at: number, firstInterval: number): number {
  const start = Math.floor((firstInterval * INTERVAL_SECONDS) / DAY_SECONDS) * DAY_SECONDS;
  let days = 1;
  while (start + days * DAY_SECONDS < at) days *= 2;
  return start + days * DAY_SECONDS;
}
