import type { Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { ApartMembers } from '../components/apart-members.tsx';
import { useOrder } from '../components/data-table.tsx';
import { EvaluationList } from '../components/evaluation-list.tsx';
import { KpiRow } from '../components/kpi-row.tsx';
import { MemberCard } from '../components/member-card.tsx';
import { PageFigures } from '../components/page-figures.tsx';
import { RATING_METRICS, RatingCard } from '../components/rating-card.tsx';
import { SeriesCard } from '../components/series-card.tsx';
import { useTexts } from '../messages/language.ts';
import { SATISFACTION } from '../messages/satisfaction.ts';
import { SHELL } from '../messages/shell.ts';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';
import { comparisonOf, grainOf, scopeOf } from '../view/view.ts';

const KPIS = [
  'average_rating',
  'satisfaction_rate',
  'total_evaluations',
  'with_comments',
  'call_avg_rating',
  'csat_avg_rating',
  'csat_positive_rate',
  'response_rate',
] as const;
const OF_MEMBERS = ['average_rating', 'satisfaction_rate', 'total_evaluations'] as const;

/** Of ratings from 5 to 1. */
const COLOURS = ['--series-3', '--series-1', '--series-before', '--series-2', '--series-5'] as const;

/** What customers think: ratings of calls and conversations, their distribution and course, by whom, and comments. */
export function SatisfactionPage() {
  const { view } = useView();
  const texts = useTexts(SATISFACTION);
  const title = useTexts(SHELL).pages.satisfaction!;
  const scope = scopeOf(view);
  const order = useOrder('average_rating');
  const totals: Query = { ...scope, ...comparisonOf(view), metrics: KPIS };
  const time = { dimensions: [`time:${grainOf(view)}`], include: ['empty'], limit: 1_000 };
  const series: Query = { ...totals, ...time };
  const ratings: Query = { ...scope, metrics: RATING_METRICS };
  const course: Query = { ...ratings, ...time };
  const of = (dimension: string): Query => ({
    ...scope,
    metrics: OF_MEMBERS,
    dimensions: [dimension],
    having: [{ metric: 'total_evaluations', gte: 1 }],
    order: [{ by: 'average_rating', direction: 'asc' }],
    limit: 50,
  });
  const agents: Query = { ...of('agent'), ...order.query, limit: 1_000 };
  const [teams, channels, queues] = [of('team'), of('channel'), of('queue')];
  const loaded = useQueries({ totals, series, ratings, course, agents });
  return (
    <Page title={title} of={loaded.answers?.totals}>
      <PageFigures of={loaded} kpis={KPIS.length}>
        {(answers) => (
          <>
            <KpiRow columns={KPIS} totals={answers.totals} series={answers.series} />
            <div class="grid">
              <RatingCard
                title={texts.distribution}
                answer={answers.ratings}
                query={ratings}
                metrics={RATING_METRICS}
              />
              <SeriesCard
                title={texts.trend}
                note={texts.trendNote}
                width="half"
                answer={answers.series}
                query={series}
                name="average-rating"
                shown={[{ column: 'average_rating', withBefore: true }]}
                more={['satisfaction_rate', 'total_evaluations', 'csat_avg_rating', 'call_avg_rating']}
              />
              <SeriesCard
                title={texts.course}
                width="half"
                answer={answers.course}
                query={course}
                name="ratings"
                shown={RATING_METRICS.map((column, place) => ({
                  column,
                  label: '★'.repeat(RATING_METRICS.length - place),
                  colour: COLOURS[place]!,
                }))}
                isStacked
              />
              <EvaluationList of={answers.totals} />
              <MemberCard
                title={texts.byAgent}
                note={texts.satisfied}
                width="half"
                answer={answers.agents}
                query={agents}
                dimension="agent"
                order={order}
                name="ratings-agents"
              />
              <div class="half stack">
                <ApartMembers title={texts.byTeam} query={teams} dimension="team" name="ratings-teams" />
                <ApartMembers
                  title={texts.byChannel}
                  query={channels}
                  dimension="channel"
                  name="ratings-channels"
                />
                <ApartMembers title={texts.byQueue} query={queues} dimension="queue" name="ratings-queues" />
              </div>
            </div>
          </>
        )}
      </PageFigures>
    </Page>
  );
}
