import { type MeasureName, termsOf } from '../../metrics/measures.ts';
import { CALL_STYLE, present } from '../../metrics/presentation.ts';
import { type Filter, figuresOf } from '../../metrics/question.ts';
import { bucketsOf } from '../../time/buckets.ts';
import type { Overview } from '../document.ts';
import type { SourceContext } from '../source.ts';
import type { ExportRequest, ReviewsSpec } from '../spec.ts';
import { figureText } from './figure-text.ts';
import { summed } from './summed.ts';

const KEY_FIGURES = {
  Reviews: 'reviews',
  'Completed reviews': 'reviews_completed',
  'Average score': 'review_avg_score',
  'Average duration': 'review_avg_duration',
} as const satisfies Record<string, MeasureName>;

/** Key figures of the reviews of the period, and how many there were a day. */
export async function reviewsOverview(
  context: SourceContext,
  { period, spec }: ExportRequest & { spec: ReviewsSpec },
): Promise<Overview> {
  const filter: Filter = {
    ...(spec.campaignId !== undefined && { campaign: spec.campaignId }),
    ...(spec.callCenterId !== undefined && { call_center: spec.callCenterId }),
    ...(spec.engagementId !== undefined && { engagement: spec.engagementId }),
  };
  const buckets = bucketsOf(period, 'day');
  const [total = new Map(), series = new Map()] = await summed(context, [
    { terms: termsOf(Object.values(KEY_FIGURES)), period, filter, by: { kind: 'total' } },
    { terms: termsOf(['reviews']), period, filter, by: { kind: 'buckets', buckets } },
  ]);
  return {
    keyFigures: Object.entries(KEY_FIGURES).map(([label, name]) => ({
      label,
      value: figureText(name, figuresOf(total), CALL_STYLE),
    })),
    chart: {
      title: 'Reviews per day',
      points: buckets.map(({ label }) => ({
        label,
        value: present('reviews', figuresOf(series, label), CALL_STYLE),
      })),
    },
  };
}
