import { useMemberName } from '../api/members.ts';
import type { Answer, Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { ApartCard } from '../components/apart-card.tsx';
import { Card } from '../components/card.tsx';
import { useOrder } from '../components/data-table.tsx';
import { DownloadMenu } from '../components/download-menu.tsx';
import { HeatMap } from '../components/heat-map.tsx';
import { KpiRow } from '../components/kpi-row.tsx';
import { MemberCard } from '../components/member-card.tsx';
import { PageFigures } from '../components/page-figures.tsx';
import { QueuePolicy } from '../components/queue-policy.tsx';
import { SeriesCard } from '../components/series-card.tsx';
import { SeriesLines } from '../components/series-lines.tsx';
import { useTexts } from '../messages/language.ts';
import { QUEUES } from '../messages/queues.ts';
import { SHELL } from '../messages/shell.ts';
import { Page } from '../shell/page.tsx';
import { scopeOfMember } from '../view/agent-time.ts';
import { useView } from '../view/use-view.tsx';
import { comparisonOf, grainOf, scopeOf } from '../view/view.ts';

const KPIS = [
  'offered',
  'answered',
  'abandoned',
  'service_level',
  'average_speed_of_answer',
  'longest_wait',
  'abandonment_rate',
  'handle_time',
] as const;

const MEDIAN = { metric: 'wait', stat: 'p50' } as const;
const MOST = { metric: 'wait', stat: 'p90' } as const;

/** One queue: key figures, service level against its target, volume, waits, hours of the week, agents and policy. */
export function QueuePage({ queue }: { queue: string }) {
  const { view, link } = useView();
  const texts = useTexts(QUEUES);
  const list = useTexts(SHELL).pages.queues!;
  const name = useMemberName('queue', queue);
  const scope = scopeOfMember(scopeOf(view), 'queue', queue);
  const order = useOrder('service_level');
  const grain = grainOf(view);
  const totals: Query = { ...scope, ...comparisonOf(view), metrics: KPIS };
  const series: Query = {
    ...totals,
    metrics: [...KPIS, 'service_level_target'],
    dimensions: [`time:${grain}`],
    include: ['empty'],
    limit: 1_000,
  };
  const heat: Query = {
    ...scope,
    metrics: ['service_level', 'offered'],
    dimensions: ['time:weekday_hour'],
    limit: 168,
  };
  const agents: Query = {
    ...scope,
    metrics: ['offered', 'answered', 'service_level', 'average_speed_of_answer', 'handle_time'],
    dimensions: ['agent'],
    having: [{ metric: 'offered', gte: 1 }],
    ...order.query,
    limit: 500,
  };
  const waits: Query = {
    ...scope,
    metrics: [{ ...MEDIAN, as: 'p50' }, { ...MOST, as: 'p90' }, 'longest_wait'],
    dimensions: [`time:${grain}`],
    include: ['empty'],
    limit: 1_000,
  };
  const loaded = useQueries({ totals, series, heat, agents });
  return (
    <Page
      title={name ?? queue}
      parent={{ href: link({ path: ['queues'], own: {} }), name: list }}
      of={loaded.answers?.totals}
    >
      <PageFigures of={loaded} kpis={KPIS.length}>
        {(answers) => (
          <>
            <KpiRow
              columns={KPIS}
              totals={answers.totals}
              series={answers.series}
              part={{ members: { queue } }}
            />
            <div class="grid">
              <SeriesCard
                title={texts.level}
                members={{ queue }}
                width="half"
                answer={answers.series}
                query={series}
                name="service-level"
                shown={[{ column: 'service_level' }, { column: 'service_level_target' }]}
                more={['offered', 'average_speed_of_answer', 'longest_wait']}
              />
              <SeriesCard
                title={texts.volume}
                members={{ queue }}
                width="half"
                answer={answers.series}
                query={series}
                name="volume"
                shown={[{ column: 'offered', withBefore: true }, { column: 'abandoned' }]}
                more={['answered']}
              />
              <ApartCard
                title={texts.waits}
                note={texts.waitsNote}
                width="half"
                query={waits}
                name="waits"
                height="18rem"
              >
                {(answer) =>
                  answer.rows.every(({ p50 }) => p50 === null) ? (
                    <p class="soft">{texts.noWaits}</p>
                  ) : (
                    <SeriesLines
                      title={texts.waits}
                      members={{ queue }}
                      answer={answer}
                      shown={[
                        { column: 'p50', metric: 'wait', asked: MEDIAN, label: texts.median },
                        { column: 'p90', metric: 'wait', asked: MOST, label: texts.most },
                      ]}
                      more={['longest_wait']}
                    />
                  )
                }
              </ApartCard>
              <QueuePolicy queue={queue} />
              {grain !== 'hour' && <Hours answer={answers.heat} query={heat} />}
              <MemberCard
                title={texts.agents}
                answer={answers.agents}
                query={agents}
                dimension="agent"
                order={order}
                members={{ queue }}
                none={texts.noAgent}
                name="queue-agents"
              />
            </div>
          </>
        )}
      </PageFigures>
    </Page>
  );
}

/** Service level and volume by weekday and hour; of a day or two, the courses show as much. */
function Hours({ answer, query }: { answer: Answer; query: Query }) {
  const texts = useTexts(QUEUES);
  return (
    <>
      <Card
        title={texts.levelByHour}
        note={texts.levelByHourNote}
        actions={<DownloadMenu query={query} name="service-level-by-hour" />}
      >
        <HeatMap answer={answer} column="service_level" title={texts.levelByHour} />
      </Card>
      <Card title={texts.offeredByHour} actions={<DownloadMenu query={query} name="offered-by-hour" />}>
        <HeatMap answer={answer} column="offered" title={texts.offeredByHour} />
      </Card>
    </>
  );
}
