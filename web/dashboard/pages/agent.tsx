import { useMemberName } from '../api/members.ts';
import type { Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { AgentTime } from '../components/agent-time.tsx';
import { ApartMembers } from '../components/apart-members.tsx';
import { Comments } from '../components/comments.tsx';
import { KpiRow } from '../components/kpi-row.tsx';
import { MemberCard } from '../components/member-card.tsx';
import { PageFigures } from '../components/page-figures.tsx';
import { CSAT_METRICS, RatingCard } from '../components/rating-card.tsx';
import { SeriesCard } from '../components/series-card.tsx';
import { AGENTS } from '../messages/agents.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { Page } from '../shell/page.tsx';
import { allowedMetrics, scopeOfMember } from '../view/agent-time.ts';
import { useView } from '../view/use-view.tsx';
import { comparisonOf, grainOf, scopeOf } from '../view/view.ts';

const KPIS = [
  'total_interactions',
  'completion_rate',
  'missed_calls',
  'average_speed_of_answer',
  'handle_time',
  'csat_avg_rating',
  'occupancy',
  'adherence',
] as const;

/** One agent: key figures, their course, what the time was spent on, by queue and topic, and what customers said. */
export function AgentPage({ agent }: { agent: string }) {
  const { view, link } = useView();
  const texts = useTexts(AGENTS);
  const list = useTexts(SHELL).pages.agents!;
  const name = useMemberName('agent', agent);
  const scope = scopeOfMember(scopeOf(view), 'agent', agent);
  const part = { members: { agent } };
  const kpis = allowedMetrics(KPIS, view);
  const totals: Query = { ...scope, ...comparisonOf(view), metrics: kpis };
  const series: Query = {
    ...totals,
    metrics: [...kpis, 'completed_calls'],
    dimensions: [`time:${grainOf(view)}`],
    include: ['empty'],
    limit: 1_000,
  };
  const queues: Query = {
    ...scope,
    metrics: ['offered', 'service_level', 'average_speed_of_answer', 'handle_time'],
    dimensions: ['queue'],
    filters: [...(scope.filters ?? []), { dimension: 'queue', is_set: true }],
  };
  const topics: Query = {
    ...scope,
    metrics: ['total_interactions', 'outcome_resolution_rate', 'handle_time'],
    dimensions: ['topic'],
    limit: 10,
  };
  const ratings: Query = { ...scope, metrics: CSAT_METRICS };
  const loaded = useQueries({ totals, series, queues, ratings });
  return (
    <Page
      title={name ?? agent}
      parent={{ href: link({ path: ['agents'], own: {} }), name: list }}
      of={loaded.answers?.totals}
    >
      <PageFigures of={loaded} kpis={kpis.length}>
        {(answers) => (
          <>
            <KpiRow columns={kpis} totals={answers.totals} series={answers.series} part={part} />
            <div class="grid">
              <SeriesCard
                title={texts.contacts}
                members={{ agent }}
                width="half"
                answer={answers.series}
                query={series}
                name="agent-contacts"
                shown={[{ column: 'completed_calls' }, { column: 'missed_calls' }]}
                isStacked
                more={['total_interactions', 'completion_rate', 'average_speed_of_answer', 'csat_avg_rating']}
              />
              <SeriesCard
                title={texts.handling}
                members={{ agent }}
                width="half"
                answer={answers.series}
                query={series}
                name="agent-handle-time"
                shown={[{ column: 'handle_time', withBefore: true }]}
              />
              <AgentTime scope={scope} />
              <MemberCard
                title={texts.byQueue}
                width="half"
                answer={answers.queues}
                query={queues}
                dimension="queue"
                members={{ agent }}
                name="agent-queues"
              />
              <ApartMembers
                title={texts.byTopic}
                width="half"
                query={topics}
                dimension="topic"
                members={{ agent }}
                name="agent-topics"
              />
              <RatingCard
                title={texts.ratings}
                answer={answers.ratings}
                query={ratings}
                metrics={CSAT_METRICS}
                part={part}
              />
              <Comments of={answers.totals} agent={agent} />
            </div>
          </>
        )}
      </PageFigures>
    </Page>
  );
}
