import type { Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { Card } from '../components/card.tsx';
import { DataTable, useOrder } from '../components/data-table.tsx';
import { DownloadMenu } from '../components/download-menu.tsx';
import { Figures, Nothing } from '../components/states.tsx';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';
import { scopeOf } from '../view/view.ts';

/** All queues, lowest service level first, unless the reader sorts otherwise. */
export function QueuesPage() {
  const { view, link } = useView();
  const shell = useTexts(SHELL);
  const names = useTexts(DIMENSION_NAMES);
  const order = useOrder('service_level');
  const queues: Query = {
    ...scopeOf(view),
    metrics: [
      'offered',
      'answered',
      'abandoned',
      'service_level',
      'service_level_target',
      'average_speed_of_answer',
      'longest_wait',
      'handle_time',
    ],
    dimensions: ['queue'],
    include: ['totals'],
    ...order.query,
    limit: 500,
  };
  const title = shell.pages.queues!;
  const loaded = useQueries({ queues });
  return (
    <Page title={title} of={loaded.answers?.queues}>
      <Figures of={loaded}>
        {(answers) =>
          answers.queues.rows.length === 0 ? (
            <Nothing />
          ) : (
            <Card title={title} actions={<DownloadMenu query={queues} name="queues" />}>
              <DataTable
                answer={answers.queues}
                caption={title}
                heading={names.queue ?? 'queue'}
                nameOf={(row) => <a href={link({ path: ['queues', String(row.queue)] })}>{row.queue_name}</a>}
                columns={queues.metrics.map((metric) => ({ column: String(metric) }))}
                order={order}
                partOf={(row) => ({ members: { queue: String(row.queue) } })}
              />
            </Card>
          )
        }
      </Figures>
    </Page>
  );
}
