import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { formatCount, formatMeasure, HELPDESK_FORMAT, schemaOf } from '../../query/format.ts';
import { together } from '../../query/measures.ts';
import { HOURS, type QueryResult, valuesIn, WEEKDAY_HOURS, WEEKDAYS } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { rank } from '../../query/ranking.ts';
import { bucketsOf } from '../../time/buckets.ts';
import { voiceFiguresQuery, voiceScope } from './scope.ts';

const MONTH = fields(HELPDESK_FORMAT, { total_calls: 'total_calls', completed_calls: 'completed_calls' });
const PROVIDER = fields(HELPDESK_FORMAT, {
  total_requests: 'llm_requests',
  total_input_tokens: 'llm_input_tokens',
  total_output_tokens: 'llm_output_tokens',
  avg_latency_ms: 'llm_latency',
  error_count: 'llm_errors',
});

export const voiceUsagePatterns = defineOperation({
  id: 'voiceUsagePatterns',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v1/analytics/usage-patterns',
  summary: 'Calls by hour, weekday and month, and what they used of language models.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: voiceFiguresQuery,
  response: z.object({
    hourly_distribution: z
      .array(z.object({ hour: z.int().min(0).max(23), call_count: schemaOf('total_calls') }))
      .describe('In local time of the requested zone; only hours with calls.'),
    weekly_distribution: z
      .array(z.object({ day_of_week: z.int().min(0).max(6), call_count: schemaOf('total_calls') }))
      .describe('Sunday is 0; days with calls.'),
    monthly_trends: z
      .array(MONTH.schema.extend({ month: z.string().describe('YYYY-MM') }))
      .describe('Every month of the period; the first and last include only their days within it.'),
    llm_usage: z
      .array(PROVIDER.schema.extend({ provider: z.string() }))
      .describe('Most requests first; ties by provider.'),
    avg_tokens_per_call: schemaOf('tokens_per_call'),
  }),
  async handle(context, { query }) {
    const { period, filter } = voiceScope(context, query);
    const buckets = bucketsOf(period, 'month');
    const { total, hours, months, providers } = await runQueries(context, {
      total: { measures: ['tokens_per_call'], period, filter },
      hours: { measures: ['total_calls'], period, filter, by: { kind: 'weekday-hours', zone: period.zone } },
      months: { measures: MONTH.measures, period, filter, by: { kind: 'buckets', buckets } },
      providers: { measures: PROVIDER.measures, period, filter, by: { kind: 'members', of: 'provider' } },
    });
    return {
      hourly_distribution: HOURS.map((hour) => ({
        hour,
        call_count: callsWhere(hours, (each) => each.hour === hour),
      })).filter(({ call_count }) => call_count > 0),
      weekly_distribution: WEEKDAYS.map((weekday) => ({
        day_of_week: weekday,
        call_count: callsWhere(hours, (each) => each.weekday === weekday),
      })).filter(({ call_count }) => call_count > 0),
      monthly_trends: buckets.map(({ label }) => ({
        month: label.slice(0, 'YYYY-MM'.length),
        ...MONTH.format(valuesIn(months, label)),
      })),
      llm_usage: providerRows(providers),
      avg_tokens_per_call: formatMeasure('tokens_per_call', total, HELPDESK_FORMAT),
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
  return rank(providers, 'llm_requests', { having: PROVIDER.measures }).map(({ id, values }) => ({
    provider: id,
    ...PROVIDER.format(values),
  }));
}
