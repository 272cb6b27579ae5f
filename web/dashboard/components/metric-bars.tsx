import type { Answer, AskedMetric } from '../api/query.ts';
import { showValue } from '../format/value.ts';
import { useLocale } from '../messages/language.ts';
import { type Part, recordsView } from '../view/records-link.ts';
import { useView } from '../view/use-view.tsx';
import { Bars } from './bars.tsx';
import { unitOf } from './kpi.tsx';
import { MetricName } from './metric-name.tsx';

/** A bar of one column: its metric if the column is called otherwise, and what it is called. */
export interface MetricBar {
  column: string;
  metric?: string;
  /** The metric with its statistic and arguments, for the records, if it has any. */
  asked?: AskedMetric;
  label?: string;
}

/** Figures of one row as bars, such as the parts of a cost. All columns have one unit. */
export function MetricBars(props: {
  answer: Answer;
  bars: readonly MetricBar[];
  part?: Part;
  colour?: 1 | 2 | 3 | 4 | 5 | 6;
}) {
  const { answer, bars, part, colour } = props;
  const { view, link } = useView();
  const locale = useLocale();
  const [row = {}] = answer.rows;
  return (
    <Bars
      {...(colour && { colour })}
      bars={bars.map(({ column, metric = column, asked = metric, label }) => ({
        key: column,
        name: <MetricName metric={metric} {...(label !== undefined && { label })} />,
        value: Number(row[column] ?? 0),
        shown: (
          <a class="number" href={link(recordsView(view, asked, part))}>
            {showValue(row[column], unitOf(answer, column), locale)}
          </a>
        ),
      }))}
    />
  );
}
