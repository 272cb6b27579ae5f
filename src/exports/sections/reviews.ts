import { type ReviewRow, reviewPageQuery } from '../../facts/pages.ts';
import type { Holding } from '../../privacy/erasure/holding.ts';
import { readBody } from '../../records/stored-body.ts';
import type { QualityReview } from '../../records/types.ts';
import { localInstants } from '../../time/dates.ts';
import type { Column, OpenSource } from '../section.ts';
import type { ReviewsSpec } from '../spec.ts';
import { factSection, inUnits, namedCell, TEN_THOUSANDTHS } from './fact-section.ts';
import { reviewsCount, reviewsOverview } from './reviews-overview.ts';

const COLUMNS: readonly Column[] = [
  { name: 'review_id', type: 'text' },
  { name: 'created_at', type: 'instant' },
  { name: 'interaction_id', type: 'text' },
  { name: 'campaign_id', type: 'text' },
  { name: 'campaign_name', type: 'text' },
  { name: 'call_center_id', type: 'text' },
  { name: 'call_center_name', type: 'text' },
  { name: 'executive_id', type: 'text' },
  { name: 'executive_name', type: 'text' },
  { name: 'engagement_id', type: 'text' },
  { name: 'status', type: 'plain' },
  { name: 'score', type: 'number' },
  { name: 'sentiment', type: 'plain' },
  { name: 'duration_seconds', type: 'number' },
];

/** Which data of interactions the export holds. */
export const REVIEWS_HOLD: Holding = 'reviews_in_period';

/** Quality reviews created in the period, oldest first. The executive is the agent of the interaction. */
export const reviewsSource: OpenSource<ReviewsSpec> = (context, request) => {
  const { period, spec } = request;
  const instant = localInstants(period.zone);
  const section = factSection<ReviewRow>(context, {
    name: 'reviews',
    columns: COLUMNS,
    count: () => reviewsCount(context, request),
    pageQuery: (after) => reviewPageQuery(period, spec, after),
    dimensions: ['campaign', 'call_center', 'agent'],
    cells(row, [campaigns, callCenters, agents]) {
      if (row.body === null || row.interaction === null) return null;
      const review = JSON.parse(row.body) as QualityReview;
      const interaction = readBody(row.interaction);
      const { campaign_id, call_center_id, agent_id } = interaction;
      return [
        row.id,
        instant(review.created_at),
        row.interaction_id,
        campaign_id ?? null,
        namedCell(campaigns, campaign_id),
        call_center_id ?? null,
        namedCell(callCenters, call_center_id),
        agent_id ?? null,
        namedCell(agents, agent_id),
        interaction.engagement_id ?? null,
        review.status,
        inUnits(review.score, TEN_THOUSANDTHS),
        review.sentiment ?? null,
        interaction.duration_seconds ?? null,
      ];
    },
  });
  return {
    title: 'Quality reviews',
    layout: 'rows',
    sections: [{ ...section, holds: REVIEWS_HOLD }],
    overview: () => reviewsOverview(context, request),
  };
};
