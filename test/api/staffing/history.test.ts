import { expect, test } from 'vitest';
import { RandomSpan, seeded } from '../../oracle/random-span.ts';
import { seeds } from '../../oracle/seeds.ts';
import { type PlainContact, plainStaffing } from '../../oracle/staffing.ts';
import { startOfDate } from '../../oracle/time.ts';
import { aCall, type Sent, times } from '../../support/records.ts';
import { type DayStaffing, staffingClient } from './client.ts';

/** Dates whose eight weeks contain a change of clocks. */
const PLACES = [
  ['Europe/Lisbon', '2026-04-12'],
  ['America/New_York', '2026-03-10'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Asia/Kathmandu', '2026-05-01'],
  ['America/St_Johns', '2025-11-09'],
  ['UTC', '2026-01-07'],
] as const;
const STATUSES = [
  'completed',
  'completed',
  'completed',
  'abandoned',
  'missed',
  'cancelled',
  'overflowed',
] as const;

function randomContact(span: RandomSpan, noon: number): PlainContact {
  // Most within two hours, so that intervals have more than one, some at any time of the 57 days.
  const day = noon - 86_400 * span.int(57);
  const at = span.random() < 0.7 ? day - 36_000 + span.int(7_200) : day - 43_200 + span.int(86_400);
  return {
    at,
    queue: span.pick(['sales', 'support', undefined]),
    isInbound: span.random() < 0.8,
    status: span.pick(STATUSES),
    wait: span.maybe(0.9, () => span.int(60)),
    duration: span.maybe(0.9, () => 60 + span.int(600)),
    wrap: span.int(90),
  };
}

function sentOf({ at, queue, isInbound, status, wait, duration, wrap }: PlainContact, index: number): Sent {
  return aCall(`call ${index}`, {
    started_at: new Date(at * 1_000).toISOString(),
    status,
    direction: isInbound ? 'inbound' : 'outbound',
    wrap_seconds: wrap,
    ...(queue !== undefined && { queue_id: queue }),
    ...(wait !== undefined && { wait_seconds: wait }),
    ...(duration !== undefined && { duration_seconds: duration }),
  });
}

/** Whether a shown figure is the exact one, rounded to a tenth. */
function expectTenth(shown: number | null | undefined, exact: number | null, what: string): void {
  if (exact === null) expect(shown, what).toBeNull();
  else expect(Math.abs(shown! - exact), `${what}: ${shown} for ${exact}`).toBeLessThanOrEqual(0.05 + 1e-9);
}

function compare(shown: DayStaffing, expected: ReturnType<typeof plainStaffing>): void {
  expect(shown.forecast?.days).toBe(expected.days);
  expect(shown.forecast?.trend).toBeCloseTo(expected.trend, 3);
  expect(shown.intervals).toHaveLength(expected.intervals.length);
  for (const [index, { volume, handle, actual }] of expected.intervals.entries()) {
    const interval = shown.intervals[index]!;
    expectTenth(interval.volume, volume, `${interval.at} volume`);
    if (expected.days > 0) expectTenth(interval.handle_seconds, handle, `${interval.at} handle time`);
    expect(interval.actual?.volume).toBe(actual.volume);
    expectTenth(interval.actual?.handle_seconds, actual.handle, `${interval.at} actual handle time`);
    expectTenth(interval.actual?.service_level, actual.level, `${interval.at} service level`);
    expectTenth(interval.actual?.average_speed_of_answer, actual.answer, `${interval.at} speed of answer`);
  }
}

test.each(seeds())('history %i: forecasts and what happened are what the document says', async (seed) => {
  const [zone, date] = PLACES[seed % PLACES.length]!;
  const noon = startOfDate(zone, date) + 43_200;
  const span = new RandomSpan(seeded(seed), { start: noon - 57 * 86_400, end: noon });
  const contacts = times(900, () => randomContact(span, noon));
  const it = await staffingClient({ timeZone: zone });
  await it.send(...contacts.map(sentOf));
  for (const interval of ['15m', '30m'] as const) {
    for (const queue of [null, 'sales']) {
      const within = span.int(60);
      const asked = { date, interval, queue, target: { percent: 80, seconds: within } };
      const expected = plainStaffing(contacts, {
        zone,
        date,
        minutes: Number.parseInt(interval, 10),
        queue,
        within,
      });
      compare(await it.askTwice(asked), expected);
    }
  }
});
