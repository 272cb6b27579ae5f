import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { bucketsOf } from '../../time/buckets.ts';
import { presentReviews, REVIEW_MEASURES, reviewShape } from './review-figures.ts';
import { datesShape, presentDates, qualityQuery, qualityScope } from './scope.ts';

const GRANULARITIES = ['daily', 'weekly', 'monthly'] as const;
const UNITS = { daily: 'day', weekly: 'week', monthly: 'month' } as const;

const granularity = z.enum(GRANULARITIES);

export const qualityTrends = defineOperation({
  id: 'qualityTrends',
  contract: 'quality',
  method: 'GET',
  path: '/v1/analytics/trends',
  summary: 'Quality reviews over time: every local day, ISO week or month of the period.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: qualityQuery.extend({ granularity: granularity.default('daily') }),
  response: z.object({
    ...datesShape,
    granularity,
    trends: z.array(
      reviewShape.extend({
        date: z.iso.date().describe('First local day of the bucket: its Monday, the first of its month.'),
      }),
    ),
  }),
  async handle(context, { query }) {
    const scope = qualityScope(context, query);
    const buckets = bucketsOf(scope.period, UNITS[query.granularity]);
    const { series } = await runQueries(context, {
      series: { measures: REVIEW_MEASURES, ...scope, by: { kind: 'buckets', buckets } },
    });
    return {
      ...presentDates(scope.period),
      granularity: query.granularity,
      trends: buckets.map(({ label }) => ({ date: label, ...presentReviews(valuesIn(series, label)) })),
    };
  },
});
