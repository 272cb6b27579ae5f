import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { formatCount, HELPDESK_FORMAT, schemaOf } from '../../query/format.ts';
import { rounded } from '../../query/measures.ts';
import { type QueryResult, valuesIn, WEEKDAY_HOURS } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { rankCounts } from '../../query/ranking.ts';
import { bucketsOf } from '../../time/buckets.ts';
import { voiceFiguresQuery, voiceScope } from './scope.ts';

const VOLUME = fields(HELPDESK_FORMAT, {
  total_calls: 'total_calls',
  completed_calls: 'completed_calls',
  failed_calls: 'failed_calls',
});
const KPIS = fields(HELPDESK_FORMAT, {
  ...VOLUME.byField,
  avg_duration_seconds: 'avg_duration',
  first_call_resolution_rate: 'first_call_resolution_rate',
  tickets_created: 'tickets_created',
  escalation_count: 'escalation_count',
});
const SHARE = HELPDESK_FORMAT.rate;

export const voiceCallMetrics = defineOperation({
  id: 'voiceCallMetrics',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v1/analytics/call-metrics',
  summary: 'Calls: key figures, by day, by outcome, and by weekday and hour.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: voiceFiguresQuery.extend({
    outcome: z.string().optional().describe('Only calls with this outcome, in every part.'),
  }),
  response: z.object({
    kpis: KPIS.schema.extend({ period_start: z.iso.date(), period_end: z.iso.date() }),
    call_volume: z.array(VOLUME.schema.extend({ date: z.iso.date() })).describe('Every local day.'),
    outcome_breakdown: z
      .array(
        z.object({
          outcome: z.string(),
          count: z.int().min(1),
          percentage: z.number().nullable().describe('Of the calls that the request selects.'),
        }),
      )
      .describe('Most first; ties by outcome.'),
    peak_hours: z
      .array(
        z.object({
          hour: z.int().min(0).max(23).describe('In local time of the requested zone.'),
          day_of_week: z.int().min(0).max(6).describe('Sunday is 0.'),
          call_count: schemaOf('total_calls'),
        }),
      )
      .describe('By weekday, then hour; those without calls are left out.'),
  }),
  async handle(context, { query }) {
    const { period, filter } = voiceScope(context, query);
    const { outcome } = query;
    const scope = { period, filter: { ...filter, ...(outcome !== undefined && { outcome }) } };
    const calls = { measures: ['total_calls'], ...scope } as const;
    const buckets = bucketsOf(period, 'day');
    const { total, days, hours, outcomes } = await runQueries(context, {
      total: { measures: KPIS.measures, ...scope },
      days: { measures: VOLUME.measures, ...scope, by: { kind: 'buckets', buckets } },
      hours: { ...calls, by: { kind: 'weekday-hours', zone: period.zone } },
      outcomes: { ...calls, by: { kind: 'members', of: 'outcome' } },
    });
    return {
      kpis: { ...KPIS.format(total), period_start: query.start_date, period_end: query.end_date },
      call_volume: buckets.map(({ label }) => ({ date: label, ...VOLUME.format(valuesIn(days, label)) })),
      outcome_breakdown: outcomeRows(outcomes, formatCount('total_calls', total)),
      peak_hours: WEEKDAY_HOURS.map(({ weekday, hour, group }) => ({
        hour,
        day_of_week: weekday,
        call_count: formatCount('total_calls', valuesIn(hours, group)),
      })).filter(({ call_count }) => call_count > 0),
    };
  },
});

function outcomeRows(outcomes: QueryResult, total: number) {
  return rankCounts(outcomes, 'total_calls').map(({ name, count }) => ({
    outcome: name,
    count,
    percentage: rounded({ numerator: count, denominator: total }, SHARE.decimals, SHARE.factor),
  }));
}
