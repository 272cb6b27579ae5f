import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { LISTED, presentReviews, reviewedRows, reviewShape } from './review-figures.ts';
import { datesShape, qualityQuery } from './scope.ts';

export const qualityExecutives = defineOperation({
  id: 'qualityExecutives',
  contract: 'quality',
  method: 'GET',
  path: '/v1/analytics/executives',
  summary: 'Quality reviews by agent of the reviewed interaction.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: qualityQuery,
  response: z.object({
    ...datesShape,
    executives: z
      .array(
        reviewShape.extend({
          executiveId: z.string(),
          executiveName: z.string().describe('Current name; the id if no record of the agent was sent.'),
        }),
      )
      .describe(LISTED),
  }),
  async handle(context, { query }) {
    const { dates, rows } = await reviewedRows(context, query, 'agent');
    return {
      ...dates,
      executives: rows.map(({ id, name, values }) => ({
        executiveId: id,
        executiveName: name,
        ...presentReviews(values),
      })),
    };
  },
});
