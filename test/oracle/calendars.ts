import { type PlainHours, plainDue } from './open-time.ts';

const office = [{ from: '09:00', to: '17:30' }];
const night = [{ from: '21:45', to: '06:15' }];
const day = [{ from: '00:00', to: '24:00' }];

/** Calendars that random histories have: days, nights, and around the clock but for changes of clocks. */
export const CALENDARS: Readonly<Record<string, PlainHours>> = {
  office: {
    timeZone: 'Europe/Paris',
    opening: {
      monday: office,
      tuesday: [
        { from: '09:00', to: '12:15' },
        { from: '13:00', to: '17:30' },
      ],
      wednesday: office,
      thursday: office,
      friday: office,
    },
    holidays: ['2026-03-30', '2026-10-26'],
  },
  night: {
    timeZone: 'America/Sao_Paulo',
    opening: { monday: night, wednesday: night, friday: night, saturday: night, sunday: night },
    holidays: ['2018-11-04'],
  },
  all: {
    timeZone: 'Australia/Lord_Howe',
    opening: {
      monday: day,
      tuesday: day,
      wednesday: day,
      thursday: day,
      friday: day,
      saturday: day,
      sunday: day,
    },
    holidays: ['2026-04-05', '2026-10-28'],
  },
};

export const CALENDAR_IDS = Object.keys(CALENDARS);

const FAR = 315_360_000;
const dues = new Map<string, number>();

/** Seconds after `startedAt` at which a target is due, as it was sent. */
export function dueIn(
  sla: Readonly<Record<string, unknown>> | undefined,
  target: 'first_response_seconds' | 'resolution_seconds',
  startedAt: number,
): number | undefined {
  const promised = sla?.[target];
  if (typeof promised !== 'number') return undefined;
  const seconds = promised + ((sla?.paused_seconds as number | undefined) ?? 0);
  if (typeof sla?.calendar !== 'string') return seconds;
  const key = `${sla.calendar} ${startedAt} ${seconds}`;
  const due = dues.get(key) ?? plainDue(CALENDARS[sla.calendar]!, startedAt, seconds, startedAt + FAR)!;
  dues.set(key, due);
  return due - startedAt;
}
