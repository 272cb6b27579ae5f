import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { formatMeasure, HELPDESK_FORMAT, schemaOf } from '../../query/format.ts';
import { evaluate, minus, remainder, rounded, together, type Values } from '../../query/measures.ts';
import { type QueryResult, valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { rank } from '../../query/ranking.ts';
import { bucketsOf } from '../../time/buckets.ts';
import { dateOfDay } from '../../time/dates.ts';
import { periodBefore } from '../../time/period.ts';
import { voiceFiguresQuery, voiceScope } from './scope.ts';

const RATE = 'first_call_resolution_rate';
const TREND = fields(HELPDESK_FORMAT, {
  total_calls: 'total_calls',
  resolved_calls: 'resolved_calls',
  fcr_rate: RATE,
});
const CATEGORY = fields(HELPDESK_FORMAT, {
  total_calls: 'total_calls',
  resolved_calls: 'resolved_calls',
  resolution_rate: RATE,
  avg_resolution_time_seconds: 'avg_resolution_time',
});
const MEASURES = CATEGORY.measures;
const UNCATEGORIZED = 'uncategorized';
const POINTS = HELPDESK_FORMAT.rate;

export const voiceResolutionRates = defineOperation({
  id: 'voiceResolutionRates',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v1/analytics/resolution-rates',
  summary: 'Calls resolved at first contact: by day, by category, and against the period before.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: voiceFiguresQuery,
  response: z.object({
    fcr_trend: z.array(TREND.schema.extend({ date: z.iso.date() })).describe('Every local day.'),
    resolution_by_category: z
      .array(CATEGORY.schema.extend({ category: z.string() }))
      .describe(`Largest first; ties by category. Calls without one are under "${UNCATEGORIZED}".`),
    avg_resolution_time_seconds: schemaOf('avg_resolution_time'),
    period_comparison: z
      .object({
        previous_start: z.iso.date(),
        previous_end: z.iso.date(),
        current_fcr_rate: schemaOf(RATE),
        previous_fcr_rate: schemaOf(RATE),
        change: z
          .number()
          .nullable()
          .describe('In percentage points, of the exact rates; null without either.'),
      })
      .describe('Against as many local days directly before.'),
  }),
  async handle(context, { query }) {
    const { period, filter } = voiceScope(context, query);
    const previous = periodBefore(period);
    const buckets = bucketsOf(period, 'day');
    const { total, categories, days, before } = await runQueries(context, {
      total: { measures: MEASURES, period, filter },
      categories: { measures: MEASURES, period, filter, by: { kind: 'members', of: 'category' } },
      days: { measures: TREND.measures, period, filter, by: { kind: 'buckets', buckets } },
      before: { measures: [RATE], period: previous, filter },
    });
    const change = minus(evaluate(RATE, total), evaluate(RATE, before));
    return {
      fcr_trend: buckets.map(({ label }) => ({ date: label, ...TREND.format(valuesIn(days, label)) })),
      resolution_by_category: categoryRows(categories, total),
      avg_resolution_time_seconds: formatMeasure('avg_resolution_time', total, HELPDESK_FORMAT),
      period_comparison: {
        previous_start: dateOfDay(previous.fromDay),
        previous_end: dateOfDay(previous.toDay),
        current_fcr_rate: formatMeasure(RATE, total, HELPDESK_FORMAT),
        previous_fcr_rate: formatMeasure(RATE, before, HELPDESK_FORMAT),
        change: rounded(change, POINTS.decimals, POINTS.factor),
      },
    };
  },
});

/**
 * One row per category. Calls without a category are added to those with a category of the same name as UNCATEGORIZED.
 */
function categoryRows(categories: QueryResult, total: Values) {
  const without = remainder(total, categories.values());
  const named = new Map(categories).set(
    UNCATEGORIZED,
    together([without, valuesIn(categories, UNCATEGORIZED)]),
  );
  return rank(named, 'total_calls').map(({ id, values }) => ({ category: id, ...CATEGORY.format(values) }));
}
