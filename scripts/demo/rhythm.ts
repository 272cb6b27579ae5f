import { DAY, dateOf, HOUR, startOfDay, weekday } from './clock.ts';
import { type Random, randomFrom } from './random.ts';

/** Calls and conversations on a normal day, starting with Sunday; Mondays are the busiest. */
const CALLS = [70, 410, 365, 350, 345, 360, 145];
const CONVERSATIONS = [27, 62, 58, 56, 56, 58, 35];
const OUTAGE_RUSH = 1.35;

/** Weight of each local hour: few calls at night, peaks before and after lunch. */
const CALL_HOURS = [1, 1, 0, 0, 0, 1, 4, 14, 48, 82, 96, 88, 58, 62, 84, 90, 78, 60, 40, 24, 14, 9, 5, 2];
/** People also write in the evening. */
const WRITING_HOURS = [
  8, 5, 3, 2, 2, 3, 8, 18, 38, 52, 58, 54, 46, 48, 54, 56, 52, 48, 46, 50, 54, 46, 30, 16,
];

/** A local day of the demo. */
export interface DemoDay {
  day: number;
  /** YYYY-MM-DD */
  date: string;
  /** Whether the telephone system failed on this day. */
  outage: boolean;
  /** 0 for the first day of the demo. */
  index: number;
}

/** The days of the demo up to `lastDay`. The outage is on a Tuesday, 10 to 16 days before the end. */
export function demoDays(lastDay: number, count: number): DemoDay[] {
  let outageDay = lastDay - 10;
  while (weekday(outageDay) !== 2) outageDay -= 1;
  return Array.from({ length: count }, (_, index) => {
    const day = lastDay - count + 1 + index;
    return { day, date: dateOf(day), outage: day === outageDay, index };
  });
}

function startsOf(
  demoDay: DemoDay,
  perDay: readonly number[],
  hours: readonly number[],
  seed: string,
): number[] {
  const random = randomFrom(`${seed} ${demoDay.date}`);
  const usual = perDay[weekday(demoDay.day)] ?? 0;
  const rush = demoDay.outage ? OUTAGE_RUSH : 1;
  const count = Math.round(usual * rush * (0.93 + 0.14 * random.next()));
  const weights = hours.map((weight, hour) => [hour, weight] as const);
  return Array.from({ length: count }, () => startIn(demoDay, random, weights)).sort((a, b) => a - b);
}

function startIn(demoDay: DemoDay, random: Random, weights: readonly (readonly [number, number])[]): number {
  return startOfDay(demoDay.day) + random.weighted(weights) * HOUR + random.whole(0, HOUR - 1);
}

/** The start times of a day's calls (seconds UTC), sorted. */
export function callStarts(demoDay: DemoDay): number[] {
  return startsOf(demoDay, CALLS, CALL_HOURS, 'calls');
}

/** The start times of a day's conversations (seconds UTC), sorted. */
export function conversationStarts(demoDay: DemoDay): number[] {
  return startsOf(demoDay, CONVERSATIONS, WRITING_HOURS, 'conversations');
}

/** How busy the lines are at an instant: 1 in a normal hour, up to 2 at peaks, 5 during the outage. */
export function loadAt(instant: number, demoDay: DemoDay): number {
  if (demoDay.outage) return 5;
  const hour = Math.floor((instant - startOfDay(demoDay.day)) / HOUR) % (DAY / HOUR);
  return 0.5 + (CALL_HOURS[hour] ?? 0) / 70;
}
