import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import type { QueryResult } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { type DimensionNames, rank } from '../../query/ranking.ts';
import { presentReviews, REVIEW_MEASURES, reviewShape } from './review-figures.ts';
import { datesShape, presentDates, qualityQuery, qualityScope } from './scope.ts';

const TOP = 'with most completed reviews; ties by higher average score, then by name. Null without any.';

export const qualitySummary = defineOperation({
  id: 'qualitySummary',
  contract: 'quality',
  method: 'GET',
  path: '/v1/analytics/summary',
  summary: 'Key figures of the quality reviews created in a period.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: qualityQuery,
  response: reviewShape.extend({
    ...datesShape,
    topCampaign: z.string().nullable().describe(`Name of the campaign ${TOP}`),
    topCallCenter: z.string().nullable().describe(`Name of the call center ${TOP}`),
  }),
  async handle(context, { query }) {
    const scope = { measures: REVIEW_MEASURES, ...qualityScope(context, query) };
    const results = await runQueries(context, {
      total: scope,
      campaigns: { ...scope, by: { kind: 'members', of: 'campaign' } },
      callCenters: { ...scope, by: { kind: 'members', of: 'call_center' } },
      campaignNames: { namesOf: 'campaign' },
      callCenterNames: { namesOf: 'call_center' },
    });
    return {
      ...presentDates(scope.period),
      ...presentReviews(results.total),
      topCampaign: topReviewed(results.campaigns, results.campaignNames),
      topCallCenter: topReviewed(results.callCenters, results.callCenterNames),
    };
  },
});

function topReviewed(result: QueryResult, names: DimensionNames): string | null {
  const completed = rank(result, 'reviews_completed', { names, tieBreak: 'review_avg_score' });
  return completed.find(({ isOther }) => !isOther)?.name ?? null;
}
