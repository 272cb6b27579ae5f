import type { Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { ApartMembers } from '../components/apart-members.tsx';
import { Card } from '../components/card.tsx';
import { DownloadMenu } from '../components/download-menu.tsx';
import { KpiRow } from '../components/kpi-row.tsx';
import { MemberCard } from '../components/member-card.tsx';
import { MetricBars } from '../components/metric-bars.tsx';
import { PageFigures } from '../components/page-figures.tsx';
import { SeriesCard } from '../components/series-card.tsx';
import { COSTS } from '../messages/costs.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';
import { comparisonOf, grainOf, scopeOf } from '../view/view.ts';

const PARTS = ['telephony_cost', 'stt_cost', 'tts_cost', 'llm_cost'] as const;
const KPIS = ['total_cost', 'cost_per_conversation', 'ended', 'tokens_per_call'] as const;
const OF_MEMBERS = ['total_cost', 'cost_per_conversation', 'ended'] as const;

/** What contacts cost: the parts, their course, per contact by channel, queue and team, and the use of providers. */
export function CostsPage() {
  const { view } = useView();
  const texts = useTexts(COSTS);
  const title = useTexts(SHELL).pages.costs!;
  const scope = scopeOf(view);
  const totals: Query = { ...scope, ...comparisonOf(view), metrics: [...KPIS, ...PARTS] };
  const series: Query = {
    ...totals,
    dimensions: [`time:${grainOf(view)}`],
    include: ['empty'],
    limit: 1_000,
  };
  const channels: Query = {
    ...scope,
    metrics: [...OF_MEMBERS, ...PARTS],
    dimensions: ['channel'],
    include: ['totals'],
  };
  const queues: Query = { ...scope, metrics: OF_MEMBERS, dimensions: ['queue'], limit: 50 };
  const teams: Query = { ...scope, metrics: OF_MEMBERS, dimensions: ['team'], limit: 50 };
  const providers: Query = {
    ...scope,
    metrics: ['llm_requests', 'llm_input_tokens', 'llm_output_tokens', 'llm_latency', 'llm_errors'],
    dimensions: ['provider'],
  };
  const loaded = useQueries({ totals, series, channels, providers });
  return (
    <Page title={title} of={loaded.answers?.totals}>
      <PageFigures of={loaded} kpis={KPIS.length}>
        {(answers) => (
          <>
            <KpiRow columns={KPIS} totals={answers.totals} series={answers.series} />
            <div class="grid">
              <SeriesCard
                title={texts.course}
                width="half"
                answer={answers.series}
                query={series}
                name="costs"
                shown={PARTS.map((column) => ({ column }))}
                isStacked
                more={['total_cost']}
              />
              <SeriesCard
                title={texts.perContact}
                {...(answers.series.previous && { note: texts.perContactNote })}
                width="half"
                answer={answers.series}
                query={series}
                name="cost-per-contact"
                shown={[{ column: 'cost_per_conversation', withBefore: true }]}
                more={['ended']}
              />
              <Card
                title={texts.parts}
                width="third"
                actions={<DownloadMenu query={totals} name="cost-parts" />}
              >
                <MetricBars answer={answers.totals} bars={PARTS.map((column) => ({ column }))} />
              </Card>
              <MemberCard
                title={texts.byChannel}
                width="two-thirds"
                answer={answers.channels}
                query={channels}
                dimension="channel"
                name="cost-channels"
              />
              <ApartMembers
                title={texts.byQueue}
                width="half"
                query={queues}
                dimension="queue"
                name="cost-queues"
              />
              <ApartMembers
                title={texts.byTeam}
                width="half"
                query={teams}
                dimension="team"
                name="cost-teams"
              />
              <MemberCard
                title={texts.providers}
                note={texts.providersNote}
                answer={answers.providers}
                query={providers}
                dimension="provider"
                name="providers"
              />
            </div>
          </>
        )}
      </PageFigures>
    </Page>
  );
}
