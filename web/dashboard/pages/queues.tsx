import type { Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { Card } from '../components/card.tsx';
import { useOrder } from '../components/data-table.tsx';
import { DownloadMenu } from '../components/download-menu.tsx';
import { MemberTable } from '../components/member-table.tsx';
import { Figures, Nothing } from '../components/states.tsx';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { useTexts } from '../messages/language.ts';
import { QUEUES } from '../messages/queues.ts';
import { SHELL } from '../messages/shell.ts';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';
import { scopeOf } from '../view/view.ts';
import { QueuePage } from './queue.tsx';

const COLUMNS = [
  'offered',
  'answered',
  'abandoned',
  'service_level',
  'service_level_target',
  'average_speed_of_answer',
  'longest_wait',
  'handle_time',
] as const;

/** All queues, lowest service level first, unless the reader sorts otherwise; or the page of one queue. */
export function QueuesPage() {
  const { view } = useView();
  const [, queue] = view.path;
  return queue === undefined ? <AllQueues /> : <QueuePage key={queue} queue={queue} />;
}

function AllQueues() {
  const { view } = useView();
  const title = useTexts(SHELL).pages.queues!;
  const texts = useTexts(QUEUES);
  const names = useTexts(DIMENSION_NAMES);
  const order = useOrder('service_level');
  const queues: Query = {
    ...scopeOf(view),
    metrics: COLUMNS,
    dimensions: ['queue'],
    having: [{ metric: 'offered', gte: 1 }],
    include: ['totals'],
    ...order.query,
    limit: 500,
  };
  const loaded = useQueries({ queues });
  return (
    <Page title={title} of={loaded.answers?.queues}>
      <Figures of={loaded}>
        {(answers) =>
          answers.queues.rows.length === 0 ? (
            <Nothing />
          ) : (
            <Card title={title} actions={<DownloadMenu query={queues} name="queues" />}>
              <MemberTable
                answer={answers.queues}
                query={queues}
                dimension="queue"
                caption={title}
                heading={names.queue ?? 'queue'}
                nameOf={(row) => String(row.queue_name ?? row.queue ?? texts.noQueue)}
                columns={COLUMNS.map((column) => ({ column }))}
                order={order}
              />
            </Card>
          )
        }
      </Figures>
    </Page>
  );
}
