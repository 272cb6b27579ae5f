import { plusDays, startOfDate, wallClock } from './time.ts';

/** An interaction as far as staffing is concerned. */
export interface PlainContact {
  at: number;
  queue: string | undefined;
  isInbound: boolean;
  status: 'completed' | 'abandoned' | 'missed' | 'cancelled' | 'overflowed';
  wait: number | undefined;
  duration: number | undefined;
  wrap: number;
}

interface Slot {
  label: string;
  start: number;
  end: number;
}

/** The intervals of a date: quarters of an hour of UTC with the same time of the clock, floored, and the same offset. */
function slotsOf(zone: string, date: string, minutes: number): Slot[] {
  const slots: Slot[] = [];
  const end = startOfDate(zone, plusDays(date, 1));
  for (let at = startOfDate(zone, date); at < end; at += 900) {
    const wall = wallClock(zone, at);
    const offset = Date.parse(`${wall}Z`) / 1_000 - at;
    const minute = Math.floor(Number(wall.slice(14, 16)) / minutes) * minutes;
    const label = `${wall.slice(11, 14)}${String(minute).padStart(2, '0')} ${offset}`;
    const last = slots.at(-1);
    if (last?.label === label) last.end = at + 900;
    else slots.push({ label, start: at, end: at + 900 });
  }
  return slots;
}

const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

const isOffered = ({ isInbound, status }: PlainContact) => isInbound && status !== 'cancelled';
const isHandled = ({ isInbound, status, duration }: PlainContact) =>
  isInbound && status === 'completed' && duration !== undefined;
const handleOf = ({ duration = 0, wrap }: PlainContact) => duration + wrap;

/** Staffing as its document says, contact by contact: exact volumes and handle times, and what happened. */
export function plainStaffing(
  all: readonly PlainContact[],
  asked: { zone: string; date: string; minutes: number; queue: string | null; within: number },
) {
  const { zone, date, minutes, queue, within } = asked;
  const contacts = all.filter((each) => queue === null || each.queue === queue);
  const inSlot = ({ start, end }: Slot) => contacts.filter(({ at }) => at >= start && at < end);
  const days = Array.from({ length: 56 }, (_, index) => plusDays(date, index - 56)).map((each) => {
    const slots = slotsOf(zone, each, minutes).map((slot) => ({ ...slot, contacts: inSlot(slot) }));
    const its = slots.flatMap((slot) => slot.contacts);
    // A repeated time counts with its mean, also in the total of its day.
    const times = Map.groupBy(slots, ({ label }) => label.slice(0, 5));
    const volumes = new Map(
      [...times].map(([time, same]) => [
        time,
        mean(same.map((slot) => slot.contacts.filter(isOffered).length)),
      ]),
    );
    return {
      weekday: new Date(each).getUTCDay(),
      volumes,
      total: sum([...volumes.values()]),
      handles: its.filter(isHandled).map(handleOf),
      handlesAt: (time: string) =>
        (times.get(time) ?? []).flatMap((slot) => slot.contacts.filter(isHandled).map(handleOf)),
    };
  });
  const begun = days.findIndex(({ total }) => total > 0);
  const known = begun < 0 ? [] : days.slice(begun);
  const recent = known.slice(-28);
  const levels = [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) => {
    const open = (of: typeof days) =>
      of.filter((day) => day.weekday === weekday && day.total > 0).map(({ total }) => total);
    return open(recent).length > 0 ? [{ newer: mean(open(recent)), all: mean(open(known)) }] : [];
  });
  const trend =
    levels.length > 0 ? sum(levels.map(({ newer }) => newer)) / sum(levels.map((each) => each.all)) : 1;
  const [newer, older] = [recent, known].map((of) => of.flatMap(({ handles }) => handles));
  const handleTrend = newer!.length > 0 ? mean(newer!) / mean(older!) : 1;
  const same = known.filter((day) => day.weekday === new Date(date).getUTCDay() && day.total > 0);
  return {
    days: same.length,
    trend,
    intervals: slotsOf(zone, date, minutes).map((slot) => {
      const time = slot.label.slice(0, 5);
      const its = same.filter(({ volumes }) => volumes.has(time));
      const means = its.flatMap((day) => (day.handlesAt(time).length > 0 ? [mean(day.handlesAt(time))] : []));
      const ofDays = same.flatMap(({ handles }) => (handles.length > 0 ? [mean(handles)] : []));
      const handles = means.length > 0 ? means : ofDays;
      const now = inSlot(slot);
      const waited = now.filter(
        (each) => each.isInbound && each.status === 'completed' && each.wait !== undefined,
      );
      const left = now.filter((each) => each.isInbound && ['abandoned', 'missed'].includes(each.status));
      const handled = now.filter(isHandled).map(handleOf);
      return {
        volume: its.length > 0 ? median(its.map(({ volumes }) => volumes.get(time)! * trend)) : 0,
        handle: handles.length > 0 ? median(handles) * handleTrend : null,
        actual: {
          volume: now.filter(isOffered).length,
          handle: handled.length > 0 ? mean(handled) : null,
          level:
            waited.length + left.length > 0
              ? (100 * waited.filter(({ wait }) => wait! <= within).length) / (waited.length + left.length)
              : null,
          answer: waited.length > 0 ? mean(waited.map(({ wait }) => wait!)) : null,
        },
      };
    }),
  };
}
