import { type Answer, isEmpty, type Query } from '../api/query.ts';
import { showValue } from '../format/value.ts';
import { useLocale } from '../messages/language.ts';
import { type Part, recordsView } from '../view/records-link.ts';
import { useView } from '../view/use-view.tsx';
import { Bars } from './bars.tsx';
import { Card } from './card.tsx';
import { Stars } from './comment-list.tsx';
import { DownloadMenu } from './download-menu.tsx';
import { Nothing } from './states.tsx';

/** How often each rating was given: of conversations, and of all interactions. */
export const CSAT_METRICS = ['csat_5', 'csat_4', 'csat_3', 'csat_2', 'csat_1'] as const;
export const RATING_METRICS = ['rated_5', 'rated_4', 'rated_3', 'rated_2', 'rated_1'] as const;

/** How often each rating from 5 to 1 was given. */
export function RatingCard(props: {
  title: string;
  answer: Answer;
  query: Query;
  metrics: typeof CSAT_METRICS | typeof RATING_METRICS;
  part?: Part;
}) {
  const { title, answer, query, metrics, part } = props;
  const { view, link } = useView();
  const locale = useLocale();
  const [row] = answer.rows;
  return (
    <Card title={title} width="half" actions={<DownloadMenu query={query} name="ratings" />}>
      {row && !isEmpty(answer) ? (
        <Bars
          bars={metrics.map((metric, place) => ({
            key: metric,
            name: <Stars rating={metrics.length - place} />,
            value: Number(row[metric]),
            shown: (
              <a class="number" href={link(recordsView(view, metric, part))}>
                {showValue(row[metric], 'count', locale)}
              </a>
            ),
          }))}
        />
      ) : (
        <Nothing />
      )}
    </Card>
  );
}
