import { type Answer, courseOf, type Query, type Row } from '../api/query.ts';
import { useLive } from '../api/use-live.ts';
import { useQueries } from '../api/use-queries.ts';
import { AgentStates, STATES } from '../components/agent-states.tsx';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DownloadMenu } from '../components/download-menu.tsx';
import { Kpi, KpiSkeletons } from '../components/kpi.tsx';
import { LineChart } from '../components/line-chart.tsx';
import { LiveFigure } from '../components/live-figure.tsx';
import { useMetricName } from '../components/metric-name.tsx';
import { SeriesTable } from '../components/series-table.tsx';
import { Figures } from '../components/states.tsx';
import { showValue } from '../format/value.ts';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { NOW } from '../messages/now.ts';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';
import { scopeOf } from '../view/view.ts';
import '../styles/now.css';

const WAITING = ['waiting', 'longest_wait_now', 'in_progress'] as const;
const TODAY = ['offered', 'answered', 'abandoned', 'service_level', 'average_speed_of_answer'] as const;
const WEEK_MS = 7 * 86_400_000;

const shifted = (iso: string) => new Date(Date.parse(iso) - WEEK_MS).toISOString().replace('.000', '');

/** What happens at this moment, followed live: who waits, who is free, and how today goes. */
export function NowPage() {
  const { view } = useView();
  const texts = useTexts(NOW);
  const { filters = [], time_zone } = scopeOf(view);
  const scope = { filters, ...(time_zone && { time_zone }), period: { preset: 'today' } };
  const live = {
    now: { ...scope, metrics: [...WAITING] },
    queues: { ...scope, metrics: [...WAITING], dimensions: ['queue'], limit: 200 },
    agents: {
      ...scope,
      metrics: STATES.map((state) => `agents_${state}`),
      dimensions: ['agent'],
      limit: 500,
    },
    today: { ...scope, metrics: [...TODAY, 'service_level_target'] },
    hours: { ...scope, metrics: ['offered', 'abandoned'], dimensions: ['time:hour'], include: ['empty'] },
  } satisfies Record<string, Query>;
  const loaded = useQueries(live);
  const stream = useLive(live);
  const current = (name: keyof typeof live, answer: Answer): Answer => ({
    ...answer,
    rows: stream.rows[name] ?? answer.rows,
    as_of: stream.asOf ?? answer.as_of,
  });
  const answers = loaded.answers;
  return (
    <Page
      title={texts.title}
      of={answers && current('today', answers.today)}
      controls="filters"
      actions={
        <span class="live-mark" data-on={stream.isConnected} role="status">
          {stream.isConnected ? texts.live : texts.connecting}
        </span>
      }
    >
      <Figures of={loaded} placeholder={<KpiSkeletons count={8} />}>
        {({ now, queues, agents, today, hours }) => (
          <>
            <div class="big-figures">
              {WAITING.map((metric) => (
                <LiveFigure key={metric} metric={metric} answer={current('now', now)} />
              ))}
            </div>
            <Today answer={current('today', today)} scope={scope} />
            <div class="grid">
              <Card title={texts.agents} note={texts.agentsNote}>
                <AgentStates answer={current('agents', agents)} />
              </Card>
              <QueuesNow answer={current('queues', queues)} query={live.queues} />
              <Hours answer={current('hours', hours)} query={live.hours} scope={scope} />
            </div>
          </>
        )}
      </Figures>
    </Page>
  );
}

type Scope = Pick<Query, 'filters' | 'time_zone' | 'period'>;

/** Today's figures with their change against the same hours of the same weekday a week before. */
function Today({ answer, scope }: { answer: Answer; scope: Scope }) {
  const texts = useTexts(NOW);
  const locale = useLocale();
  const { from } = answer.period;
  const minute = `${new Date().toISOString().slice(0, 16)}:00Z`;
  const { answers } = useQueries({
    today: {
      ...scope,
      metrics: [...TODAY],
      period: { from, to: minute },
      compare: { from: shifted(from), to: shifted(minute) },
    },
  });
  const target = answer.rows[0]?.service_level_target;
  const compared: Answer = {
    ...answer,
    ...(answers && { previous: answers.today.previous ?? [], change: answers.today.change ?? [] }),
  };
  return (
    <Card title={texts.today} note={texts.todayNote}>
      <div class="kpis is-five">
        {TODAY.map((column) => (
          <Kpi
            key={column}
            column={column}
            totals={compared}
            {...(column === 'service_level' &&
              typeof target === 'number' && { note: texts.target(showValue(target, 'percent', locale)) })}
          />
        ))}
      </div>
    </Card>
  );
}

function QueuesNow({ answer, query }: { answer: Answer; query: Query }) {
  const texts = useTexts(NOW);
  const names = useTexts(DIMENSION_NAMES);
  const { link } = useView();
  return (
    <Card title={texts.queues} width="half" actions={<DownloadMenu query={query} name="queues-now" />}>
      <DataTable
        answer={answer}
        caption={texts.queues}
        heading={names.queue ?? 'queue'}
        nameOf={(row: Row) =>
          row.queue === null ? (
            '–'
          ) : (
            <a href={link({ path: ['queues', String(row.queue)] })}>{row.queue_name}</a>
          )
        }
        columns={WAITING.map((column) => ({ column }))}
      />
    </Card>
  );
}

function Hours({ answer, query, scope }: { answer: Answer; query: Query; scope: Scope }) {
  const texts = useTexts(NOW);
  const [offered, abandoned] = [useMetricName('offered'), useMetricName('abandoned')];
  const lastWeek = shifted(answer.period.from).slice(0, 10);
  const { answers } = useQueries({
    before: {
      ...scope,
      metrics: ['offered'],
      dimensions: ['time:hour'],
      include: ['empty'],
      period: { from: lastWeek, to: lastWeek },
    },
  });
  return (
    <Card title={texts.hours} width="half" actions={<DownloadMenu query={query} name="today" />}>
      <LineChart
        title={texts.hours}
        labels={answer.rows.map((row) => String(row.time).slice(11, 16))}
        unit="count"
        series={[
          { name: offered, values: courseOf(answer, 'offered') },
          { name: abandoned, values: courseOf(answer, 'abandoned') },
          {
            name: `${offered}, ${texts.lastWeek}`,
            values: answers?.before.rows.map((row) => row.offered) ?? [],
            isBefore: true,
          },
        ]}
      />
      <SeriesTable
        answer={answer}
        caption={texts.hours}
        columns={[{ column: 'offered' }, { column: 'abandoned' }]}
      />
    </Card>
  );
}
