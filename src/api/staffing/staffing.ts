import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { defineOperation } from '../../http/operation.ts';
import { accepting } from '../../messages.ts';
import type { QueueModel } from '../../staffing/required-agents.ts';
import { type DayStaffing, staffDay } from '../../staffing/staff-day.ts';
import { ACCEPTED_YEARS, dayOfDate, isAcceptedYear } from '../../time/dates.ts';
import { idField } from '../parameters.ts';

const SECONDS = { '15m': 900, '30m': 1_800 } as const;
const MODELS = ['erlang_c', 'erlang_a'] as const;
const ACCEPTED_DATE = `a date YYYY-MM-DD in ${ACCEPTED_YEARS}`;

const perInterval = (least: number, most: number) => {
  const value = z.number().min(least).max(most);
  return z.union([value, z.array(value).min(1).max(BOUNDS.staffingIntervals.value)]).optional();
};

const staffingBody = z
  .strictObject({
    queue: idField.nullable().default(null).describe('Id of a queue; null for everything.'),
    date: z
      .string({ error: accepting(ACCEPTED_DATE) })
      .refine((text) => dayOfDate(text) !== undefined && isAcceptedYear(text), {
        error: accepting(ACCEPTED_DATE),
      })
      .describe("A date of the tenant's time zone, past or to come."),
    interval: z.enum(['15m', '30m']).default('30m'),
    target: z
      .strictObject({
        percent: z.number().min(1).max(BOUNDS.staffingPercent.value),
        seconds: z.int().min(0).max(BOUNDS.staffingSeconds.value),
      })
      .default({ percent: 80, seconds: 20 })
      .describe(
        'Such a share of contacts is answered within so many seconds. 80 % in 20 seconds by default.',
      ),
    shrinkage: z
      .number()
      .min(0)
      .max(BOUNDS.staffingShrinkage.value)
      .default(0.3)
      .describe('Share of the scheduled agents who are not on contacts: on breaks, in training, ill.'),
    model: z
      .enum(MODELS)
      .default('erlang_c')
      .describe('erlang_c: nobody hangs up. erlang_a: contacts hang up when their patience ends.'),
    patience_seconds: z
      .number()
      .min(1)
      .max(BOUNDS.staffingSeconds.value)
      .optional()
      .describe('Mean patience in seconds. Required with erlang_a, and only accepted with it.'),
    volume: perInterval(0, BOUNDS.staffingVolume.value).describe(
      'Contacts per interval: one number for all, or a list with one per interval of the date. Forecast by default.',
    ),
    handle_seconds: perInterval(1, BOUNDS.staffingHandleSeconds.value).describe(
      'Mean handle time in the same form. Forecast by default.',
    ),
  })
  .superRefine(({ model, patience_seconds: patience }, refinement) => {
    const isGiven = patience !== undefined;
    if (isGiven === (model === 'erlang_a')) return;
    const message = isGiven ? 'Only accepted with the model erlang_a.' : 'Required with the model erlang_a.';
    refinement.addIssue({ code: 'custom', path: ['patience_seconds'], message });
  });

const percent = z.number().nullable();
const seconds = z.number().nullable();
const agents = z.int().nullable();

const intervalShape = z.object({
  at: z.string().describe("When it begins: an instant with the offset of the tenant's time zone."),
  volume: z.number().nullable().describe('Offered contacts: expected, or as given.'),
  low: z
    .int()
    .nullable()
    .describe('With `high`: between them lie 8 of 10 volumes. Null if the volume is given.'),
  high: z.int().nullable(),
  handle_seconds: seconds.describe('Mean handle time: expected, or as given.'),
  required: agents.describe('Agents on contacts that reach the target.'),
  to_schedule: agents.describe(
    'Agents to schedule for so many to be on contacts: `required` / (1 − `shrinkage`).',
  ),
  scheduled: z
    .number()
    .nullable()
    .describe('Agents who have a shift, on average. Null for a queue, and if the date has no shifts.'),
  service_level: percent.describe('Percent of contacts answered in time by `required` agents.'),
  average_speed_of_answer: seconds.describe('Mean wait of answered contacts with them.'),
  occupancy: percent.describe('Percent of their time that they are on contacts.'),
  actual: z
    .object({
      volume: z.int(),
      handle_seconds: seconds,
      service_level: percent.describe('As the metric, with the seconds of the target.'),
      average_speed_of_answer: seconds,
    })
    .nullable()
    .describe('What happened; null until the interval has ended.'),
});

export const staffingOperation = defineOperation({
  id: 'staffing',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/staffing',
  summary: 'How many agents each interval of a date needs, by a forecast or by given volumes.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  countsRows: true,
  body: staffingBody,
  response: z.object({
    forecast: z
      .object({
        days: z
          .int()
          .describe('Of how many past dates of the weekday volumes are the median; 0: it is closed.'),
        trend: z
          .number()
          .describe('The last four weeks relative to all eight: what the median is multiplied by.'),
      })
      .nullable()
      .describe('Null if volume and handle time are given, or too little is known.'),
    intervals: z.array(intervalShape).describe('Null figures are unknown, or have nothing to judge by.'),
  }),
  errors: [503],
  async handle(context, { body }) {
    const { queue, date, interval, target, shrinkage, volume, handle_seconds: handleSeconds } = body;
    const staffing = await staffDay(context, {
      queue,
      day: dayOfDate(date)!,
      intervalSeconds: SECONDS[interval],
      target: { share: target.percent / 100, seconds: target.seconds },
      shrinkage,
      model: modelOf(body),
      volume,
      handleSeconds,
    });
    return presentDay(staffing);
  },
});

function modelOf({ patience_seconds: patience }: z.output<typeof staffingBody>): QueueModel {
  return patience === undefined ? { kind: 'erlang_c' } : { kind: 'erlang_a', patienceSeconds: patience };
}

const TREND_DECIMALS = 3;

function presentDay({ forecast, intervals }: DayStaffing) {
  return {
    forecast: forecast && { ...forecast, trend: Number(forecast.trend.toFixed(TREND_DECIMALS)) },
    intervals: intervals.map(
      ({ at, volume, low, high, required, scheduled, occupancy, actual, ...rest }) => ({
        at,
        volume,
        low,
        high,
        handle_seconds: rest.handleSeconds,
        required,
        to_schedule: rest.toSchedule,
        scheduled,
        service_level: rest.serviceLevel,
        average_speed_of_answer: rest.averageSpeedOfAnswer,
        occupancy,
        actual: actual && {
          volume: actual.volume,
          handle_seconds: actual.handleSeconds,
          service_level: actual.serviceLevel,
          average_speed_of_answer: actual.averageSpeedOfAnswer,
        },
      }),
    ),
  };
}
