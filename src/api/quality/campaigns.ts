import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { LISTED, presentReviews, reviewedRows, reviewShape } from './review-figures.ts';
import { datesShape, qualityQuery } from './scope.ts';

export const qualityCampaigns = defineOperation({
  id: 'qualityCampaigns',
  contract: 'quality',
  method: 'GET',
  path: '/v1/analytics/campaigns',
  summary: 'Quality reviews by campaign.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: qualityQuery,
  response: z.object({
    ...datesShape,
    campaigns: z
      .array(
        reviewShape.extend({
          campaignId: z.string(),
          campaignName: z.string().describe('Current name; the id if no record of the campaign was sent.'),
        }),
      )
      .describe(LISTED),
  }),
  async handle(context, { query }) {
    const { dates, rows } = await reviewedRows(context, query, 'campaign');
    return {
      ...dates,
      campaigns: rows.map(({ id, name, values }) => ({
        campaignId: id,
        campaignName: name,
        ...presentReviews(values),
      })),
    };
  },
});
