import { BOUNDS } from '../src/bounds.ts';
import { dateOfDay } from '../src/time/dates.ts';
import { type Measured, measure, type Subject } from './measure.ts';
import { changeCalls } from './pending.ts';
import { askRaw, differences, type Span } from './raw.ts';
import { startOf } from './reference/day.ts';
import { DEPARTMENTS } from './reference/organisation.ts';
import type { BenchTenant } from './tenant.ts';
import { RAW_NAMES } from './worker/raw-names.ts';

const OTHER_ZONE = 'Asia/Kolkata';
const OTHER_ZONE_OFFSET = 19_800;
/** The number that makes a refresh due, and almost the bound above which ingest refreshes by itself. */
const PENDING_TARGETS = [500, BOUNDS.pendingChanges.value - 100];
const HEAD_STARTS_AT = 37_800;
const TAIL_ENDS_AT = 60_300;

/** Reads of the calls API under a condition that costs more than settled days. */
export interface Condition {
  name: string;
  /** Rows that the target allows in addition to those of settled days, and why. */
  granted: number;
  grantedFor: string;
  reads: Measured[];
  /** Where the overview differs from plain SQL over the facts; absent if it was not compared. */
  differences?: string[];
}

interface Asked {
  tenant: BenchTenant;
  lastDay: number;
  days: number;
  calls: number;
  requests: number;
  cpu: () => number | undefined;
}

/** Measures reads of calls with partial days, in another time zone, and with pending changes. */
export async function measureConditions(asked: Asked): Promise<Condition[]> {
  const { tenant, lastDay, days, calls } = asked;
  const firstDay = lastDay - days + 1;
  const dates = { date_from: dateOfDay(firstDay), date_to: dateOfDay(lastDay) };
  const ragged = { start: startOf(firstDay) + HEAD_STARTS_AT, end: startOf(lastDay) + TAIL_ENDS_AT };
  const instants = { date_from: iso(ragged.start), date_to: iso(ragged.end - 1) };
  const foreign = {
    start: firstDay * 86_400 - OTHER_ZONE_OFFSET,
    end: (lastDay + 1) * 86_400 - OTHER_ZONE_OFFSET,
  };
  const settled = { start: startOf(firstDay), end: startOf(lastDay + 1) };
  const conditions = [
    await measureCondition(asked, 'ragged ends', instants, ragged, await ends(tenant, ragged)),
    await measureCondition(
      asked,
      `tz=${OTHER_ZONE}`,
      { ...dates, tz: OTHER_ZONE },
      foreign,
      await ends(tenant, foreign),
    ),
  ];
  await tenant.bench('hold', { held: 'true' });
  for await (const { records, rows } of changeCalls(tenant, lastDay, calls, PENDING_TARGETS)) {
    const grant = { granted: 4 * records, grantedFor: `4 × ${records} changed records` };
    conditions.push(await measureCondition(asked, `${rows} changes pending`, dates, settled, grant));
  }
  await tenant.bench('refresh');
  await tenant.bench('hold', { held: 'false' });
  return conditions;
}

/** The rows allowed for the facts of the partial days of a span. */
async function ends(tenant: BenchTenant, { start, end }: Span) {
  const wholeFrom = startOf(Math.ceil((start - startOf(0)) / 86_400));
  const wholeTo = startOf(Math.floor((end - startOf(0)) / 86_400));
  const head = await tenant.bench<number>('facts', { start, end: wholeFrom });
  const tail = await tenant.bench<number>('facts', { start: wholeTo, end });
  const facts = head.data + tail.data;
  return { granted: 3 * facts, grantedFor: `3 × ${facts} facts` };
}

async function measureCondition(
  { tenant, requests, cpu }: Asked,
  name: string,
  query: Readonly<Record<string, string>>,
  span: Span,
  grant: Pick<Condition, 'granted' | 'grantedFor'>,
): Promise<Condition> {
  const subject = (label: string, path: string, extra: Readonly<Record<string, string>>): Subject => ({
    name: label,
    ask: () => tenant.ask(`/api/v1/analytics/${path}?${new URLSearchParams({ ...query, ...extra })}`),
  });
  const reads = await measure(
    [
      ...RAW_NAMES.map((path) => subject(path, path, {})),
      subject('trends, one department', 'trends', { department_id: DEPARTMENTS[0]! }),
    ],
    requests,
    cpu,
  );
  const [overview] = reads;
  if (overview?.status !== 200) return { name, ...grant, reads };
  const raw = await askRaw(tenant, 'overview', span);
  return { name, ...grant, reads, differences: differences(overview.body, raw.rows) };
}

function iso(at: number): string {
  return new Date(at * 1_000).toISOString();
}
