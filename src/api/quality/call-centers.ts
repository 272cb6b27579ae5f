import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { LISTED, presentReviews, reviewedRows, reviewShape } from './review-figures.ts';
import { datesShape, qualityQuery } from './scope.ts';

export const qualityCallCenters = defineOperation({
  id: 'qualityCallCenters',
  contract: 'quality',
  method: 'GET',
  path: '/v1/analytics/call-centers',
  summary: 'Quality reviews by call center.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: qualityQuery,
  response: z.object({
    ...datesShape,
    callCenters: z
      .array(
        reviewShape.extend({
          callCenterId: z.string(),
          callCenterName: z
            .string()
            .describe('Current name; the id if no record of the call center was sent.'),
        }),
      )
      .describe(LISTED),
  }),
  async handle(context, { query }) {
    const { dates, rows } = await reviewedRows(context, query, 'call_center');
    return {
      ...dates,
      callCenters: rows.map(({ id, name, values }) => ({
        callCenterId: id,
        callCenterName: name,
        ...presentReviews(values),
      })),
    };
  },
});
