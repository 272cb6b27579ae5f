import * as z from 'zod';
import { defineOperation } from '../../http/operation.ts';
import { ask } from '../../query/run-queries.ts';
import { remainder, together } from '../../query/combined.ts';
import { minus, rounded } from '../../query/fraction.ts';
import { listed, othersLast } from '../../query/listed.ts';
import { type Figures, finish, termsOf } from '../../query/measures.ts';
import { compareCodePoints } from '../../query/order.ts';
import { HELPDESK_STYLE, present, presentAll, schemaOf, schemaOfAll } from '../../query/format.ts';
import { type Answer, figuresOf } from '../../query/query.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
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
const TERMS = termsOf(Object.values(CATEGORY));
const UNCATEGORIZED = 'uncategorized';
const POINTS = HELPDESK_STYLE.rate;

export const voiceResolutionRates = defineOperation({
  id: 'voiceResolutionRates',
  contract: '004',
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
    const { answers } = await ask(context.store, context.tenant.timeZone, [
      { terms: TERMS, period, filter: {}, by: { kind: 'total' } },
      { terms: TERMS, period, filter: {}, by: { kind: 'members', of: 'category' } },
      { terms: termsOf(Object.values(TREND)), period, filter: {}, by: { kind: 'buckets', buckets } },
      { terms: termsOf([RATE]), period: previous, filter: {}, by: { kind: 'total' } },
    ]);
    const [total, before] = [figuresOf(answers[0]!), figuresOf(answers[3]!)];
    const change = minus(finish(RATE, total), finish(RATE, before));
    return {
      fcr_trend: buckets.map(({ label }) => ({
        date: label,
        ...presentAll(TREND, figuresOf(answers[2]!, label), HELPDESK_STYLE),
      })),
      resolution_by_category: categoryRows(answers[1]!, total),
      avg_resolution_time_seconds: present('avg_resolution_time', total, HELPDESK_STYLE),
      period_comparison: {
        previous_start: dateOfDay(previous.fromDay),
        previous_end: dateOfDay(previous.toDay),
        current_fcr_rate: present(RATE, total, HELPDESK_STYLE),
        previous_fcr_rate: present(RATE, before, HELPDESK_STYLE),
        change: rounded(change, POINTS.decimals, POINTS.factor),
      },
    };
  },
});

/** Each category, and the calls without one beside those of a category of that very name. */
function categoryRows(categories: Answer, total: Figures) {
  const without = remainder(total, categories.values());
  const named = new Map(categories).set(
    UNCATEGORIZED,
    together([without, figuresOf(categories, UNCATEGORIZED)]),
  );
  return listed(named)
    .filter(({ figures }) => figures('calls') > 0)
    .sort(
      (a, b) => othersLast(a, b) || b.figures('calls') - a.figures('calls') || compareCodePoints(a.id, b.id),
    )
    .map(({ id, figures }) => ({ category: id, ...presentAll(CATEGORY, figures, HELPDESK_STYLE) }));
}
