import { invalidInput } from '../error-list.ts';
import type { QueryContext } from '../query/execute.ts';
import { rounded } from '../query/measures.ts';
import type { Bucket } from '../time/buckets.ts';
import { localDay } from '../time/zones.ts';
import { type Contacts, readContacts } from './contacts.ts';
import { type Forecast, forecast } from './forecast.ts';
import { HISTORY_WEEKS, WEEK } from './history.ts';
import { intervalsOf, wallClockOf } from './intervals.ts';
import { pastDays } from './past-days.ts';
import { type Expected, type StaffedInterval, type StaffingTerms, staffInterval } from './staff-interval.ts';

/** One value for all intervals of a day, or one for each. */
type PerInterval = number | readonly number[];

export interface StaffingRequest extends StaffingTerms {
  /** Null for everything. */
  queue: string | null;
  /** Day number of the date in the tenant's zone. */
  day: number;
  intervalSeconds: 900 | 1_800;
  /** Contacts per interval; forecast if absent. */
  volume: PerInterval | undefined;
  /** Mean handle time in seconds; forecast if absent. */
  handleSeconds: PerInterval | undefined;
}

/** What an interval that has ended had. Percent and seconds with one decimal. */
interface ActualInterval {
  volume: number;
  handleSeconds: number | null;
  serviceLevel: number | null;
  averageSpeedOfAnswer: number | null;
}

export interface DayStaffing {
  /** What the volumes or handle times were forecast from; null if both were given, or nothing is known. */
  forecast: Pick<Forecast, 'days' | 'trend'> | null;
  intervals: (StaffedInterval & {
    /** Agents with a shift, on average over the interval; null if no shifts are known, or for a queue. */
    scheduled: number | null;
    /** Null until it has ended. */
    actual: ActualInterval | null;
  })[];
}

/**
 * Computes the agents for each interval of a local date of the tenant's zone, and adds what happened in those that have
 * ended. Forecasts are made from the eight weeks before the date, or before today if it is to come: of a past date it is
 * what would have been forecast on its eve. Reads in one trip. Throws InvalidInput for a list that does not have one
 * value per interval, and as `executeQueries`.
 */
export async function staffDay(
  context: QueryContext & { now: number },
  request: StaffingRequest,
): Promise<DayStaffing> {
  const { tenant, now } = context;
  const { day, queue, intervalSeconds, target } = request;
  const date = intervalsOf(tenant.timeZone, day, day, intervalSeconds);
  const given = givenOf(request, date.buckets);

  const today = localDay(tenant.timeZone, now);
  const hasBegun = day <= today;
  const eve = Math.min(day, today) - 1;
  const isForecast = given.volume === undefined || given.handleSeconds === undefined;
  const first = isForecast ? eve - HISTORY_WEEKS * WEEK + 1 : day;
  const last = hasBegun ? day : eve;
  const contacts = await readContacts(context, {
    queue,
    contacts: first > last ? undefined : intervalsOf(tenant.timeZone, first, last, intervalSeconds),
    answers: hasBegun ? date : undefined,
    shifts: date,
    withinSeconds: target.seconds,
  });
  const past = isForecast ? intervalsOf(tenant.timeZone, first, eve, intervalSeconds).buckets : [];
  const found = isForecast ? forecast(pastDays(past, contacts), day) : undefined;
  return {
    forecast: found ? { days: found.days, trend: found.trend } : null,
    intervals: date.buckets.map((bucket, index) => ({
      ...staffInterval(bucket, expectedOf(bucket, found, given, index), request),
      scheduled: scheduledOf(bucket, contacts),
      actual: bucket.end <= now ? actualOf(bucket, contacts) : null,
    })),
  };
}

/** What was given for each interval; undefined if nothing was. */
interface Given {
  volume: readonly number[] | undefined;
  handleSeconds: readonly number[] | undefined;
}

/** Throws InvalidInput for a list of another length. */
function givenOf({ volume, handleSeconds }: StaffingRequest, { length }: readonly Bucket[]): Given {
  const errors = Object.entries({ volume, handle_seconds: handleSeconds }).flatMap(([path, values]) =>
    typeof values === 'object' && values.length !== length
      ? [
          {
            path,
            message: `Must be one number, or one for each of the ${length} intervals of the date; it has ${values.length}.`,
          },
        ]
      : [],
  );
  if (errors.length > 0) throw invalidInput('The body', errors);
  const each = (values: PerInterval | undefined) =>
    typeof values === 'number' ? Array.from({ length }, () => values) : values;
  return { volume: each(volume), handleSeconds: each(handleSeconds) };
}

/** On a closed weekday nothing is expected; without a forecast nothing is known. */
function expectedOf(
  bucket: Bucket,
  found: Forecast | undefined,
  { volume, handleSeconds }: Given,
  index: number,
): Expected {
  const expected = found?.intervals.get(wallClockOf(bucket).time);
  const none = found ? 0 : null;
  return {
    ...(volume
      ? { volume: volume[index]!, low: null, high: null }
      : (expected ?? { volume: none, low: none, high: none })),
    handleSeconds: handleSeconds ? handleSeconds[index]! : (expected?.handleSeconds ?? null),
  };
}

function scheduledOf({ label, start, end }: Bucket, { scheduled }: Contacts): number | null {
  return scheduled ? rounded({ numerator: scheduled(label).numerator, denominator: end - start }, 1) : null;
}

function actualOf({ label }: Bucket, contacts: Contacts): ActualInterval {
  return {
    volume: contacts.offered(label).numerator,
    handleSeconds: rounded(contacts.handleTime(label), 1),
    serviceLevel: rounded(contacts.serviceLevel(label), 1, 100),
    averageSpeedOfAnswer: rounded(contacts.speedOfAnswer(label), 1),
  };
}
