import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { addRollupHealth, type RollupHealth } from '../../query/rollup-health.ts';
import { isoInstant } from '../../time/dates.ts';
import { conversationQueries } from './overview.ts';
import { agentQuery } from './performance.ts';
import { type HelpdeskScope, helpdeskQuery, helpdeskScope } from './scope.ts';
import { slaQueries } from './sla-compliance.ts';

const TARGET_VOLUME = 100_000;
const QUERY_BUDGET_MS = 500;
const TOTAL_BUDGET_MS = 2_000;

const milliseconds = z.number().describe("Milliseconds, by the database's own clock.");
const instant = z.string().nullable();

/** How fast and how current the aggregates are. */
export const healthFigures = z.object({
  target_conversation_volume: z.int(),
  per_query_budget_ms: z.number(),
  total_budget_ms: z.number(),
  total_runtime_ms: milliseconds,
  target_met: z.boolean().describe('Whether every query and their total keep their budgets.'),
  overview_ms: milliseconds,
  sla_compliance_ms: milliseconds,
  agent_performance_ms: milliseconds,
  pending_days: z.int().describe('Local days with changes that aggregates do not hold yet; figures do.'),
  oldest_pending_at: instant.describe('When the oldest of these changes came, UTC; null without any.'),
  last_refreshed_at: instant.describe('When aggregates last took changes in, UTC; null for never.'),
  last_reconciled_at: instant.describe('When a sample of days was last checked, UTC; null for never.'),
  reconcile_differences: z.int().describe('Rows that the last check found to differ, and repaired.'),
});

type HealthFigures = z.output<typeof healthFigures>;

/**
 * Adds the queries for `healthFigures`: the queries of three reads, executed and timed separately at the time of the
 * call.
 */
export function addHealthFigures(batch: QueryBatch, scope: HelpdeskScope, tenantZone: string) {
  const measured = {
    overview: Object.values(conversationQueries(scope)),
    sla: Object.values(slaQueries(scope)),
    agents: [agentQuery(scope)],
  };
  const health = addRollupHealth(batch, measured, tenantZone);
  return () => presentHealth(health());
}

export function presentHealth(health: RollupHealth<'overview' | 'sla' | 'agents'>): HealthFigures {
  const { overview, sla, agents } = health.milliseconds;
  const total = overview + sla + agents;
  const isFast = Math.max(overview, sla, agents) <= QUERY_BUDGET_MS;
  return {
    target_conversation_volume: TARGET_VOLUME,
    per_query_budget_ms: QUERY_BUDGET_MS,
    total_budget_ms: TOTAL_BUDGET_MS,
    total_runtime_ms: toTenth(total),
    target_met: isFast && total <= TOTAL_BUDGET_MS,
    overview_ms: toTenth(overview),
    sla_compliance_ms: toTenth(sla),
    agent_performance_ms: toTenth(agents),
    pending_days: health.pendingDays,
    oldest_pending_at: instantOf(health.oldestPendingAt),
    last_refreshed_at: instantOf(health.lastRefreshedAt),
    last_reconciled_at: instantOf(health.lastReconciledAt),
    reconcile_differences: health.reconcileDifferences,
  };
}

function toTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function instantOf(at: number | null): string | null {
  return at === null ? null : isoInstant(at);
}

export const helpdeskAggregationHealth = defineOperation({
  id: 'helpdeskAggregationHealth',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/aggregation-health',
  summary: 'How fast three queries over the period are now, and how fresh what they read is.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  countsRows: true,
  query: helpdeskQuery,
  response: healthFigures,
  async handle(context, { query }) {
    const batch = new QueryBatch();
    const figures = addHealthFigures(batch, helpdeskScope(context, query), context.tenant.timeZone);
    await batch.run(context);
    return figures();
  },
});
