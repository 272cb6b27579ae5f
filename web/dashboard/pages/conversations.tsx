import type { Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { ApartMembers } from '../components/apart-members.tsx';
import { Backlog } from '../components/backlog.tsx';
import { KpiRow } from '../components/kpi-row.tsx';
import { MemberCard } from '../components/member-card.tsx';
import { PageFigures } from '../components/page-figures.tsx';
import { SeriesCard } from '../components/series-card.tsx';
import { CONVERSATIONS } from '../messages/conversations.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';
import { comparisonOf, grainOf, scopeOf } from '../view/view.ts';

const KPIS = [
  'conversations',
  'first_response',
  'resolution',
  'sla_compliance_rate',
  'resolution_rate',
  'ai_resolution_rate',
  'reopen_rate',
  'csat_avg_rating',
] as const;
const COURSES = [
  'created',
  'closed',
  'reopened',
  'ai_resolved',
  'human_resolved',
  'sla_first_compliance_rate',
  'sla_resolution_compliance_rate',
  'sla_first_breached',
  'sla_resolution_breached',
] as const;

/** Written conversations: channels, topics, outcomes, deadlines, what is open, and who resolves them. */
export function ConversationsPage() {
  const { view } = useView();
  const texts = useTexts(CONVERSATIONS);
  const title = useTexts(SHELL).pages.conversations!;
  const scope = scopeOf(view);
  const time = { dimensions: [`time:${grainOf(view)}`], include: ['empty'], limit: 1_000 };
  const totals: Query = { ...scope, ...comparisonOf(view), metrics: KPIS };
  const series: Query = { ...totals, ...time };
  const courses: Query = { ...scope, ...comparisonOf(view), ...time, metrics: COURSES };
  const channels: Query = {
    ...scope,
    metrics: ['ended', 'ended_avg_duration', 'outcome_resolution_rate', 'transfer_rate'],
    dimensions: ['channel'],
  };
  const topics: Query = { ...scope, metrics: ['conversations'], dimensions: ['topic'], limit: 20 };
  const intents: Query = { ...scope, metrics: ['ended'], dimensions: ['intent'], limit: 12 };
  const outcomes: Query = { ...scope, metrics: ['ended'], dimensions: ['outcome'] };
  const speed: Query = {
    ...scope,
    metrics: ['first_response', 'resolution', 'csat_avg_rating'],
    dimensions: ['channel'],
  };
  const priorities: Query = {
    ...scope,
    metrics: ['sla_compliance_rate', 'sla_breached', 'sla_tracked'],
    dimensions: ['priority'],
    having: [{ metric: 'sla_tracked', gte: 1 }],
    order: [{ by: 'sla_compliance_rate', direction: 'asc' }],
  };
  const teams: Query = {
    ...scope,
    metrics: ['conversations', 'first_response', 'resolution', 'sla_compliance_rate'],
    dimensions: ['team'],
    having: [{ metric: 'conversations', gte: 1 }],
  };
  const loaded = useQueries({
    totals,
    series,
    courses,
    channels,
    topics,
    intents,
    outcomes,
    priorities,
    teams,
  });
  return (
    <Page title={title} of={loaded.answers?.totals}>
      <PageFigures of={loaded} kpis={KPIS.length}>
        {(answers) => (
          <>
            <KpiRow columns={KPIS} totals={answers.totals} series={answers.series} />
            <div class="grid">
              <SeriesCard
                title={texts.flow}
                note={answers.courses.previous ? texts.flowNoteBefore : texts.flowNote}
                width="half"
                answer={answers.courses}
                query={courses}
                name="created-closed"
                shown={[
                  { column: 'created', withBefore: true },
                  { column: 'closed' },
                  { column: 'reopened' },
                ]}
              />
              <SeriesCard
                title={texts.people}
                note={texts.peopleNote}
                width="half"
                answer={answers.courses}
                query={courses}
                name="ai-people"
                shown={[{ column: 'ai_resolved' }, { column: 'human_resolved' }]}
                isStacked
              />
              <SeriesCard
                title={texts.sla}
                note={texts.slaNote}
                width="half"
                answer={answers.courses}
                query={courses}
                name="sla"
                shown={[
                  { column: 'sla_first_compliance_rate', label: texts.firstResponse },
                  { column: 'sla_resolution_compliance_rate', label: texts.resolution },
                ]}
                more={['sla_first_breached', 'sla_resolution_breached']}
              />
              <MemberCard
                title={texts.slaByPriority}
                width="half"
                answer={answers.priorities}
                query={priorities}
                dimension="priority"
                name="sla-priorities"
              />
              <Backlog />
              <MemberCard
                title={texts.byChannel}
                width="half"
                answer={answers.channels}
                query={channels}
                dimension="channel"
                name="channels"
              />
              <ApartMembers
                title={texts.speed}
                width="half"
                query={speed}
                dimension="channel"
                name="channel-speed"
              />
              <MemberCard
                title={texts.byTeam}
                answer={answers.teams}
                query={teams}
                dimension="team"
                name="teams"
              />
              <div class="half stack">
                <MemberCard
                  title={texts.outcomes}
                  answer={answers.outcomes}
                  query={outcomes}
                  dimension="outcome"
                  name="outcomes"
                />
                <MemberCard
                  title={texts.intents}
                  answer={answers.intents}
                  query={intents}
                  dimension="intent"
                  name="intents"
                />
              </div>
              <MemberCard
                title={texts.topics}
                note={texts.topicsNote}
                width="half"
                answer={answers.topics}
                query={topics}
                dimension="topic"
                name="topics"
              />
            </div>
          </>
        )}
      </PageFigures>
    </Page>
  );
}
