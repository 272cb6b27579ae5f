import * as z from 'zod';
import { BOUNDS } from '../../bounds.ts';
import { accepting } from '../../messages.ts';
import { calendarDate } from '../../records/fields.ts';
import { type BusinessHours, WEEKDAYS, type Weekday } from '../../time/opening.ts';
import { ACCEPTED_ZONE } from '../../time/period.ts';
import { isZone } from '../../time/zones.ts';

const MOST_SPANS = BOUNDS.openingSpans.value;
const MOST_HOLIDAYS = BOUNDS.holidays.value;

const OPENS = /^([01]\d|2[0-3]):[0-5]\d$/;
const CLOSES = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

const openingSpan = z
  .strictObject({
    from: z.string({ error: accepting('a time from 00:00 to 23:59') }).regex(OPENS),
    to: z
      .string({ error: accepting('a time from 00:00 to 24:00') })
      .regex(CLOSES)
      .describe('Of the next day if it is not after `from`.'),
  })
  .refine(({ from, to }) => from !== to, 'Must not end when it begins; the whole day is 00:00 to 24:00.');

const opening = z
  .strictObject(
    Object.fromEntries(
      WEEKDAYS.map((weekday) => [weekday, z.array(openingSpan).max(MOST_SPANS).default([])]),
    ) as Record<Weekday, z.ZodDefault<z.ZodArray<typeof openingSpan>>>,
  )
  .refine(
    (sent) => WEEKDAYS.some((weekday) => sent[weekday].length > 0),
    `Must have a span on at least one of ${WEEKDAYS.join(', ')}, or it would never be open.`,
  )
  .describe(
    'When it is open, by weekday on the clock of the zone; closed on the weekdays that are left out.',
  );

/** A calendar, as sent. */
export const calendarFields = z.strictObject({
  time_zone: z
    .string({ error: accepting(ACCEPTED_ZONE) })
    .refine(isZone)
    .describe('An IANA time zone.'),
  opening,
  holidays: z
    .array(calendarDate())
    .max(MOST_HOLIDAYS)
    .default([])
    .describe('Dates that are closed from midnight to midnight.'),
});

const shownSpan = z.object({ from: z.string(), to: z.string() });

/** A calendar, as shown. */
export const calendarShape = z.object({
  id: z.string(),
  time_zone: z.string(),
  opening: z.object(
    Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, z.array(shownSpan)])) as Record<
      Weekday,
      z.ZodArray<typeof shownSpan>
    >,
  ),
  holidays: z.array(z.iso.date()),
});

/** The calendar `id` as the API shows it: every weekday, holidays in order. */
export function presentCalendar(id: string, hours: BusinessHours): z.input<typeof calendarShape> {
  const spans = WEEKDAYS.map((weekday) => [
    weekday,
    hours.opening[weekday].map(({ from, to }) => ({ from, to })),
  ]);
  return {
    id,
    time_zone: hours.timeZone,
    opening: Object.fromEntries(spans) as Record<Weekday, { from: string; to: string }[]>,
    holidays: hours.holidays.toSorted(),
  };
}
