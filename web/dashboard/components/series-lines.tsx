import { type Answer, type AskedMetric, courseOf } from '../api/query.ts';
import { showBucket } from '../format/time.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { METRIC_NAMES } from '../messages/metric-names.ts';
import { SHELL } from '../messages/shell.ts';
import type { Part } from '../view/records-link.ts';
import { unitOf } from './kpi.tsx';
import { LineChart, type Series } from './line-chart.tsx';
import { grainOfAnswer, SeriesTable } from './series-table.tsx';
import { StackedBars } from './stacked-bars.tsx';

/** What a chart shows: a column of the answer, and how it is called if its metric has no name of that column. */
export interface Shown {
  column: string;
  metric?: string;
  /** The metric with its statistic and arguments, for the records, if it has any. */
  asked?: AskedMetric;
  label?: string;
  /** Whether the earlier period is drawn behind it. */
  withBefore?: boolean;
  /** A token of its own, such as `--series-before`. */
  colour?: string;
}

/** Figures over time, as lines or as stacked bars, and the same as a table. All shown columns have one unit. */
export function SeriesLines(props: {
  title: string;
  answer: Answer;
  shown: readonly Shown[];
  isStacked?: boolean;
  /** Further columns of the table. */
  more?: readonly string[];
  /** What the figures are of, beside the filters of the view. */
  members?: Part['members'];
}) {
  const { title, answer, shown, isStacked, more = [], members } = props;
  const names = useTexts(METRIC_NAMES);
  const texts = useTexts(SHELL);
  const locale = useLocale();
  const grain = grainOfAnswer(answer);
  const labels = answer.rows.map((row) => showBucket(String(row.time), grain, locale));
  const unit = unitOf(answer, shown[0]?.column ?? '');
  const nameOf = ({ column, metric = column, label }: Shown) => label ?? names[metric] ?? metric;
  const series = shown.flatMap((each): Series[] => {
    const values = courseOf(answer, each.column);
    const own = { name: nameOf(each), values, colour: each.colour };
    if (!each.withBefore || !answer.previous) return [own];
    const before = answer.previous.map((row) => row?.[each.column]);
    return [own, { name: texts.beforeOf(own.name), values: before, isBefore: true }];
  });
  return (
    <>
      {isStacked ? (
        <StackedBars title={title} labels={labels} unit={unit} stacks={series} />
      ) : (
        <LineChart title={title} labels={labels} unit={unit} series={series} />
      )}
      <SeriesTable
        answer={answer}
        caption={title}
        {...(members && { members })}
        columns={[
          ...shown.map(({ column, metric, label, asked }) => ({
            column,
            ...(asked && { asked }),
            ...(metric && { metric }),
            ...(label && { label }),
          })),
          ...more.map((column) => ({ column })),
        ]}
      />
    </>
  );
}
