import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { dimensionNamesIn, dimensionNamesStatement } from '../../query/dimension-names.ts';
import { valuesIn } from '../../query/query.ts';
import { reviewedIn, reviewedQuery, topReviewed } from '../../query/reviewed.ts';
import { runQueries } from '../../query/run-queries.ts';
import { presentReviews, REVIEW_TERMS, reviewShape } from './review-figures.ts';
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
  query: qualityQuery,
  response: reviewShape.extend({
    ...datesShape,
    topCampaign: z.string().nullable().describe(`Name of the campaign ${TOP}`),
    topCallCenter: z.string().nullable().describe(`Name of the call center ${TOP}`),
  }),
  async handle(context, { query }) {
    const scope = { ...qualityScope(context, query), inputs: REVIEW_TERMS };
    const { results, extra } = await runQueries(
      context.store,
      context.tenant.timeZone,
      [
        { ...scope, by: { kind: 'total' } },
        reviewedQuery('campaign', scope),
        reviewedQuery('call_center', scope),
      ],
      [dimensionNamesStatement('campaign'), dimensionNamesStatement('call_center')],
    );
    const campaigns = reviewedIn(results[1]!, 'campaign', scope, dimensionNamesIn(extra[0]!));
    const callCenters = reviewedIn(results[2]!, 'call_center', scope, dimensionNamesIn(extra[1]!));
    return {
      ...presentDates(scope.period),
      ...presentReviews(valuesIn(results[0]!)),
      topCampaign: topReviewed(campaigns)?.name ?? null,
      topCallCenter: topReviewed(callCenters)?.name ?? null,
    };
  },
});
