import { type AskedMetric, isEmpty, type Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { CONVERSATIONS } from '../messages/conversations.ts';
import { useTexts } from '../messages/language.ts';
import { useView } from '../view/use-view.tsx';
import { scopeOf } from '../view/view.ts';
import { Card } from './card.tsx';
import { DownloadMenu } from './download-menu.tsx';
import { MetricBars } from './metric-bars.tsx';
import { SeriesCard } from './series-card.tsx';
import { Figures, Nothing, Skeleton } from './states.tsx';

const AGES = ['1h', '4h', '1d', '3d', '7d', 'older'] as const;

/** What a query calls the part of the backlog that is so old. */
const columnOf = (age: string) => `age_${age}`;

/** What is open, by how long it has been: at the end of the period, and at the end of each day. Read from facts. */
export function Backlog() {
  const { view } = useView();
  const texts = useTexts(CONVERSATIONS);
  const metrics: AskedMetric[] = [
    'backlog',
    ...AGES.map((age) => ({ metric: 'backlog', args: { age }, as: columnOf(age) })),
  ];
  const now: Query = { ...scopeOf(view), metrics };
  const course: Query = { ...now, dimensions: ['time:day'], limit: 400 };
  const loaded = useQueries({ now, course });
  const shown = AGES.map((age) => ({
    column: columnOf(age),
    metric: 'backlog',
    asked: { metric: 'backlog', args: { age } },
    label: texts.ages[age],
  }));
  return (
    <Figures of={loaded} placeholder={<Skeleton height="20rem" />}>
      {(answers) => (
        <div class="grid">
          <Card
            title={texts.backlogNow}
            width="half"
            actions={<DownloadMenu query={now} name="backlog-now" />}
          >
            {isEmpty(answers.now) ? (
              <Nothing />
            ) : (
              <MetricBars answer={answers.now} bars={[{ column: 'backlog' }, ...shown]} />
            )}
          </Card>
          <SeriesCard
            title={texts.backlog}
            note={texts.backlogNote}
            width="half"
            answer={answers.course}
            query={course}
            name="backlog"
            shown={shown}
            isStacked
          />
        </div>
      )}
    </Figures>
  );
}
