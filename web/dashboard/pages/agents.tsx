import { useMembers } from '../api/members.ts';
import type { Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { Card } from '../components/card.tsx';
import { useOrder } from '../components/data-table.tsx';
import { DownloadMenu } from '../components/download-menu.tsx';
import { MemberTable } from '../components/member-table.tsx';
import { Figures, Nothing } from '../components/states.tsx';
import { Warnings } from '../components/warnings.tsx';
import { AGENTS } from '../messages/agents.ts';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { Page } from '../shell/page.tsx';
import { allowedMetrics } from '../view/agent-time.ts';
import { useView } from '../view/use-view.tsx';
import { isLong, scopeOf } from '../view/view.ts';
import { AgentPage } from './agent.tsx';

const COLUMNS = [
  'total_interactions',
  'completed_calls',
  'missed_calls',
  'completion_rate',
  'average_speed_of_answer',
  'handle_time',
  'transfer_rate',
  'csat_avg_rating',
  'occupancy',
  'adherence',
] as const;

/** What breakdowns have for every agent, so that a year of it can be read: waits and durations of calls. */
const OF_LONG = [
  'total_calls',
  'completed_calls',
  'missed_calls',
  'completion_rate',
  'avg_wait_time',
  'avg_duration',
  'csat_avg_rating',
  'occupancy',
  'adherence',
] as const;

/** All agents, lowest completion rate first, unless the reader sorts otherwise; or the page of one agent. */
export function AgentsPage() {
  const { view } = useView();
  const [, agent] = view.path;
  return agent === undefined ? <AllAgents /> : <AgentPage key={agent} agent={agent} />;
}

function AllAgents() {
  const { view } = useView();
  const title = useTexts(SHELL).pages.agents!;
  const texts = useTexts(AGENTS);
  const names = useTexts(DIMENSION_NAMES);
  const order = useOrder('completion_rate');
  const isLongPeriod = isLong(view);
  const metrics = allowedMetrics<string>(isLongPeriod ? OF_LONG : COLUMNS, view);
  const agents: Query = {
    ...scopeOf(view),
    metrics,
    dimensions: ['agent'],
    filters: [...view.filters, { dimension: 'agent', is_set: true }],
    include: ['totals'],
    ...(metrics.includes(order.by) && order.query),
    limit: 1_000,
  };
  const loaded = useQueries({ agents });
  return (
    <Page title={title} of={loaded.answers?.agents}>
      <Figures of={loaded}>
        {(answers) =>
          answers.agents.rows.length === 0 ? (
            <Nothing />
          ) : (
            <Card
              title={title}
              {...(isLongPeriod && { note: texts.long })}
              actions={<DownloadMenu query={agents} name="agents" />}
            >
              <MemberTable
                answer={answers.agents}
                query={agents}
                dimension="agent"
                caption={title}
                heading={names.agent ?? 'agent'}
                nameOf={(row) => String(row.agent_name ?? row.agent)}
                columns={metrics.map((column) => ({ column }))}
                order={order}
                tools={<TeamChoice />}
              />
              <Warnings of={answers.agents} />
            </Card>
          )
        }
      </Figures>
    </Page>
  );
}

/** Narrows the page to one team, as a filter of the view. */
function TeamChoice() {
  const { view, go } = useView();
  const texts = useTexts(AGENTS);
  const teams = useMembers('team', '');
  const others = view.filters.filter(({ dimension }) => dimension !== 'team');
  const chosen = view.filters.find(({ dimension }) => dimension === 'team')?.in?.[0] ?? '';
  const choose = (team: string) =>
    go({ filters: team ? [...others, { dimension: 'team', in: [team] }] : others });
  return (
    <label class="field">
      {texts.team}
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{texts.allTeams}</option>
        {teams?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
