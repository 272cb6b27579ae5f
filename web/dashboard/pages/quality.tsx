import type { Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { ApartMembers } from '../components/apart-members.tsx';
import { useOrder } from '../components/data-table.tsx';
import { KpiRow } from '../components/kpi-row.tsx';
import { MemberCard } from '../components/member-card.tsx';
import { PageFigures } from '../components/page-figures.tsx';
import { SeriesCard } from '../components/series-card.tsx';
import { useTexts } from '../messages/language.ts';
import { QUALITY } from '../messages/quality.ts';
import { SHELL } from '../messages/shell.ts';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';
import { comparisonOf, grainOf, scopeOf } from '../view/view.ts';

const KPIS = ['review_avg_score', 'reviews_completed', 'reviews_positive', 'reviews_negative'] as const;
const FINDINGS = [
  { column: 'reviews_positive', colour: '--series-3' },
  { column: 'reviews_neutral', colour: '--series-before' },
  { column: 'reviews_negative', colour: '--series-2' },
] as const;
const OF_MEMBERS = ['review_avg_score', 'reviews_completed', 'reviews_negative'] as const;

/** Quality reviews: scores and findings over time, by agent, team, campaign and call centre. */
export function QualityPage() {
  const { view } = useView();
  const texts = useTexts(QUALITY);
  const title = useTexts(SHELL).pages.quality!;
  const scope = scopeOf(view);
  const order = useOrder('review_avg_score');
  const totals: Query = { ...scope, ...comparisonOf(view), metrics: KPIS };
  const series: Query = {
    ...totals,
    metrics: [...KPIS, 'reviews_neutral', 'reviews'],
    dimensions: [`time:${grainOf(view)}`],
    include: ['empty'],
    limit: 1_000,
  };
  const of = (dimension: string): Query => ({
    ...scope,
    metrics: OF_MEMBERS,
    dimensions: [dimension],
    having: [{ metric: 'reviews_completed', gte: 1 }],
    order: [{ by: 'review_avg_score', direction: 'asc' }],
    limit: 50,
  });
  const agents: Query = { ...of('agent'), metrics: ['reviews', ...OF_MEMBERS], ...order.query, limit: 1_000 };
  const [campaigns, centers, teams] = [of('campaign'), of('call_center'), of('team')];
  const loaded = useQueries({ totals, series, agents, campaigns, centers });
  return (
    <Page title={title} of={loaded.answers?.totals}>
      <PageFigures of={loaded} kpis={KPIS.length}>
        {(answers) => (
          <>
            <KpiRow columns={KPIS} totals={answers.totals} series={answers.series} />
            <div class="grid">
              <SeriesCard
                title={texts.score}
                note={texts.scoreNote}
                width="half"
                answer={answers.series}
                query={series}
                name="quality-score"
                shown={[{ column: 'review_avg_score', withBefore: true }]}
                more={['reviews', 'reviews_completed']}
              />
              <SeriesCard
                title={texts.findings}
                note={texts.findingsNote}
                width="half"
                answer={answers.series}
                query={series}
                name="findings"
                shown={FINDINGS}
                isStacked
              />
              <MemberCard
                title={texts.byAgent}
                width="half"
                answer={answers.agents}
                query={agents}
                dimension="agent"
                order={order}
                name="quality-agents"
              />
              <div class="half stack">
                <ApartMembers title={texts.byTeam} query={teams} dimension="team" name="quality-teams" />
                <MemberCard
                  title={texts.byCallCenter}
                  answer={answers.centers}
                  query={centers}
                  dimension="call_center"
                  name="quality-call-centers"
                />
                <MemberCard
                  title={texts.byCampaign}
                  answer={answers.campaigns}
                  query={campaigns}
                  dimension="campaign"
                  name="quality-campaigns"
                />
              </div>
            </div>
          </>
        )}
      </PageFigures>
    </Page>
  );
}
