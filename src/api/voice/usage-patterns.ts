import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { together } from '../../query/combined.ts';
import {
  formatAll,
  formatCount,
  formatMeasure,
  HELPDESK_FORMAT,
  schemaOf,
  schemaOfAll,
} from '../../query/format.ts';
import { listed, othersLast } from '../../query/listed.ts';
import { inputsOf, type Values } from '../../query/measures.ts';
import { compareCodePoints } from '../../query/order.ts';
import { type MetricsQuery, type QueryResult, valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/run-queries.ts';
import { HOURS, WEEKDAY_HOURS, WEEKDAYS } from '../../query/weekday-hours.ts';
import { bucketsOf } from '../../time/buckets.ts';
import { voicePeriod, voiceQuery } from './scope.ts';

const MONTH = { total_calls: 'total_calls', completed_calls: 'completed_calls' } as const;
const PROVIDER = {
  total_requests: 'llm_requests',
  total_input_tokens: 'llm_input_tokens',
  total_output_tokens: 'llm_output_tokens',
  avg_latency_ms: 'llm_latency',
  error_count: 'llm_errors',
} as const;

export const voiceUsagePatterns = defineOperation({
  id: 'voiceUsagePatterns',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v1/analytics/usage-patterns',
  summary: 'Calls by hour, weekday and month, and what they used of language models.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: voiceQuery,
  response: z.object({
    hourly_distribution: z
      .array(z.object({ hour: z.int().min(0).max(23), call_count: schemaOf('total_calls') }))
      .describe('On the clocks of the zone asked for; hours with calls.'),
    weekly_distribution: z
      .array(z.object({ day_of_week: z.int().min(0).max(6), call_count: schemaOf('total_calls') }))
      .describe('Sunday is 0; days with calls.'),
    monthly_trends: z
      .array(schemaOfAll(MONTH).extend({ month: z.string().describe('YYYY-MM') }))
      .describe('Every month of the period; those at its ends hold only what lies in it.'),
    llm_usage: z
      .array(schemaOfAll(PROVIDER).extend({ provider: z.string() }))
      .describe('Most requests first; ties by provider.'),
    avg_tokens_per_call: schemaOf('tokens_per_call'),
  }),
  async handle(context, { query }) {
    const period = voicePeriod(context, query);
    const buckets = bucketsOf(period, 'month');
    const scope = { period, filter: {} };
    const metricsQueries: MetricsQuery[] = [
      { ...scope, inputs: inputsOf(['tokens_per_call']), by: { kind: 'total' } },
      { ...scope, inputs: inputsOf(['total_calls']), by: { kind: 'weekday-hours', zone: period.zone } },
      { ...scope, inputs: inputsOf(Object.values(MONTH)), by: { kind: 'buckets', buckets } },
      { ...scope, inputs: inputsOf(Object.values(PROVIDER)), by: { kind: 'members', of: 'provider' } },
    ];
    const { results } = await runQueries(context.store, context.tenant.timeZone, metricsQueries);
    return {
      hourly_distribution: HOURS.map((hour) => ({
        hour,
        call_count: callsWhere(results[1]!, (each) => each.hour === hour),
      })).filter(({ call_count }) => call_count > 0),
      weekly_distribution: WEEKDAYS.map((weekday) => ({
        day_of_week: weekday,
        call_count: callsWhere(results[1]!, (each) => each.weekday === weekday),
      })).filter(({ call_count }) => call_count > 0),
      monthly_trends: buckets.map(({ label }) => ({
        month: label.slice(0, 'YYYY-MM'.length),
        ...formatAll(MONTH, valuesIn(results[2]!, label), HELPDESK_FORMAT),
      })),
      llm_usage: providerRows(results[3]!),
      avg_tokens_per_call: formatMeasure('tokens_per_call', valuesIn(results[0]!), HELPDESK_FORMAT),
    };
  },
});

function callsWhere(
  calls: QueryResult,
  isAsked: (each: { weekday: number; hour: number }) => boolean,
): number {
  const groups = WEEKDAY_HOURS.filter(isAsked).map(({ group }) => valuesIn(calls, group));
  return formatCount('total_calls', together(groups));
}

function providerRows(providers: QueryResult) {
  const requests = (figures: Values): number => formatCount('llm_requests', figures);
  return listed(providers)
    .filter(({ figures }) => Object.values(PROVIDER).some((name) => formatCount(name, figures) > 0))
    .sort(
      (a, b) =>
        othersLast(a, b) || requests(b.figures) - requests(a.figures) || compareCodePoints(a.id, b.id),
    )
    .map(({ id, figures }) => ({ provider: id, ...formatAll(PROVIDER, figures, HELPDESK_FORMAT) }));
}
