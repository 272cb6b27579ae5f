import { isEmpty, type Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { showValue } from '../format/value.ts';
import { AGENTS } from '../messages/agents.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { hasAgentTime } from '../view/agent-time.ts';
import { useView } from '../view/use-view.tsx';
import { grainOf } from '../view/view.ts';
import { Bars } from './bars.tsx';
import { Card } from './card.tsx';
import { DownloadMenu } from './download-menu.tsx';
import { MetricName } from './metric-name.tsx';
import { SeriesCard } from './series-card.tsx';
import { Figures, Nothing, Skeleton } from './states.tsx';
import { Warnings } from './warnings.tsx';

/** The states that a day is divided into. The first six are drawn over time. */
const STATES = [
  'available_seconds',
  'busy_seconds',
  'ringing_seconds',
  'wrap_seconds',
  'break_seconds',
  'lunch_seconds',
  'training_seconds',
  'meeting_seconds',
  'other_seconds',
] as const;
const DRAWN = 6;

/** What agents spent their time on: in all, and over time. States are filtered by agents, teams and departments only. */
export function AgentTime({ scope }: { scope: Pick<Query, 'period' | 'time_zone' | 'filters'> }) {
  const { view } = useView();
  const texts = useTexts(AGENTS);
  const locale = useLocale();
  const isAllowed = hasAgentTime(scope.filters ?? []);
  const metrics = ['signed_in_seconds', ...STATES];
  const spent: Query = { ...scope, metrics };
  const course: Query = {
    ...spent,
    dimensions: [`time:${grainOf(view)}`],
    include: ['empty'],
    limit: 1_000,
  };
  const loaded = useQueries(isAllowed ? { spent, course } : {});
  if (!isAllowed) {
    return (
      <Card title={texts.time}>
        <p class="soft">{texts.timeFilter}</p>
      </Card>
    );
  }
  return (
    <Figures of={loaded} placeholder={<Skeleton height="20rem" />}>
      {({ spent: answer, course: byTime }) => {
        const [row] = answer!.rows;
        if (!row || isEmpty(answer!)) {
          return (
            <Card title={texts.time}>
              <Nothing>{texts.noTime}</Nothing>
            </Card>
          );
        }
        return (
          <div class="grid">
            <Card
              title={texts.time}
              note={texts.timeNote}
              width="half"
              actions={<DownloadMenu query={spent} name="time" />}
            >
              <Bars
                bars={metrics
                  .filter((metric) => row[metric] !== 0)
                  .map((metric) => ({
                    key: metric,
                    name: <MetricName metric={metric} />,
                    value: Number(row[metric] ?? 0),
                    shown: showValue(row[metric], 'seconds', locale),
                  }))}
              />
              <Warnings of={answer!} />
            </Card>
            <SeriesCard
              title={texts.timeByDay}
              width="half"
              answer={byTime!}
              query={course}
              name="time-by-day"
              shown={STATES.slice(0, DRAWN).map((column) => ({ column }))}
              isStacked
              more={STATES.slice(DRAWN)}
            />
          </div>
        );
      }}
    </Figures>
  );
}
