import { expect, test } from 'vitest';
import { RandomHelpdesk } from '../../oracle/random-helpdesk.ts';
import { seeded } from '../../oracle/random-span.ts';
import { putCalendars } from '../../support/put-calendars.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { type AnalyticsClient, analyticsClient, type Row } from './client.ts';

interface RouteAnswers {
  calls: { kpis: Row; call_volume: Row[] };
  resolution: Row;
  sla: { first_response: Row; resolution: Row };
  insights: { agent_performance: Row[]; team_performance: Row[] };
}

type Rows = Record<string, Row[]>;

const ZONES = ['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'America/St_Johns'] as const;
/** A day more than `DAYS` on either side. */
const SPAN = { start: Date.parse('2026-03-27') / 1_000, end: Date.parse('2026-04-05') / 1_000 };
const DAYS = { from: '2026-03-28', to: '2026-04-03' };

/** What the routes and the export say of one moment. */
async function both(client: AnalyticsClient, tz: string): Promise<{ rows: Rows; routes: RouteAnswers }> {
  const v1 = { start_date: DAYS.from, end_date: DAYS.to, tz };
  const v2 = { date_from: DAYS.from, date_to: DAYS.to, tz };
  for (;;) {
    const now = nowSeconds();
    const calls = await client.read('v1/analytics/call-metrics', v1);
    const resolution = await client.read('v2/analytics/conversations/resolution-rates', v2);
    const sla = await client.read('v2/analytics/conversations/sla-compliance', v2);
    const insights = await client.read('v2/analytics/conversations/insights', v2);
    const rows = await client.rows({
      scope: 'all',
      callDetails: true,
      conversations: true,
      ...DAYS,
      tz,
      now,
    });
    if (now === nowSeconds()) return { rows, routes: { calls, resolution, sla, insights } as RouteAnswers };
  }
}

function sum(rows: readonly Row[] | undefined, column: string): number {
  return (rows ?? []).reduce((total, row) => total + Number(row[column]), 0);
}

function states(rows: readonly Row[] | undefined, column: string) {
  const counted = (state: string) => (rows ?? []).filter((row) => row[column] === state).length;
  const [met, breached] = [counted('met'), counted('breached')];
  return { tracked: met + breached, met, breached };
}

function agree({ rows, routes }: Awaited<ReturnType<typeof both>>): void {
  const { kpis, call_volume } = routes.calls;
  expect(
    rows.summary_by_day?.map((row) => [row.date, row.total_calls, row.completed_calls, row.failed_calls]),
  ).toEqual(call_volume.map((row) => [row.date, row.total_calls, row.completed_calls, row.failed_calls]));
  expect(sum(rows.summary_by_day, 'tickets_created')).toBe(kpis.tickets_created);
  expect(sum(rows.summary_by_day, 'escalation_count')).toBe(kpis.escalation_count);
  const call = rows.call ?? [];
  expect(call.length).toBe(kpis.total_calls);
  const timed = call.filter((row) => row.status === 'completed' && row.duration_seconds !== null);
  expect(sum(timed, 'duration_seconds') / Math.max(1, timed.length)).toBeCloseTo(
    Number(kpis.avg_duration_seconds),
    0,
  );

  const { total_conversations, resolved_count, ai_resolved_count, human_resolved_count } = routes.resolution;
  expect(rows.conversation?.length).toBe(total_conversations);
  expect(
    ['total', 'resolved', 'ai_resolved', 'human_resolved'].map((column) => sum(rows.resolution, column)),
  ).toEqual([total_conversations, resolved_count, ai_resolved_count, human_resolved_count]);

  expect(routes.sla.first_response).toMatchObject(states(rows.sla, 'first_response_state'));
  expect(routes.sla.resolution).toMatchObject(states(rows.sla, 'resolution_state'));

  expect(
    rows.agent?.map(({ id, name, ...figures }) => ({
      assignee_user_id: id,
      assignee_name: name,
      ...figures,
    })),
  ).toEqual(routes.insights.agent_performance);
  expect(
    rows.team?.map(({ id, name, avg_first_response_minutes: _, ...figures }) => ({
      team_id: id,
      team_name: name,
      ...figures,
    })),
  ).toEqual(routes.insights.team_performance);
}

test.each(ZONES)('a tenant in %s: the sections add up to what the routes say', async (timeZone) => {
  const client = await analyticsClient({ timeZone });
  await putCalendars(client.tenant);
  const random = new RandomHelpdesk(seeded(timeZone.length), SPAN);
  const records = Array.from({ length: 160 }, () => random.nextRecord(() => false));
  await client.send(...records.slice(0, 90));
  await client.refresh();
  await client.send(...records.slice(90));
  for (const tz of ZONES) {
    const found = await both(client, tz);
    expect(found.rows.call?.length).toBeGreaterThan(2);
    expect(found.rows.sla?.length).toBeGreaterThan(5);
    agree(found);
  }
  await client.refresh();
  for (const tz of ZONES) agree(await both(client, tz));
});
