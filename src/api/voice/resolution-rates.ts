import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { remainder, together } from '../../query/combined.ts';
import { formatAll, formatMeasure, HELPDESK_FORMAT, schemaOf, schemaOfAll } from '../../query/format.ts';
import { minus, rounded } from '../../query/fraction.ts';
import { listed, othersLast } from '../../query/listed.ts';
import { evaluate, inputsOf, type Values } from '../../query/measures.ts';
import { compareCodePoints } from '../../query/order.ts';
import { type QueryResult, valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/run-queries.ts';
import { bucketsOf } from '../../time/buckets.ts';
import { dateOfDay } from '../../time/dates.ts';
import { periodBefore } from '../../time/period.ts';
import { voicePeriod, voiceQuery } from './scope.ts';

const RATE = 'first_call_resolution_rate';
const TREND = { total_calls: 'total_calls', resolved_calls: 'resolved_calls', fcr_rate: RATE } as const;
const CATEGORY = {
  total_calls: 'total_calls',
  resolved_calls: 'resolved_calls',
  resolution_rate: RATE,
  avg_resolution_time_seconds: 'avg_resolution_time',
} as const;
const TERMS = inputsOf(Object.values(CATEGORY));
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
  query: voiceQuery,
  response: z.object({
    fcr_trend: z.array(schemaOfAll(TREND).extend({ date: z.iso.date() })).describe('Every local day.'),
    resolution_by_category: z
      .array(schemaOfAll(CATEGORY).extend({ category: z.string() }))
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
    const period = voicePeriod(context, query);
    const previous = periodBefore(period);
    const buckets = bucketsOf(period, 'day');
    const { results } = await runQueries(context.store, context.tenant.timeZone, [
      { inputs: TERMS, period, filter: {}, by: { kind: 'total' } },
      { inputs: TERMS, period, filter: {}, by: { kind: 'members', of: 'category' } },
      { inputs: inputsOf(Object.values(TREND)), period, filter: {}, by: { kind: 'buckets', buckets } },
      { inputs: inputsOf([RATE]), period: previous, filter: {}, by: { kind: 'total' } },
    ]);
    const [total, before] = [valuesIn(results[0]!), valuesIn(results[3]!)];
    const change = minus(evaluate(RATE, total), evaluate(RATE, before));
    return {
      fcr_trend: buckets.map(({ label }) => ({
        date: label,
        ...formatAll(TREND, valuesIn(results[2]!, label), HELPDESK_FORMAT),
      })),
      resolution_by_category: categoryRows(results[1]!, total),
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

/** Each category, and the calls without one beside those of a category of that very name. */
function categoryRows(categories: QueryResult, total: Values) {
  const without = remainder(total, categories.values());
  const named = new Map(categories).set(
    UNCATEGORIZED,
    together([without, valuesIn(categories, UNCATEGORIZED)]),
  );
  return listed(named)
    .filter(({ figures }) => figures('calls') > 0)
    .sort(
      (a, b) => othersLast(a, b) || b.figures('calls') - a.figures('calls') || compareCodePoints(a.id, b.id),
    )
    .map(({ id, figures }) => ({ category: id, ...formatAll(CATEGORY, figures, HELPDESK_FORMAT) }));
}
