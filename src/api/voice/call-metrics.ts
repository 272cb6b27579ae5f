import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { formatAll, formatCount, HELPDESK_FORMAT, schemaOf, schemaOfAll } from '../../query/format.ts';
import { rounded } from '../../query/fraction.ts';
import { inputsOf } from '../../query/measures.ts';
import { type Filter, type MetricsQuery, type QueryResult, valuesIn } from '../../query/query.ts';
import { ranked } from '../../query/ranking.ts';
import { runQueries } from '../../query/run-queries.ts';
import { WEEKDAY_HOURS } from '../../query/weekday-hours.ts';
import { bucketsOf } from '../../time/buckets.ts';
import { voicePeriod, voiceQuery } from './scope.ts';

const VOLUME = {
  total_calls: 'total_calls',
  completed_calls: 'completed_calls',
  failed_calls: 'failed_calls',
} as const;
const KPIS = {
  ...VOLUME,
  avg_duration_seconds: 'avg_duration',
  first_call_resolution_rate: 'first_call_resolution_rate',
  tickets_created: 'tickets_created',
  escalation_count: 'escalation_count',
} as const;
const SHARE = HELPDESK_FORMAT.rate;

export const voiceCallMetrics = defineOperation({
  id: 'voiceCallMetrics',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v1/analytics/call-metrics',
  summary: 'Calls: key figures, by day, by outcome, and by weekday and hour.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: voiceQuery.extend({
    outcome: z.string().optional().describe('Only calls with this outcome, in every part.'),
  }),
  response: z.object({
    kpis: schemaOfAll(KPIS).extend({ period_start: z.iso.date(), period_end: z.iso.date() }),
    call_volume: z.array(schemaOfAll(VOLUME).extend({ date: z.iso.date() })).describe('Every local day.'),
    outcome_breakdown: z
      .array(
        z.object({
          outcome: z.string(),
          count: z.int().min(1),
          percentage: z.number().nullable().describe('Of the calls asked for.'),
        }),
      )
      .describe('Most first; ties by outcome.'),
    peak_hours: z
      .array(
        z.object({
          hour: z.int().min(0).max(23).describe('On the clocks of the zone asked for.'),
          day_of_week: z.int().min(0).max(6).describe('Sunday is 0.'),
          call_count: schemaOf('total_calls'),
        }),
      )
      .describe('By weekday, then hour; those without calls are left out.'),
  }),
  async handle(context, { query }) {
    const period = voicePeriod(context, query);
    const filter: Filter = query.outcome === undefined ? {} : { outcome: query.outcome };
    const buckets = bucketsOf(period, 'day');
    const calls = { inputs: inputsOf(['total_calls']), period, filter };
    const metricsQueries: MetricsQuery[] = [
      { inputs: inputsOf(Object.values(KPIS)), period, filter, by: { kind: 'total' } },
      { inputs: inputsOf(Object.values(VOLUME)), period, filter, by: { kind: 'buckets', buckets } },
      { ...calls, by: { kind: 'weekday-hours', zone: period.zone } },
    ];
    if (query.outcome === undefined)
      metricsQueries.push({ ...calls, by: { kind: 'members', of: 'outcome' } });
    const { results } = await runQueries(context.store, context.tenant.timeZone, metricsQueries);
    const total = valuesIn(results[0]!);
    const outcomes = results[3] ?? new Map([[query.outcome ?? '', total]]);
    return {
      kpis: {
        ...formatAll(KPIS, total, HELPDESK_FORMAT),
        period_start: query.start_date,
        period_end: query.end_date,
      },
      call_volume: buckets.map(({ label }) => ({
        date: label,
        ...formatAll(VOLUME, valuesIn(results[1]!, label), HELPDESK_FORMAT),
      })),
      outcome_breakdown: outcomeRows(outcomes, formatCount('total_calls', total)),
      peak_hours: WEEKDAY_HOURS.map(({ weekday, hour, group }) => ({
        hour,
        day_of_week: weekday,
        call_count: formatCount('total_calls', valuesIn(results[2]!, group)),
      })).filter(({ call_count }) => call_count > 0),
    };
  },
});

function outcomeRows(outcomes: QueryResult, total: number) {
  return ranked(outcomes, 'total_calls').map(({ name, count }) => ({
    outcome: name,
    count,
    percentage: rounded({ numerator: count, denominator: total }, SHARE.decimals, SHARE.factor),
  }));
}
