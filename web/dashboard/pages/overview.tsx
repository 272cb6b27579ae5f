import { type Answer, courseOf, isEmpty, type Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DownloadMenu } from '../components/download-menu.tsx';
import { HeatMap } from '../components/heat-map.tsx';
import { Kpi, KpiSkeletons } from '../components/kpi.tsx';
import { LineChart } from '../components/line-chart.tsx';
import { useMemberLabel } from '../components/member-label.ts';
import { useMetricName } from '../components/metric-name.tsx';
import { NothingYet } from '../components/nothing-yet.tsx';
import { grainOfAnswer, SeriesTable } from '../components/series-table.tsx';
import { Figures, Skeleton } from '../components/states.tsx';
import { showBucket } from '../format/time.ts';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { OVERVIEW } from '../messages/overview.ts';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';
import { comparisonOf, grainOf, scopeOf } from '../view/view.ts';

const KPIS = [
  'offered',
  'answered',
  'abandoned',
  'service_level',
  'average_speed_of_answer',
  'handle_time',
  'csat_avg_rating',
  'total_cost',
] as const;

/** The key figures with their course, the volume beside the period before, the worst queues, and when contacts arrive. */
export function OverviewPage() {
  const { view } = useView();
  const texts = useTexts(OVERVIEW);
  const scope = scopeOf(view);
  const grain = `time:${grainOf(view)}`;
  const totals: Query = { ...scope, ...comparisonOf(view), metrics: [...KPIS, 'service_level_target'] };
  const series: Query = {
    ...scope,
    ...comparisonOf(view),
    metrics: [...KPIS],
    dimensions: [grain],
    include: ['empty'],
    limit: 1_000,
  };
  const queues: Query = {
    ...scope,
    metrics: ['service_level', 'offered', 'abandonment_rate', 'average_speed_of_answer'],
    dimensions: ['queue'],
    filters: [...view.filters, { dimension: 'queue', is_set: true }],
    order: [{ by: 'service_level', direction: 'asc' }],
    limit: 6,
  };
  const channels: Query = {
    ...scope,
    metrics: ['ended', 'outcome_resolution_rate', 'cost_per_conversation'],
    dimensions: ['channel'],
  };
  const heat: Query = { ...scope, metrics: ['offered'], dimensions: ['time:weekday_hour'], limit: 168 };
  const loaded = useQueries({ totals, series, queues, channels, heat });
  return (
    <Page title={texts.title} of={loaded.answers?.totals}>
      <Figures
        of={loaded}
        placeholder={
          <div class="stack">
            <KpiSkeletons count={KPIS.length} />
            <Skeleton height="24rem" />
          </div>
        }
      >
        {(answers) =>
          isEmpty(answers.totals) ? (
            <NothingYet onArrived={loaded.reload} />
          ) : (
            <>
              <div class="kpis">
                {KPIS.map((column) => (
                  <Kpi key={column} column={column} totals={answers.totals} series={answers.series} />
                ))}
              </div>
              <div class="grid">
                <Volume answer={answers.series} query={series} />
                <WorstQueues answer={answers.queues} query={queues} />
                <Channels answer={answers.channels} query={channels} />
                <Card
                  title={texts.heat}
                  note={texts.heatNote}
                  actions={<DownloadMenu query={heat} name="arrivals" />}
                >
                  <HeatMap answer={answers.heat} column="offered" title={texts.heat} />
                </Card>
              </div>
            </>
          )
        }
      </Figures>
    </Page>
  );
}

interface Part {
  answer: Answer;
  query: Query;
}

function Volume({ answer, query }: Part) {
  const texts = useTexts(OVERVIEW);
  const locale = useLocale();
  const [offered, abandoned] = [useMetricName('offered'), useMetricName('abandoned')];
  const grain = grainOfAnswer(answer);
  const before = answer.previous;
  return (
    <Card
      title={texts.volume}
      note={before ? texts.volumeNote : undefined}
      actions={<DownloadMenu query={query} name="volume" />}
    >
      <LineChart
        title={texts.volume}
        labels={answer.rows.map((row) => showBucket(String(row.time), grain, locale))}
        unit="count"
        series={[
          { name: offered, values: courseOf(answer, 'offered') },
          { name: abandoned, values: courseOf(answer, 'abandoned') },
          ...(before
            ? [
                {
                  name: `${offered}, ${texts.before}`,
                  values: before.map((row) => row?.offered),
                  isBefore: true,
                },
              ]
            : []),
        ]}
      />
      <SeriesTable answer={answer} caption={texts.volume} columns={KPIS.map((column) => ({ column }))} />
    </Card>
  );
}

function WorstQueues({ answer, query }: Part) {
  const texts = useTexts(OVERVIEW);
  const names = useTexts(DIMENSION_NAMES);
  const { link } = useView();
  return (
    <Card title={texts.byQueue} width="half" actions={<DownloadMenu query={query} name="queues" />}>
      <DataTable
        answer={answer}
        caption={texts.byQueue}
        heading={names.queue ?? 'queue'}
        nameOf={(row) => <a href={link({ path: ['queues', String(row.queue)] })}>{row.queue_name}</a>}
        columns={[
          { column: 'service_level' },
          { column: 'offered' },
          { column: 'abandonment_rate' },
          { column: 'average_speed_of_answer' },
        ]}
        partOf={(row) => ({ members: { queue: String(row.queue) } })}
      />
    </Card>
  );
}

function Channels({ answer, query }: Part) {
  const texts = useTexts(OVERVIEW);
  const label = useMemberLabel();
  const names = useTexts(DIMENSION_NAMES);
  return (
    <Card title={texts.byChannel} width="half" actions={<DownloadMenu query={query} name="channels" />}>
      <DataTable
        answer={answer}
        caption={texts.byChannel}
        heading={names.channel ?? 'channel'}
        nameOf={(row) => label(row, 'channel')}
        columns={[
          { column: 'ended' },
          { column: 'outcome_resolution_rate' },
          { column: 'cost_per_conversation' },
        ]}
        partOf={(row) => ({ members: { channel: row.channel === null ? null : String(row.channel) } })}
      />
    </Card>
  );
}
