import { expect } from 'vitest';
import { staffingOperation } from '../../../src/api/staffing/staffing.ts';
import type { NewTenant } from '../../../src/tenants/settings.ts';
import { call, costOf, type Problem, problemIn } from '../../support/client.ts';
import { type ReadsClient, readsClient } from '../../support/reads-client.ts';
import { aCall, type Sent, times } from '../../support/records.ts';

type Figure = number | null;

export interface Interval {
  at: string;
  volume: Figure;
  low: Figure;
  high: Figure;
  handle_seconds: Figure;
  required: Figure;
  to_schedule: Figure;
  scheduled: Figure;
  service_level: Figure;
  average_speed_of_answer: Figure;
  occupancy: Figure;
  actual: Record<string, Figure> | null;
}

export interface DayStaffing {
  forecast: { days: number; trend: number } | null;
  intervals: Interval[];
}

interface StaffingClient extends Pick<ReadsClient, 'tenant' | 'key' | 'send' | 'refresh'> {
  ask(body: object): Promise<DayStaffing>;
  /** The same, while all is pending and once all is in the rollups: both must have the same figures. */
  askTwice(body: object): Promise<DayStaffing>;
  /** Why it is refused. */
  refused(body: object): Promise<Problem>;
  /** What it costs: trips and rows read. */
  costOf(body: object): Promise<{ trips: number; read: number; written: number }>;
}

/** A client that asks for the staffing of a tenant of its own; zone UTC unless told. */
export async function staffingClient(settings: Partial<NewTenant> = {}): Promise<StaffingClient> {
  const { tenant, key, send, refresh } = await readsClient(
    { pathOf: () => '/api/v1/staffing', credential: 'key' },
    settings,
  );
  const post = (body: object) => call('/api/v1/staffing', { method: 'POST', bearer: key, body });
  const client: StaffingClient = {
    tenant,
    key,
    send,
    refresh,
    async ask(body) {
      const response = await post(body);
      const day = await response.json();
      expect([response.status, response.status === 200 ? undefined : day]).toEqual([200, undefined]);
      expect(staffingOperation.response.safeParse(day).error?.issues).toBeUndefined();
      return day as DayStaffing;
    },
    async askTwice(body) {
      const pending = await client.ask(body);
      await refresh();
      expect(await client.ask(body)).toEqual(pending);
      return pending;
    },
    async refused(body) {
      const response = await post(body);
      expect(response.status).toBe(400);
      return problemIn(response);
    },
    async costOf(body) {
      await client.ask(body);
      const response = await post(body);
      await response.body?.cancel();
      return costOf(response);
    },
  };
  return client;
}

/** So many answered inbound calls that start at `at`: a wait of 10 seconds, handled in `handle`. */
export function callsAt(at: string, count: number, handle = 180, fields: Sent = {}): Sent[] {
  return times(count, (index) =>
    aCall(`${at} ${fields.queue_id ?? ''} ${index}`, {
      started_at: at,
      wait_seconds: 10,
      duration_seconds: handle - 30,
      wrap_seconds: 30,
      ...fields,
    }),
  );
}

/** The interval that begins at a time, such as `09:00`. */
export function at(day: DayStaffing, time: string): Interval {
  return day.intervals.find((each) => each.at.slice(11, 16) === time)!;
}
