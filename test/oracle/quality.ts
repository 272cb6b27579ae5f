import type { Sent } from '../support/records.ts';
import { durationOf, NewestRecords } from './newest-records.ts';
import type { Asked, Oracle } from './oracle.ts';
import { grouped, order, quotient, total } from './rounding.ts';
import { dateAt, mondayOf, plusDays, secondOf, spanOf } from './time.ts';

interface Review {
  at: number;
  isCompleted: boolean;
  /** Ten-thousandths. */
  score: number;
  sentiment: unknown;
  interaction: Sent;
}

const ROWS = {
  campaigns: { list: 'campaigns', prefix: 'campaign', field: 'campaign_id', type: 'campaign' },
  'call-centers': { list: 'callCenters', prefix: 'callCenter', field: 'call_center_id', type: 'call_center' },
  executives: { list: 'executives', prefix: 'executive', field: 'agent_id', type: 'agent' },
} as const;

/** The answers about quality reviews, from the records as sent, by the sentences that define each figure. */
export class QualityOracle implements Oracle {
  zone: string;
  readonly records = new NewestRecords();

  constructor(zone: string) {
    this.zone = zone;
  }

  answer(route: string, asked: Asked, now: number): unknown {
    const zone = asked.tz ?? this.zone;
    const { start, end } = spanOf({ from: asked.dateFrom, to: asked.dateTo, days: 30 }, zone, now);
    const dates = { dateFrom: dateAt(zone, start), dateTo: dateAt(zone, end - 1) };
    const reviews = this.#reviews(asked).filter(({ at }) => at >= start && at < end);
    if (route === 'summary') {
      const top = {
        topCampaign: this.#top(reviews, 'campaigns'),
        topCallCenter: this.#top(reviews, 'call-centers'),
      };
      return { ...dates, ...figuresOf(reviews), ...top };
    }
    if (route === 'trends') {
      const granularity = asked.granularity ?? 'daily';
      return { ...dates, granularity, trends: trendsOf(reviews, granularity, dates, zone) };
    }
    const { list, prefix } = ROWS[route as keyof typeof ROWS];
    const rows = this.#members(reviews, route as keyof typeof ROWS)
      .sort((a, b) => b.its.length - a.its.length || order(a.name, b.name) || order(a.id, b.id))
      .map(({ id, name, its }) => ({ [`${prefix}Id`]: id, [`${prefix}Name`]: name, ...figuresOf(its) }));
    return { ...dates, [list]: rows };
  }

  /** Reviews whose interaction is there and lies in every filter. */
  #reviews(asked: Asked): Review[] {
    return this.records.all('quality_review').flatMap((review) => {
      const interaction = this.records.record('interaction', review.interaction_id);
      if (!interaction) return [];
      const isAsked =
        (asked.campaignId === undefined || interaction.campaign_id === asked.campaignId) &&
        (asked.callCenterId === undefined || interaction.call_center_id === asked.callCenterId) &&
        (asked.engagementId === undefined || interaction.engagement_id === asked.engagementId);
      if (!isAsked) return [];
      return [
        {
          at: secondOf(review.created_at)!,
          isCompleted: review.status === 'completed',
          score: Math.round(Number(review.score ?? 0) * 10_000),
          sentiment: review.sentiment,
          interaction,
        },
      ];
    });
  }

  #members(reviews: readonly Review[], route: keyof typeof ROWS) {
    const { field, type } = ROWS[route];
    return [...grouped(reviews, ({ interaction }) => interaction[field])].map(([id, its]) => ({
      id,
      name: this.records.nameOf(type, id),
      its,
    }));
  }

  #top(reviews: readonly Review[], route: 'campaigns' | 'call-centers'): string | null {
    const completed = reviews.filter(({ isCompleted }) => isCompleted);
    const scores = (its: readonly Review[]): number => total(its.map(({ score }) => score));
    const [top] = this.#members(completed, route).sort(
      (a, b) => b.its.length - a.its.length || scores(b.its) - scores(a.its) || order(a.name, b.name),
    );
    return top?.name ?? null;
  }
}

function figuresOf(reviews: readonly Review[]) {
  const completed = reviews.filter(({ isCompleted }) => isCompleted);
  const durations = completed.flatMap(({ interaction }) => durationOf(interaction) ?? []);
  const felt = (label: string): number => completed.filter(({ sentiment }) => sentiment === label).length;
  return {
    totalEvaluations: reviews.length,
    completedEvaluations: completed.length,
    averageScore: quotient(total(completed.map(({ score }) => score)), completed.length * 10_000, 1),
    sentimentBreakdown: { positive: felt('positive'), neutral: felt('neutral'), negative: felt('negative') },
    averageDurationSeconds: quotient(total(durations), durations.length, 0),
  };
}

function trendsOf(
  reviews: readonly Review[],
  granularity: string,
  { dateFrom, dateTo }: { dateFrom: string; dateTo: string },
  zone: string,
) {
  const labelOf = (date: string): string => {
    if (granularity === 'weekly') return mondayOf(date);
    return granularity === 'monthly' ? `${date.slice(0, 7)}-01` : date;
  };
  const labels = new Set<string>();
  for (let date = dateFrom; date <= dateTo; date = plusDays(date, 1)) labels.add(labelOf(date));
  const byLabel = grouped(reviews, ({ at }) => labelOf(dateAt(zone, at)));
  return [...labels].map((date) => ({ date, ...figuresOf(byLabel.get(date) ?? []) }));
}
