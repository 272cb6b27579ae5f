import { CALLS_FORMAT, formatMeasure } from '../../query/format.ts';
import { evaluate, type MeasureName } from '../../query/measures.ts';
import { type Filter, valuesIn } from '../../query/query.ts';
import type { MeasuresQuery } from '../../query/query-batch.ts';
import { bucketsOf } from '../../time/buckets.ts';
import type { Overview, SourceContext } from '../section.ts';
import type { ExportRequest, ReviewsSpec } from '../spec.ts';
import { figureText } from './fact-section.ts';
import { summed } from './summed.ts';

const KEY_FIGURES = {
  Reviews: 'reviews',
  'Completed reviews': 'reviews_completed',
  'Average score': 'review_avg_score',
  'Average duration': 'review_avg_duration',
} as const satisfies Record<string, MeasureName>;

type Request = ExportRequest & { spec: ReviewsSpec };

export async function reviewsCount(context: SourceContext, { period, spec }: Request): Promise<number> {
  const query: MeasuresQuery = {
    measures: ['reviews'],
    period,
    filter: filterOf(spec),
  };
  const [total = new Map()] = await summed(context, [query]);
  return evaluate('reviews', valuesIn(total)).numerator;
}

/** Key figures of the reviews in the period, and their number per day. */
export async function reviewsOverview(context: SourceContext, { period, spec }: Request): Promise<Overview> {
  const filter = filterOf(spec);
  const buckets = bucketsOf(period, 'day');
  const [total = new Map(), series = new Map()] = await summed(context, [
    { measures: Object.values(KEY_FIGURES), period, filter },
    { measures: ['reviews'], period, filter, by: { kind: 'buckets', buckets } },
  ]);
  return {
    keyFigures: Object.entries(KEY_FIGURES).map(([label, name]) => ({
      label,
      value: figureText(name, valuesIn(total), CALLS_FORMAT),
    })),
    chart: {
      title: 'Reviews per day',
      counts: true,
      points: buckets.map(({ label }) => ({
        label,
        value: formatMeasure('reviews', valuesIn(series, label), CALLS_FORMAT),
      })),
    },
  };
}

function filterOf({ campaignId, callCenterId, engagementId }: ReviewsSpec): Filter {
  return {
    ...(campaignId !== undefined && { campaign: campaignId }),
    ...(callCenterId !== undefined && { call_center: callCenterId }),
    ...(engagementId !== undefined && { engagement: engagementId }),
  };
}
