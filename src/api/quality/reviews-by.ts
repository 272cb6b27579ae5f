import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { runQueries } from '../../query/query-batch.ts';
import { rank } from '../../query/ranking.ts';
import { presentReviews, REVIEW_MEASURES, reviewShape } from './review-figures.ts';
import { datesShape, presentDates, qualityQuery, qualityScope } from './scope.ts';

/** A route that lists reviews by the members of one dimension, most reviews first. */
interface Listing {
  id: string;
  path: `/v1/analytics/${string}`;
  summary: string;
  of: 'campaign' | 'call_center' | 'agent';
  /** The field of the answer that holds the rows, and those of a row that hold id and name of the member. */
  list: string;
  idField: string;
  nameField: string;
}

function reviewsBy({ id, path, summary, of, list, idField, nameField }: Listing) {
  const named = `Current name; the id if no record of the ${of.replace('_', ' ')} was sent.`;
  const row = reviewShape.extend({ [idField]: z.string(), [nameField]: z.string().describe(named) });
  return defineOperation({
    id,
    contract: 'quality',
    method: 'GET',
    path,
    summary,
    credential: 'tenant',
    permission: PERMISSIONS.readerAnalytics,
    conditional: 'figures',
    query: qualityQuery,
    response: z.object({
      ...datesShape,
      [list]: z.array(row).describe('Those with at least one review, most first; ties by name, then id.'),
    }),
    async handle(context, { query }) {
      const scope = qualityScope(context, query);
      const { reviewed, names } = await runQueries(context, {
        reviewed: { measures: REVIEW_MEASURES, ...scope, by: { kind: 'members', of } },
        names: { namesOf: of },
      });
      return {
        ...presentDates(scope.period),
        [list]: rank(reviewed, 'reviews', { names }).map((member) => ({
          [idField]: member.id,
          [nameField]: member.name,
          ...presentReviews(member.values),
        })),
      };
    },
  });
}

export const qualityCampaigns = reviewsBy({
  id: 'qualityCampaigns',
  path: '/v1/analytics/campaigns',
  summary: 'Quality reviews by campaign.',
  of: 'campaign',
  list: 'campaigns',
  idField: 'campaignId',
  nameField: 'campaignName',
});

export const qualityCallCenters = reviewsBy({
  id: 'qualityCallCenters',
  path: '/v1/analytics/call-centers',
  summary: 'Quality reviews by call center.',
  of: 'call_center',
  list: 'callCenters',
  idField: 'callCenterId',
  nameField: 'callCenterName',
});

export const qualityExecutives = reviewsBy({
  id: 'qualityExecutives',
  path: '/v1/analytics/executives',
  summary: 'Quality reviews by agent of the reviewed interaction.',
  of: 'agent',
  list: 'executives',
  idField: 'executiveId',
  nameField: 'executiveName',
});
